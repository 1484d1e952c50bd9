/// Puts frames together to messages.
///
/// 1. Control frames come between the parts of a message and are given at once.
/// 2. A message is no larger than the limit, in however many parts it comes.
/// 3. Text is UTF-8, or the connection is at fault.
package struct WebSocketReader: Sendable {
    package enum Message: Hashable, Sendable {
        case text([UInt8])
        case binary([UInt8])
        case ping([UInt8])
        case pong([UInt8])
        /// `nil` where no reason was given.
        case close(code: UInt16?)
    }

    private var frames: WebSocketFrameReader
    private var parts: (kind: WebSocketFrame.Kind, payload: [UInt8], frames: Int)?

    /// Empty parts cost nothing and are counted.
    static let mostParts = 4_096

    package init(mostBytes: Int) {
        frames = WebSocketFrameReader(mostBytes: mostBytes)
    }

    package mutating func append(_ bytes: [UInt8]) { frames.append(bytes) }

    /// What is kept because its frame, or its message, has not ended.
    package var heldBytes: Int { frames.heldBytes + (parts?.payload.count ?? 0) }

    /// The next whole message; `nil` until it has come.
    package mutating func next() throws(WebSocketFault) -> Message? {
        while let frame = try frames.next() {
            switch frame.kind {
            case .ping: return .ping(frame.payload)
            case .pong: return .pong(frame.payload)
            case .close: return .close(code: try Self.reason(frame.payload))
            case .continuation:
                guard parts != nil else { throw .outOfOrder }
            case .text, .binary:
                guard parts == nil else { throw .outOfOrder }
                parts = (frame.kind, [], 0)
            }
            if let message = try add(frame) { return message }
        }
        return nil
    }

    private mutating func add(_ frame: WebSocketFrame) throws(WebSocketFault) -> Message? {
        guard var whole = parts else { throw .outOfOrder }
        parts = nil
        whole.frames += 1
        guard
            frame.payload.count <= frames.mostBytes - whole.payload.count,
            whole.frames <= Self.mostParts
        else { throw .tooLarge(mostBytes: frames.mostBytes) }
        whole.payload += frame.payload
        guard frame.isLast else {
            parts = whole
            return nil
        }
        guard whole.kind == .text else { return .binary(whole.payload) }
        guard Self.isText(whole.payload) else { throw .notUTF8 }
        return .text(whole.payload)
    }

    private static func reason(_ payload: [UInt8]) throws(WebSocketFault) -> UInt16? {
        if payload.isEmpty { return nil }
        guard payload.count >= 2 else { throw .badClose }
        let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
        switch code {
        case 1_000...1_003, 1_007...1_014, 3_000...4_999: break
        default: throw .badClose
        }
        guard isText(Array(payload[2...])) else { throw .notUTF8 }
        return code
    }

    private static func isText(_ bytes: [UInt8]) -> Bool {
        String(validating: bytes, as: UTF8.self) != nil
    }
}
