/// Calls of a node's methods, written as the body of one request while they are added.
///
/// Every number a batch uses is used once in the life of its caller, so that an answer that was kept
/// somewhere and comes again is recognised.
public struct CallBatch: Sendable {
    /// Besu takes so many and no more, unless it is told otherwise.
    public static let mostCalls = 1_024

    let firstID: UInt64
    private(set) var body: [UInt8] = [0x5B]
    private var calls: [Range<Int>] = []

    init(firstID: UInt64, reservingBytes count: Int = 4_096) {
        self.firstID = firstID
        body.reserveCapacity(count)
    }

    public var count: Int { calls.count }
    var ids: Range<UInt64> { firstID..<firstID + UInt64(calls.count) }
    /// The body of a request for all of them.
    var encoded: [UInt8] { body + [0x5D] }

    /// The body of a request for one of them.
    func single(_ index: Int) -> [UInt8] { Array(body[calls[index]]) }

    /// Adds a call; false when there are too many.
    mutating func append(
        _ method: StaticString,
        _ parameters: (inout ParameterWriter) -> Void = { _ in }
    ) -> Bool {
        guard calls.count < Self.mostCalls else { return false }
        if !calls.isEmpty { body.append(0x2C) }
        let start = body.count
        body.append(contentsOf: "{\"jsonrpc\":\"2.0\",\"id\":".utf8)
        body.append(contentsOf: String(firstID + UInt64(calls.count)).utf8)
        body.append(contentsOf: ",\"method\":\"".utf8)
        body.append(method)
        body.append(contentsOf: "\",\"params\":[".utf8)
        var writer = ParameterWriter(bytes: body)
        body = []
        parameters(&writer)
        body = writer.bytes
        body.append(contentsOf: "]}".utf8)
        calls.append(start..<body.count)
        return true
    }
}

/// Writes a call's parameters as JSON, commas included.
struct ParameterWriter {
    fileprivate(set) var bytes: [UInt8]
    private var isFirst = true

    fileprivate init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func separate() {
        if !isFirst { bytes.append(0x2C) }
        isFirst = false
    }

    private mutating func quote(_ body: (inout [UInt8]) -> Void) {
        separate()
        bytes.append(0x22)
        body(&bytes)
        bytes.append(0x22)
    }

    /// A word of ours: nothing in it needs an escape.
    mutating func word(_ word: StaticString) {
        quote { $0.append(word) }
    }

    mutating func flag(_ flag: Bool) {
        separate()
        bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    }

    mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    /// A quantity: no leading zero.
    mutating func quantity(_ value: UInt64) {
        quote { bytes in
            bytes.append(contentsOf: "0x".utf8)
            bytes.append(contentsOf: String(value, radix: 16).utf8)
        }
    }

    mutating func data(_ data: [UInt8]) {
        quote { bytes in
            bytes.append(contentsOf: "0x".utf8)
            bytes.appendHexadecimal(data)
        }
    }

    /// Data that was written as text before.
    mutating func data(_ text: HexadecimalText) {
        quote { $0.append(contentsOf: text.characters) }
    }

    mutating func list(_ body: (inout ParameterWriter) -> Void) {
        nest(0x5B, 0x5D, body)
    }

    /// Members are written by `member`.
    mutating func object(_ body: (inout ParameterWriter) -> Void) {
        nest(0x7B, 0x7D, body)
    }

    mutating func member(_ key: StaticString, _ value: (inout ParameterWriter) -> Void) {
        word(key)
        bytes.append(0x3A)
        isFirst = true
        value(&self)
        isFirst = false
    }

    private mutating func nest(
        _ open: UInt8,
        _ close: UInt8,
        _ body: (inout ParameterWriter) -> Void
    ) {
        separate()
        bytes.append(open)
        isFirst = true
        body(&self)
        bytes.append(close)
        isFirst = false
    }
}

/// Bytes as a node reads them, written once and sent with every block.
struct HexadecimalText: Hashable, Sendable {
    let characters: [UInt8]

    init(_ bytes: [UInt8]) {
        var characters = Array("0x".utf8)
        characters.appendHexadecimal(bytes)
        self.characters = characters
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ word: StaticString) {
        word.withUTF8Buffer { unsafe append(contentsOf: $0) }
    }

    fileprivate mutating func appendHexadecimal(_ data: [UInt8]) {
        reserveCapacity(count + 2 * data.count)
        for byte in data {
            append(Self.digit(byte >> 4))
            append(Self.digit(byte & 15))
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x57 + value
    }
}
