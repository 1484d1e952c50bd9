import Vocabulary

/// One endpoint's word of new heads, on a socket of the loop.
///
/// Nothing waits here: what can't be sent now is sent when the loop comes back, and who does not read is given
/// up.
final class HeadSocket {
    /// In the order of the configuration.
    let endpoint: Int
    let name: String
    private let address: HeadAddress
    private let way: Endpoint
    private let loop: EventLoop
    private var feed: HeadFeed
    private var socket: CurlSocket?
    private var descriptor: Int32?
    private var outbox: [UInt8] = []
    private var timer: TimerID?
    private var hasMore = false

    /// What the endpoint's chain is told.
    enum Word: Hashable, Sendable {
        case look(BlockHash?)
        case lost(EndpointFailure.Cause)
    }

    /// While it connects nothing wakes the loop; it looks this often.
    private static let tick = Interval(milliseconds: 20)
    private static let mostUnsent = 65_536
    /// Reads in a row before others have their turn.
    private static let mostReads = 16

    /// `nil` where the endpoint has no such address.
    init?(_ endpoint: Int, _ way: Endpoint, interval: Interval, over loop: EventLoop) {
        guard let address = way.heads else { return nil }
        self.endpoint = endpoint
        name = way.name
        self.address = address
        self.way = way
        self.loop = loop
        feed = HeadFeed(
            host: address.host,
            target: address.target,
            lines: way.headers,
            interval: interval,
            startingAt: .now
        )
        schedule()
    }

    deinit { retire() }

    /// Nothing will be heard of it.
    func retire() {
        if let timer { loop.cancel(timer) }
        disconnect()
    }

    /// What follows from a timer that is due; `nil` when it is not this one's.
    func take(_ due: TimerID) -> [Word]? {
        guard due == timer else { return nil }
        timer = nil
        return goOn()
    }

    /// What follows from a descriptor that is readable; `nil` when it is not this one's.
    func take(readable: Int32) -> [Word]? {
        readable == descriptor ? goOn() : nil
    }

    private func goOn() -> [Word] {
        var words = connect()
        words += flush()
        words += read()
        words += act(.time)
        schedule()
        return words
    }

    private func connect() -> [Word] {
        guard let socket, descriptor == nil else { return [] }
        switch socket.connect() {
        case .connecting: return []
        case .failed(let cause): return act(.broken(cause))
        case .connected(let descriptor):
            self.descriptor = descriptor
            do throws(EventLoopFailure) {
                try loop.watch(descriptor)
            } catch {
                return act(.broken(.busy))
            }
            var generator = SystemRandomNumberGenerator()
            let nonce = (0..<WebSocketGreeting.nonceBytes).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            return act(.connected(nonce: nonce))
        }
    }

    private func read() -> [Word] {
        hasMore = false
        var words: [Word] = []
        for _ in 0..<Self.mostReads {
            guard let socket, descriptor != nil else { return words }
            switch socket.receive() {
            case .nothing: return words
            case .end: return words + act(.broken(.truncated))
            case .bytes(let bytes): words += act(.received(bytes))
            }
        }
        // Part of it may have been decrypted already, which no poller sees.
        hasMore = true
        return words
    }

    private func act(_ event: HeadFeed.Event) -> [Word] {
        var words: [Word] = []
        for effect in feed.handle(event, at: .now) {
            switch effect {
            case .connect: words += open()
            case .send(let bytes):
                outbox += bytes
                words += flush()
            case .disconnect: disconnect()
            case .look(let hash): words.append(.look(hash))
            case .lost(let cause): words.append(.lost(cause))
            }
        }
        return words
    }

    private func open() -> [Word] {
        do throws(CurlTransfer.Unusable) {
            socket = try CurlSocket(way, to: address.address)
            return connect()
        } catch {
            return act(.broken(.transport(code: error.code)))
        }
    }

    private func flush() -> [Word] {
        guard let socket, descriptor != nil else { return [] }
        while !outbox.isEmpty {
            guard let count = socket.send(outbox) else {
                outbox = []
                return act(.broken(.truncated))
            }
            outbox.removeFirst(count)
            if count == 0 { break }
        }
        guard outbox.count <= Self.mostUnsent else {
            outbox = []
            return act(.broken(.timeout(.stalled)))
        }
        return []
    }

    private func disconnect() {
        if let descriptor { loop.unwatch(descriptor) }
        (descriptor, socket, outbox, hasMore) = (nil, nil, [], false)
    }

    /// One timer: for the feed's own deadline, or sooner for what nothing else wakes.
    private func schedule() {
        if let timer { loop.cancel(timer) }
        let now = SteadyTime.now
        var time = feed.deadline
        if hasMore { time = now }
        if socket != nil, descriptor == nil || !outbox.isEmpty {
            time = min(time, now.advanced(by: Self.tick))
        }
        timer = try? loop.schedule(at: time)
    }
}
