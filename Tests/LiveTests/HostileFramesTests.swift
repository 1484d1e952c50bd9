import TestSupport
import Testing
import Vocabulary

@testable import Live

/// What a hostile server may cost: a fault by name, a bounded number of bytes, and no more words than it spent.
struct HostileFramesTests {
    private static let greeting = Array(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n").utf8
    )
    private static let now = SteadyTime(nanoseconds: 1_000_000_000_000)

    /// A feed that waits for an answer to its greeting.
    private static func greeted(seed: UInt64) -> HeadFeed {
        var feed = HeadFeed(
            host: Secret("node"),
            target: Secret("/"),
            interval: Interval(milliseconds: 2_000),
            startingAt: now,
            drawing: Chance(seed: seed)
        )
        _ = feed.handle(.time, at: now)
        _ = feed.handle(.connected(nonce: Array("the sample nonce".utf8)), at: now)
        return feed
    }

    /// All that was answered to these bytes, in pieces of at most so many, and the most that was ever kept.
    private func cost(
        _ bytes: [UInt8],
        by step: Int,
        _ feed: inout HeadFeed
    ) -> (held: Int, sent: Int, looks: Int, lost: Int) {
        var cost = (held: 0, sent: 0, looks: 0, lost: 0)
        for place in stride(from: 0, to: bytes.count, by: step) {
            let piece = Array(bytes[place..<min(place + step, bytes.count)])
            for effect in feed.handle(.received(piece), at: Self.now) {
                switch effect {
                case .send(let bytes): cost.sent += bytes.count
                case .look: cost.looks += 1
                case .lost: cost.lost += 1
                case .connect, .disconnect: break
                }
            }
            cost.held = max(cost.held, feed.heldBytes)
        }
        return cost
    }

    private static func header(_ first: UInt8, _ count: Int) -> [UInt8] {
        var bytes = [first, 127]
        for place in (0..<8).reversed() { bytes.append(UInt8(count >> (8 * place) & 0xFF)) }
        return bytes
    }

    @Test func `a frame, a message and a greeting without end are given up at their limits`() {
        let most = HeadFeed.mostBytes
        let part = [0x00, 0x7E, 0x0F, 0xA0] + [UInt8](repeating: 0x20, count: 4_000)
        let endless: [(name: String, start: [UInt8], then: [UInt8], bound: Int)] = [
            ("a frame too long", Self.greeting + Self.header(0x81, most + 1), [0x20], 16),
            ("a frame", Self.greeting + Self.header(0x81, most), [0x20], most + 10),
            ("a message", Self.greeting + [0x01, 0x00], part, 2 * most),
            ("empty parts", Self.greeting + [0x01, 0x00], [0x00, 0x00], 16_384),
            ("a greeting", Array("HTTP/1.1 101 x\r\n".utf8), [0x61], 17 * 1_024),
        ]
        for (name, start, then, bound) in endless {
            var feed = Self.greeted(seed: 1)
            var rest = start
            // As a socket hands them on, far beyond any limit.
            while rest.count < 4 * most { rest += then }
            let cost = cost(rest, by: 16_384, &feed)
            #expect(cost.held <= bound + 16_384, "\(name): \(cost)")
            #expect(cost.lost == 1, "\(name): \(cost)")
            #expect(cost.looks == 0 && cost.sent < 300, "\(name): \(cost)")
            #expect(feed.heldBytes == 0, "\(name)")
        }
    }

    @Test func `a flood of pings and of news costs no more than it holds`() {
        let ping: [UInt8] = [0x89, 0x7D] + [UInt8](repeating: 7, count: 125)
        let head = HeadFeedTests.frame(
            0x81,
            Array(
                #"{"method":"eth_subscription","params":{"subscription":"0xa1","result":{}}}"#.utf8
            )
        )
        var feed = Self.greeted(seed: 2)
        let opening =
            Self.greeting
            + HeadFeedTests.frame(0x81, Array(#"{"id":1,"result":"0xa1"}"#.utf8))
        var bytes = opening
        for _ in 0..<5_000 { bytes += ping + head }
        let cost = cost(bytes, by: 16_384, &feed)
        #expect(cost.looks == 5_001 && cost.lost == 0)
        #expect(cost.sent <= bytes.count && cost.held <= 256)
    }

    @Test func `whatever is changed in a conversation, nothing traps and nothing is kept`() {
        var chance = Chance(seed: 23)
        let talk =
            Self.greeting + HeadFeedTests.frame(0x81, Array(#"{"id":1,"result":"0xa1"}"#.utf8))
            + [0x89, 0x02, 0x68, 0x69]
            + HeadFeedTests.frame(
                0x81,
                Array(
                    #"{"method":"eth_subscription","params":{"subscription":"0xa1","result":{"hash":"0x00"}}}"#
                        .utf8
                )
            ) + [0x01, 0x01, 0x5B, 0x80, 0x01, 0x5D, 0x88, 0x02, 0x03, 0xE8]
        var lost = 0
        for seed in 0..<20_000 as Range<UInt64> {
            var bytes = talk
            for _ in 0..<Int.random(in: 1...4, using: &chance) {
                let place = Int.random(in: 0..<bytes.count, using: &chance)
                switch Int.random(in: 0..<4, using: &chance) {
                case 0: bytes[place] = .random(in: 0...255, using: &chance)
                case 1: bytes.removeSubrange(place..<min(place + 3, bytes.count))
                case 2: bytes.insert(.random(in: 0...255, using: &chance), at: place)
                default: bytes += bytes[place...].prefix(40)
                }
                if bytes.isEmpty { bytes = [0] }
            }
            var feed = Self.greeted(seed: seed)
            let step = Int.random(in: 1...300, using: &chance)
            let cost = cost(bytes, by: step, &feed)
            #expect(cost.held <= bytes.count && cost.looks <= 8 && cost.lost <= 1)
            #expect(cost.sent <= 3 * bytes.count + 200)
            lost += cost.lost
        }
        #expect((5_000...20_000).contains(lost))
    }
}
