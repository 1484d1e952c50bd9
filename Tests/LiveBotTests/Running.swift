import Ethereum
import Foundation
import Synchronization
import TestSupport

/// `cantilever run` as a process, and every line it has printed.
final class Running: Sendable {
    let path: String
    /// A file, so that nobody who is started meanwhile can keep it open.
    private let output: String
    private let process: Mutex<Process>
    private let number: pid_t

    struct Never: Error {
        let lines: [String]
    }

    init(
        _ text: String,
        environment: [String: String] = [:],
        options: [String] = ["--log", "json"]
    ) throws {
        path = try Self.file(text)
        output = path + ".log"
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        guard let handle = FileHandle(forWritingAtPath: output) else { throw Never(lines: []) }
        let process = Process()
        process.executableURL = Program.folder.appending(path: "cantilever")
        process.arguments = ["run"] + options + [path]
        process.environment = ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        try handle.close()
        number = process.processIdentifier
        self.process = Mutex(process)
    }

    static func file(_ text: String) throws -> String {
        let url = FileManager.default.temporaryDirectory.appending(
            path: "cantilever-\(UUID().uuidString).yaml"
        )
        try text.write(to: url, atomically: true, encoding: .utf8)
        return url.path
    }

    /// Whole lines.
    var log: [String] {
        let bytes = FileManager.default.contents(atPath: output) ?? Data()
        let lines = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        return lines.dropLast().map { String($0) }
    }

    var text: String { log.joined(separator: "\n") }

    /// The log's documents of one event.
    func events(_ name: String) -> [JSONValue] {
        log.compactMap { try? JSONValue(parsing: $0) }.filter { $0["event"]?.text == name }
    }

    var isOver: Bool { ending != nil }

    /// The exit code, or the signal as a negative number; `nil` while it runs.
    ///
    /// Asked of the kernel: Foundation learns it from a socket that others who were started meanwhile may hold
    /// open.
    private var ending: Int32? {
        var state = unsafe siginfo_t()
        let options = WEXITED | WNOHANG | WNOWAIT
        if unsafe waitid(P_PID, id_t(number), &state, options) == 0 {
            guard unsafe state.si_signo == SIGCHLD else { return nil }
            let status = unsafe state._sifields._sigchld.si_status
            return unsafe state.si_code == 1 ? status : -status
        }
        return process.withLock { process in
            guard !process.isRunning else { return nil }
            return process.terminationReason == .exit
                ? process.terminationStatus : -process.terminationStatus
        }
    }

    /// Until it is so; what never is so is a failure with the log that came instead.
    func wait(until isSo: () throws -> Bool) throws {
        let end = Date().addingTimeInterval(60)
        while try !isSo() {
            guard Date() < end else { throw Never(lines: log) }
            usleep(10_000)
        }
    }

    func wait(for words: String) throws {
        try wait { text.contains(words) }
    }

    /// Held by SIGSTOP.
    var isStopped: Bool {
        let status = try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8)
        return status?.split(separator: ")").last?.hasPrefix(" T") == true
    }

    func signal(_ signal: Int32) {
        kill(number, signal)
    }

    /// How it ended.
    func end() throws -> Int32 {
        try wait { isOver }
        guard let ending else { throw Never(lines: log) }
        return ending
    }

    func stop() throws -> Int32 {
        signal(SIGTERM)
        return try end()
    }

    deinit {
        if !isOver { kill(number, SIGKILL) }
        for file in [path, output] { try? FileManager.default.removeItem(atPath: file) }
    }
}

/// Two chains whose endpoints are somewhere, and no devnet.
enum SmallStrategy {
    /// A route over both; blocks may be 200 ms old.
    static func text(
        north: String = "http://127.0.0.1:1",
        south: String = "http://127.0.0.1:1",
        headers: String = "",
        alerts: String = ""
    ) -> String {
        """
        format: 1
        name: small
        numeraire: USD
        chains:
        \(chain("north", 1_001, north, headers))
        \(chain("south", 1_002, south, headers))
        bridges:
          usd: {from: \(end("north", "USDX", 1_001)), to: \(end("south", "USDX", 1_002)), fee: 10 bps}
          eur: {from: \(end("north", "EURX", 1_001)), to: \(end("south", "EURX", 1_002)), fee: 10 bps}
        routes:
          eur-usd:
            first: {chain: north, base: EURX, quote: USDX, pools: [north-v2]}
            second: {chain: south, base: EURX, quote: USDX, pools: [south-v2]}
            base_bridge: eur
            quote_bridge: usd
            mission: profit
            parity: {target: 60 bps, enter: 30 bps, aim: 5 bps}
            freshness: {oldest_head: 1 block}
            market:
              flow_per_hour: 20_000 USD
              largest_trade: 2_000 USD
              depth: 4_000_000 USD
              slippage: 1
              drift: 0.1 bps
              noise: 1 bps
              inclusion: 1 block
        \(alerts)
        """
    }

    private static func address(_ chain: Int, _ number: Int) -> String {
        "\"0x\(chain)0000000000000000000000000000000000\(number)\""
    }

    private static func end(_ chain: String, _ token: String, _ id: Int) -> String {
        "{chain: \(chain), token: \(token), entry: \(address(id, 31)), exit: \(address(id, 31)), "
            + "release: vault}"
    }

    private static func chain(
        _ name: String,
        _ id: Int,
        _ url: String,
        _ headers: String
    )
        -> String
    {
        """
          \(name):
            id: \(id)
            block_interval: 200 ms
            finality: {rule: depth, depth: 2 blocks}
            native_price: 1 USD
            tokens:
              USDX: {address: \(address(id, 12)), decimals: 6, price: 1 USD}
              EURX: {address: \(address(id, 13)), decimals: 6, price: 1 USD}
            pools:
              \(name)-v2: {address: \(address(id, 21)), kind: uniswap-v2, fee: 30 bps, base: EURX, quote: USDX}
            endpoints:
              own: {url: "\(url)"\(headers)}
        """
    }
}
