import TestSupport
import Testing

@testable import Live

/// Frames and messages of RFC 6455, as examples of the standard and as everything a server might send instead.
struct WebSocketFrameTests {
    private static let hello = Array("Hello".utf8)
    private static let limit = 1_000

    private func messages(
        _ bytes: [UInt8],
        by step: Int = .max,
        mostBytes: Int = limit
    ) throws -> [WebSocketReader.Message] {
        var reader = WebSocketReader(mostBytes: mostBytes)
        var messages: [WebSocketReader.Message] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            reader.append(Array(rest.prefix(step)))
            rest = rest.dropFirst(step)
            while let message = try reader.next() { messages.append(message) }
        }
        return messages
    }

    private func fault(_ bytes: [UInt8]) -> WebSocketFault? {
        do throws(WebSocketFault) {
            var reader = WebSocketReader(mostBytes: Self.limit)
            reader.append(bytes)
            while try reader.next() != nil {}
            return nil
        } catch {
            return error
        }
    }

    @Test func `the standard's examples are read as it says`() throws {
        #expect(try messages([0x81, 0x05] + Self.hello) == [.text(Self.hello)])
        #expect(
            try messages([0x01, 0x03, 0x48, 0x65, 0x6C, 0x80, 0x02, 0x6C, 0x6F])
                == [.text(Self.hello)]
        )
        #expect(try messages([0x89, 0x05] + Self.hello) == [.ping(Self.hello)])
        let short = [UInt8](repeating: 7, count: 256)
        #expect(try messages([0x82, 0x7E, 0x01, 0x00] + short) == [.binary(short)])
        let long = [UInt8](repeating: 8, count: 65_536)
        let head: [UInt8] = [0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0]
        #expect(try messages(head + long, mostBytes: 65_536) == [.binary(long)])
    }

    @Test func `the standard's examples are written as it says`() {
        let mask: UInt32 = 0x37FA_213D
        let masked: [UInt8] = [0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]
        let text = WebSocketFrame(kind: .text, payload: Self.hello)
        #expect(text.encoded(mask: mask) == [0x81, 0x85] + masked)
        let pong = WebSocketFrame(kind: .pong, payload: Self.hello)
        #expect(pong.encoded(mask: mask) == [0x8A, 0x85] + masked)
        let parted = WebSocketFrame(isLast: false, kind: .binary, payload: [])
        #expect(parted.encoded(mask: 0) == [0x02, 0x80, 0, 0, 0, 0])
        for (count, head) in [
            (125, [0x82, 0xFD]), (126, [0x82, 0xFE, 0, 126]), (65_535, [0x82, 0xFE, 0xFF, 0xFF]),
            (65_536, [0x82, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0]),
        ] as [(Int, [UInt8])] {
            let frame = WebSocketFrame(kind: .binary, payload: [UInt8](repeating: 9, count: count))
            let bytes = frame.encoded(mask: 0)
            #expect(Array(bytes.prefix(head.count)) == head)
            #expect(bytes.count == head.count + 4 + count)
        }
    }

    /// A conversation of every kind of frame.
    private static let talk: [UInt8] =
        [0x89, 0x00, 0x01, 0x03, 0x48, 0x65, 0x6C] + [0x8A, 0x01, 0x31] + [0x00, 0x00]
        + [0x80, 0x02, 0x6C, 0x6F] + [0x82, 0x7E, 0x00, 0x7E] + [UInt8](repeating: 5, count: 126)
        + [0x81, 0x02, 0xC3, 0xA9] + [0x88, 0x05, 0x03, 0xE8, 0x62, 0x79, 0x65]
    private static let said: [WebSocketReader.Message] = [
        .ping([]), .pong([0x31]), .text(hello), .binary([UInt8](repeating: 5, count: 126)),
        .text([0xC3, 0xA9]), .close(code: 1_000),
    ]

    @Test func `bytes may come in any pieces, control frames between the parts of a message`()
        throws
    {
        for step in 1...Self.talk.count {
            #expect(try messages(Self.talk, by: step) == Self.said)
        }
    }

    @Test func `what ends anywhere is no more than what was whole before`() throws {
        var before = 0
        for count in 0...Self.talk.count {
            let messages = try messages(Array(Self.talk.prefix(count)))
            #expect(messages == Array(Self.said.prefix(messages.count)))
            #expect(messages.count >= before)
            before = messages.count
        }
        #expect(before == Self.said.count)
    }

    @Test func `what a server must not send is named`() {
        let cases: [([UInt8], WebSocketFault)] = [
            ([0xC1, 0x00], .reservedBit), ([0xA1, 0x00], .reservedBit),
            ([0x91, 0x00], .reservedBit), ([0x83, 0x00], .unknownKind(3)),
            ([0x8B, 0x00], .unknownKind(11)), ([0x81, 0x80, 0, 0, 0, 0], .masked),
            ([0x89, 0x7E, 0x00, 0x80], .longControl), ([0x09, 0x00], .partedControl),
            ([0x08, 0x00], .partedControl), ([0x81, 0x7E, 0x00, 0x7D], .badLength),
            ([0x81, 0x7F, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], .badLength),
            ([0x81, 0x7F, 0x80, 0, 0, 0, 0, 1, 0, 0], .badLength),
            (
                [0x81, 0x7F, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
                .tooLarge(mostBytes: 1_000)
            ),
            ([0x81, 0x7E, 0x03, 0xE9], .tooLarge(mostBytes: 1_000)),
            ([0x80, 0x00], .outOfOrder), ([0x01, 0x00, 0x81, 0x00], .outOfOrder),
            ([0x01, 0x00, 0x02, 0x00], .outOfOrder), ([0x88, 0x01, 0x03], .badClose),
            ([0x88, 0x02, 0x03, 0xE7], .badClose), ([0x88, 0x02, 0x03, 0xED], .badClose),
            ([0x88, 0x02, 0x13, 0x88], .badClose), ([0x88, 0x03, 0x03, 0xE8, 0xFF], .notUTF8),
            ([0x81, 0x01, 0xFF], .notUTF8), ([0x81, 0x02, 0xC0, 0x80], .notUTF8),
            ([0x81, 0x03, 0xED, 0xA0, 0x80], .notUTF8), ([0x81, 0x01, 0xC3], .notUTF8),
        ]
        for (bytes, expected) in cases { #expect(fault(bytes) == expected, "\(bytes)") }
        #expect(fault([0x81, 0x7E, 0x03, 0xE8]) == nil)
        #expect(fault([0x88, 0x00]) == nil)
        #expect(fault([0x01, 0x01, 0xC3, 0x80, 0x01, 0xA9]) == nil)
    }

    @Test func `a message in parts is no larger than one in a piece`() {
        let part: [UInt8] = [0x00, 0x7E, 0x01, 0xF4] + [UInt8](repeating: 1, count: 500)
        #expect(fault([0x02, 0x00] + part + part) == nil)
        #expect(
            fault([0x02, 0x00] + part + part + [0x00, 0x01, 1]) == .tooLarge(mostBytes: 1_000)
        )
        let empty = (0..<WebSocketReader.mostParts).flatMap { _ in [0x00, 0x00] as [UInt8] }
        #expect(fault([0x02, 0x00] + empty) == .tooLarge(mostBytes: 1_000))
    }

    @Test func `bytes drawn by chance are read or refused, whole and in pieces alike`() {
        var chance = Chance(seed: 11)
        var faults = 0
        for _ in 0..<20_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...6, using: &chance) {
                // Heads that are likely to be right, and payloads of their length, or not.
                let kinds: [UInt8] = [0x00, 0x01, 0x02, 0x80, 0x81, 0x82, 0x88, 0x89, 0x8A, 0xF3]
                let count = Int.random(in: 0...12, using: &chance)
                bytes.append(kinds.randomElement(using: &chance) ?? 0)
                bytes.append(UInt8(count))
                let lack = Int.random(in: 0...40, using: &chance) == 0 ? 1 : 0
                for _ in 0..<max(0, count - lack) {
                    bytes.append(.random(in: 0...127, using: &chance))
                }
            }
            var parted = WebSocketReader(mostBytes: Self.limit)
            var inParts: [WebSocketReader.Message] = []
            var found: WebSocketFault?
            do throws(WebSocketFault) {
                for byte in bytes {
                    parted.append([byte])
                    while let message = try parted.next() { inParts.append(message) }
                }
            } catch {
                found = error
                faults += 1
            }
            var reader = WebSocketReader(mostBytes: Self.limit)
            reader.append(bytes)
            var whole: [WebSocketReader.Message] = []
            var wholeFault: WebSocketFault?
            do throws(WebSocketFault) {
                while let message = try reader.next() { whole.append(message) }
            } catch {
                wholeFault = error
            }
            #expect(whole == inParts)
            #expect(wholeFault == found)
        }
        #expect((1_000...19_000).contains(faults))
    }
}
