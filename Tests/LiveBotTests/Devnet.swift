import Ethereum
import Foundation
import Live
import Vocabulary

/// A devnet in a process of its own, which ends when this one does. Blocks come on command alone.
struct Devnet: Sendable {
    let table: JSONValue
    private let control: String

    struct Broken: Error {
        let what: String
    }

    /// Started once for all tests that share it.
    static let shared = Result { try Devnet() }

    static let extraPools = 19

    init(_ options: [String] = []) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let process = Process()
        process.executableURL = root.appending(path: "deploy/devnet/python")
        process.arguments =
            [
                "-m", "devnet", "--until-stdin-closes", "--interval", "0", "--extra-pools",
                "\(Self.extraPools)",
            ] + options
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        // Kept open for as long as this process lives.
        guard fcntl(input.fileHandleForWriting.fileDescriptor, F_DUPFD_CLOEXEC, 3) >= 0 else {
            throw Broken(what: "no descriptor")
        }
        var line: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0A {
            line.append(byte)
        }
        table = try JSONValue(parsing: line)
        guard let control = table["control"]?.text else { throw Broken(what: "no table") }
        self.control = control
    }

    func chain(_ id: UInt64) throws -> JSONValue {
        guard let chain = table["chains"]?["\(id)"] else { throw Broken(what: "no chain \(id)") }
        return chain
    }

    /// Gives an order to the devnet; what it answers.
    @discardableResult
    func order(_ text: String) throws -> JSONValue {
        try Self.post(Array(text.utf8), to: control)
    }

    /// Asks one address once, and answers what it says.
    static func post(_ body: [UInt8], to address: String) throws -> JSONValue {
        let http = try HTTPClient()
        let loop = try EventLoop(http: http)
        let endpoint = try http.add(
            Endpoint(name: "devnet", address: Secret(address), acceptsCompression: false)
        )
        _ = try http.post(body, to: endpoint)
        guard case .finished(let finished)? = loop.next(within: Interval(milliseconds: 10_000))
        else { throw Broken(what: "no answer from \(address)") }
        let answer = try finished.outcome.get()
        guard answer.status == 200 else {
            throw Broken(what: String(decoding: answer.body, as: UTF8.self))
        }
        return try JSONValue(parsing: answer.body)
    }

    func mine(_ blocks: Int = 4) throws {
        try order(
            #"[{"do":"mine","chain":138,"blocks":\#(blocks)},{"do":"mine","chain":651940,"blocks":\#(blocks)}]"#
        )
    }

    func fault(_ endpoint: String, _ values: String) throws {
        try order(#"{"do":"fault","endpoint":"\#(endpoint)","clear":true,\#(values)}"#)
    }

    /// Everything as it was at the start, with fresh blocks.
    func heal() throws {
        try order(#"{"do":"fault","endpoint":"*","clear":true}"#)
        for chain in [138, 651_940] {
            try order(#"{"do":"skew","chain":\#(chain),"bps":0}"#)
            for token in ["usdt", "usdc"] {
                try order(
                    #"{"do":"drain","chain":\#(chain),"token":"\#(token)","keep":1000000000000}"#
                )
            }
        }
        try mine()
    }
}
