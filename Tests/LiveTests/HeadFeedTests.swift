import Ethereum
import Hashing
import TestSupport
import Testing
import Vocabulary

@testable import Live

/// What a WebSocket says, one byte after the other, and what is done for it.
struct HeadFeedTests {
    private static let nonce = Array("the sample nonce".utf8)
    private static let greeting = Array(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n").utf8
    )
    private static let start = SteadyTime(nanoseconds: 1_000_000_000_000)

    private struct Talk {
        var feed = HeadFeed(
            host: Secret("node"),
            target: Secret("/"),
            interval: Interval(milliseconds: 2_000),
            startingAt: HeadFeedTests.start,
            drawing: Chance(seed: 1)
        )
        var now = HeadFeedTests.start

        mutating func handle(_ event: HeadFeed.Event) -> [HeadFeed.Effect] {
            feed.handle(event, at: now)
        }

        mutating func wait(_ milliseconds: UInt64) -> [HeadFeed.Effect] {
            now = now.advanced(by: Interval(milliseconds: milliseconds))
            return handle(.time)
        }

        mutating func hear(_ text: String) -> [HeadFeed.Effect] {
            handle(.received(HeadFeedTests.frame(0x81, Array(text.utf8))))
        }

        /// Connected and subscribed.
        static func subscribed() -> Talk {
            var talk = Talk()
            _ = talk.handle(.time)
            _ = talk.handle(.connected(nonce: HeadFeedTests.nonce))
            _ = talk.handle(.received(HeadFeedTests.greeting))
            _ = talk.hear(#"{"jsonrpc":"2.0","id":1,"result":"0xa1"}"#)
            return talk
        }
    }

    /// As a server sends it.
    static func frame(_ first: UInt8, _ payload: [UInt8]) -> [UInt8] {
        payload.count < 126
            ? [first, UInt8(payload.count)] + payload
            : [first, 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)] + payload
    }

    private static func head(_ number: UInt64, of subscription: String = "0xa1") -> String {
        #"{"jsonrpc":"2.0","method":"eth_subscription","params":{"subscription":"\#(subscription)","#
            + #""result":{"number":"0x\#(number)","hash":"\#(hash(number).digest)"}}}"#
    }

    private static func hash(_ number: UInt64) -> BlockHash {
        BlockHash(Keccak256.hash("\(number)"))
    }

    /// What was sent, unmasked, a frame an element.
    private func sent(_ effects: [HeadFeed.Effect]) throws -> [(kind: UInt8, payload: [UInt8])] {
        try effects.compactMap { effect in
            guard case .send(let bytes) = effect else { return nil }
            try #require(bytes.count >= 6 && bytes[1] & 0x80 != 0)
            let mask = Array(bytes[2..<6])
            let payload = bytes[6...].enumerated().map { $0.element ^ mask[$0.offset % 4] }
            return (bytes[0], payload)
        }
    }

    @Test func `it connects, greets, subscribes, and then each head is a reason to look`() throws {
        var talk = Talk()
        #expect(talk.handle(.time) == [.connect])
        let greeting = talk.handle(.connected(nonce: Self.nonce))
        guard case .send(let request)? = greeting.first else { return #expect(greeting.count == 1) }
        #expect(
            String(decoding: request, as: UTF8.self).hasPrefix("GET / HTTP/1.1\r\nHost: node\r\n")
        )
        let subscribing = try sent(talk.handle(.received(Self.greeting)))
        #expect(subscribing.map(\.kind) == [0x81])
        let call = try JSONValue(parsing: #require(subscribing.first).payload)
        #expect(call["method"] == .string("eth_subscribe"))
        #expect(call["params"] == .array([.string("newHeads")]))
        #expect(!talk.feed.isTold)
        #expect(talk.hear(#"{"jsonrpc":"2.0","id":1,"result":"0xa1"}"#) == [.look(nil)])
        #expect(talk.feed.isTold)
        #expect(talk.hear(Self.head(7)) == [.look(Self.hash(7))])
        // Several at once, as after a reorganisation.
        let burst = [8, 9].flatMap { Self.frame(0x81, Array(Self.head($0).utf8)) }
        #expect(talk.handle(.received(burst)) == [.look(Self.hash(8)), .look(Self.hash(9))])
    }

    @Test func `all of it may come byte by byte`() {
        var talk = Talk()
        _ = talk.handle(.time)
        _ = talk.handle(.connected(nonce: Self.nonce))
        let answer = Array(#"{"id":1,"result":"0xa1"}"#.utf8)
        let bytes =
            Self.greeting + Self.frame(0x01, Array(answer.prefix(5))) + Self.frame(0x89, [])
            + Self.frame(0x80, Array(answer.dropFirst(5)))
            + Self.frame(0x81, Array(Self.head(3).utf8))
        var looks: [HeadFeed.Effect] = []
        for byte in bytes {
            for effect in talk.handle(.received([byte])) {
                if case .look = effect { looks.append(effect) }
            }
        }
        #expect(looks == [.look(nil), .look(Self.hash(3))])
    }

    @Test func `what is no head of the subscription is passed over`() {
        var talk = Talk.subscribed()
        #expect(talk.hear(Self.head(7, of: "0xa2")) == [])
        #expect(talk.hear(#"{"jsonrpc":"2.0","id":1,"result":"0xa3"}"#) == [])
        #expect(talk.hear("[]") == [])
        // A head without a hash that can be read is a reason to look all the same.
        #expect(
            talk.hear(#"{"method":"eth_subscription","params":{"subscription":"0xa1","result":7}}"#)
                == [.look(nil)]
        )
    }

    @Test func `a ping is answered with its own bytes, a close with its reason`() throws {
        var talk = Talk.subscribed()
        let pong = try sent(talk.handle(.received(Self.frame(0x89, [1, 2, 3]))))
        #expect(pong.map(\.kind) == [0x8A])
        #expect(pong.map(\.payload) == [[1, 2, 3]])
        let end = talk.handle(.received(Self.frame(0x88, [0x03, 0xE9])))
        #expect(try sent(end).map(\.payload) == [[0x03, 0xE9]])
        #expect(end.suffix(2) == [.disconnect, .lost(.closed(code: 1_001))])
        #expect(talk.handle(.received(Self.frame(0x89, []))) == [])
    }

    @Test func `each failure has its name, and its code where one is said`() throws {
        func lost(_ bytes: [UInt8]) throws -> (EndpointFailure.Cause?, [UInt8]) {
            var talk = Talk.subscribed()
            let effects = talk.handle(.received(bytes))
            guard case .lost(let cause)? = effects.last else { return (nil, []) }
            return (cause, try sent(effects).first?.payload ?? [])
        }
        #expect(try lost([0xC1]) == (.webSocket(.reservedBit), [0x03, 0xEA]))
        #expect(try lost([0x81, 0x01, 0xFF]) == (.webSocket(.notUTF8), [0x03, 0xEF]))
        let huge: [UInt8] = [0x81, 0x7F, 0, 0, 0, 0, 0, 0x10, 0, 1]
        #expect(
            try lost(huge) == (.webSocket(.tooLarge(mostBytes: HeadFeed.mostBytes)), [0x03, 0xF1])
        )
        #expect(try lost(Self.frame(0x81, Array("{".utf8))).1 == [0x03, 0xEB])
        var refused = Talk()
        _ = refused.handle(.time)
        _ = refused.handle(.connected(nonce: Self.nonce))
        _ = refused.handle(.received(Self.greeting))
        let effects = refused.hear(#"{"id":1,"error":{"code":-32601,"message":"no"}}"#)
        #expect(effects.last == .lost(.notSubscribed))
        var other = Talk()
        _ = other.handle(.time)
        _ = other.handle(.connected(nonce: Self.nonce))
        #expect(
            other.handle(.received(Array("HTTP/1.1 404 Not Found\r\n\r\n".utf8)))
                == [.disconnect, .lost(.greeting(.status(404)))]
        )
    }

    @Test func `it rests longer after each failure, and shortly again once a head was told`() {
        var talk = Talk()
        var rests: [UInt64] = []
        for _ in 0..<9 {
            #expect(talk.handle(.time) == [.connect])
            #expect(talk.handle(.broken(.refused)) == [.disconnect, .lost(.refused)])
            let rest = talk.now.milliseconds(until: talk.feed.deadline)
            rests.append(rest)
            #expect(talk.wait(rest - 1) == [])
            talk.now = talk.now.advanced(by: Interval(milliseconds: 1))
        }
        #expect(rests == [1, 2, 4, 8, 16, 32, 60, 60, 60].map { $0 * 1_000 })
        #expect(talk.handle(.time) == [.connect])
        _ = talk.handle(.connected(nonce: Self.nonce))
        _ = talk.handle(.received(Self.greeting))
        _ = talk.hear(#"{"id":1,"result":"0xa1"}"#)
        _ = talk.hear(Self.head(7))
        _ = talk.handle(.broken(.truncated))
        #expect(talk.now.milliseconds(until: talk.feed.deadline) == 1_000)
    }

    @Test func `who says nothing at any stage is given up, and asked before that whether it lives`()
        throws
    {
        var talk = Talk()
        _ = talk.handle(.time)
        #expect(talk.wait(4_999) == [])
        #expect(talk.wait(1) == [.disconnect, .lost(.timeout(.connecting))])
        talk = Talk()
        _ = talk.handle(.time)
        _ = talk.handle(.connected(nonce: Self.nonce))
        #expect(talk.wait(5_000) == [.disconnect, .lost(.timeout(.answering))])
        talk = Talk()
        _ = talk.handle(.time)
        _ = talk.handle(.connected(nonce: Self.nonce))
        _ = talk.handle(.received(Self.greeting))
        #expect(talk.wait(5_000) == [.disconnect, .lost(.timeout(.answering))])
        talk = Talk.subscribed()
        #expect(talk.wait(19_999) == [])
        #expect(try sent(talk.wait(1)).map(\.kind) == [0x89])
        #expect(talk.handle(.received(Self.frame(0x8A, []))) == [])
        #expect(talk.wait(19_999) == [])
        #expect(try sent(talk.wait(1)).map(\.kind) == [0x89])
        #expect(talk.wait(5_000) == [.disconnect, .lost(.timeout(.answering))])
    }

    @Test func `no mask comes twice, and bytes drawn by chance end nothing but the connection`() {
        var chance = Chance(seed: 3)
        var masks: Set<[UInt8]> = []
        var pings = 0
        for _ in 0..<2_000 {
            var talk = Talk.subscribed()
            talk.feed = HeadFeed(
                host: Secret("node"),
                target: Secret("/"),
                interval: Interval(milliseconds: 2_000),
                startingAt: talk.now,
                drawing: chance
            )
            _ = chance.next()
            _ = talk.handle(.time)
            _ = talk.handle(.connected(nonce: Self.nonce))
            var bytes = Self.greeting
            for _ in 0..<8 {
                let kind: UInt8 =
                    [0x81, 0x89, 0x8A, 0x88, 0x01, 0x80].randomElement(using: &chance) ?? 0
                let words = ["", "{}", #"{"id":1,"result":"0xa1"}"#, Self.head(4), "x"]
                bytes += Self.frame(kind, Array((words.randomElement(using: &chance) ?? "").utf8))
            }
            if Bool.random(using: &chance) {
                bytes[Int.random(in: 0..<bytes.count, using: &chance)] ^= 1
            }
            var ends = 0
            for effect in talk.handle(.received(bytes)) {
                switch effect {
                case .send(let frame):
                    pings += 1
                    masks.insert(Array(frame[2..<6]))
                case .disconnect: ends += 1
                default: break
                }
            }
            #expect(ends <= 1)
            #expect(talk.feed.deadline > talk.now)
        }
        #expect(masks.count > pings - 5)
    }
}
