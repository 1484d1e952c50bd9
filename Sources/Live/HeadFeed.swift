import Ethereum
import Hashing
package import Vocabulary

/// An endpoint's word that a new block is there, over a WebSocket: when to look, and never what to believe.
///
/// ```text
/// resting -- time --> connecting -- connected --> greeting -- 101 --> subscribing -- taken --> told
///    ^---------------------- a fault, silence, or the other side closes --------------------------/
/// ```
///
/// It opens no socket and reads no clock: it takes what happened and answers what is to be done.
///
/// 1. Whatever comes, the worst that follows is a look too many or too few; polling goes on beside it.
/// 2. After each failure it rests longer, and shortly again once a head was told.
/// 3. Of what is told while nobody listens nothing is repeated: a fresh subscription begins with a look.
package struct HeadFeed: Sendable {
    package enum Event: Sendable {
        case connected(nonce: [UInt8])
        case received([UInt8])
        /// There is no connection, or none any more.
        case broken(EndpointFailure.Cause)
        case time
    }

    package enum Effect: Hashable, Sendable {
        case connect
        case send([UInt8])
        case disconnect
        /// A block may be there: this one, where it could be read.
        case look(BlockHash?)
        /// Nothing is told any more.
        case lost(EndpointFailure.Cause)
    }

    private enum Stage: Sendable {
        case resting
        case connecting
        case greeting(WebSocketGreeting)
        case subscribing(WebSocketReader)
        case told(WebSocketReader, subscription: String, isPinged: Bool)
    }

    private let host: Secret
    private let target: Secret
    private let lines: [Secret]
    private let mostSilence: Interval
    private var stage = Stage.resting
    private var failures: UInt64 = 0
    /// When something must have happened.
    private(set) var deadline: SteadyTime
    private var generator: any RandomNumberGenerator & Sendable

    /// Of one message: a header has about 2 kB, and nothing else is asked for.
    package static let mostBytes = 1 << 16
    static let patience = Interval(milliseconds: 5_000)
    static let firstRest = Interval(milliseconds: 1_000)
    static let longestRest = Interval(milliseconds: 60_000)
    private static let shortestSilence = Interval(milliseconds: 20_000)

    /// `interval` is between two blocks: after ten of them in silence the other side is asked whether it lives.
    package init(
        host: Secret,
        target: Secret,
        lines: [Secret] = [],
        interval: Interval,
        startingAt now: SteadyTime,
        drawing generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.host = host
        self.target = target
        self.lines = lines
        let ten = Interval(milliseconds: min(interval.milliseconds, 1 << 32) * 10)
        mostSilence = max(ten, Self.shortestSilence)
        deadline = now
        self.generator = generator
    }

    /// Bytes of the other side's that are kept because what they belong to has not ended.
    package var heldBytes: Int {
        switch stage {
        case .resting, .connecting: 0
        case .greeting(let greeting): greeting.heldBytes
        case .subscribing(let reader), .told(let reader, _, _): reader.heldBytes
        }
    }

    var isTold: Bool {
        if case .told = stage { true } else { false }
    }

    package mutating func handle(_ event: Event, at now: SteadyTime) -> [Effect] {
        do throws(Ending) {
            switch event {
            case .connected(let nonce): return greet(nonce, now)
            case .received(let bytes): return try take(bytes, now)
            case .broken(let cause): throw Ending(cause)
            case .time: return try goOn(now)
            }
        } catch {
            return end(error, now)
        }
    }

    /// Why a connection is over, and what is said before it is.
    private struct Ending: Error {
        let cause: EndpointFailure.Cause
        var code: UInt16?

        init(_ cause: EndpointFailure.Cause, code: UInt16? = nil) {
            self.cause = cause
            self.code = code
        }
    }

    private mutating func goOn(_ now: SteadyTime) throws(Ending) -> [Effect] {
        guard now >= deadline else { return [] }
        switch stage {
        case .resting:
            stage = .connecting
            deadline = now.advanced(by: Self.patience)
            return [.connect]
        case .connecting: throw Ending(.timeout(.connecting))
        case .greeting, .subscribing, .told(_, _, isPinged: true):
            throw Ending(.timeout(.answering))
        case .told(let reader, let subscription, isPinged: false):
            stage = .told(reader, subscription: subscription, isPinged: true)
            deadline = now.advanced(by: Self.patience)
            return [frame(.ping, [])]
        }
    }

    private mutating func greet(_ nonce: [UInt8], _ now: SteadyTime) -> [Effect] {
        guard case .connecting = stage else { return [] }
        let greeting = WebSocketGreeting(nonce: nonce)
        stage = .greeting(greeting)
        deadline = now.advanced(by: Self.patience)
        return [.send(greeting.request(host: host.text, target: target.text, lines: lines))]
    }

    private mutating func take(_ bytes: [UInt8], _ now: SteadyTime) throws(Ending) -> [Effect] {
        switch stage {
        case .resting, .connecting: return []
        case .greeting(var greeting):
            let rest: [UInt8]?
            do throws(GreetingRefusal) {
                rest = try greeting.read(bytes)
            } catch {
                throw Ending(.greeting(error))
            }
            guard let rest else {
                stage = .greeting(greeting)
                return []
            }
            stage = .subscribing(WebSocketReader(mostBytes: Self.mostBytes))
            deadline = now.advanced(by: Self.patience)
            return [frame(.text, Array(Self.subscription.utf8))] + (try take(rest, now))
        case .subscribing(var reader), .told(var reader, _, _):
            reader.append(bytes)
            return read(&reader, now)
        }
    }

    private static let subscription =
        #"{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":["newHeads"]}"#

    /// What was told before a fault counts all the same.
    private mutating func read(_ reader: inout WebSocketReader, _ now: SteadyTime) -> [Effect] {
        var effects: [Effect] = []
        do throws(Ending) {
            while let message = try next(&reader) {
                switch message {
                case .ping(let payload): effects.append(frame(.pong, payload))
                case .pong: break
                case .close(let code): throw Ending(.closed(code: code), code: code ?? 1_000)
                case .binary(let bytes), .text(let bytes): effects += try hear(bytes)
                }
            }
        } catch {
            return effects + end(error, now)
        }
        // Whatever it was, somebody lives there.
        switch stage {
        case .told(_, let subscription, _):
            stage = .told(reader, subscription: subscription, isPinged: false)
            deadline = now.advanced(by: mostSilence)
        case .subscribing: stage = .subscribing(reader)
        case .resting, .connecting, .greeting: break
        }
        return effects
    }

    private func next(
        _ reader: inout WebSocketReader
    ) throws(Ending) -> WebSocketReader.Message? {
        do throws(WebSocketFault) {
            return try reader.next()
        } catch {
            throw Ending(.webSocket(error), code: error.code)
        }
    }

    /// The answer to the subscription, or a head. What is neither is passed over.
    private mutating func hear(_ bytes: [UInt8]) throws(Ending) -> [Effect] {
        let said: JSONValue
        do throws(JSONError) {
            said = try JSONValue(parsing: bytes)
        } catch {
            throw Ending(.notJSON(error), code: 1_003)
        }
        switch stage {
        case .subscribing(let reader):
            guard said["id"] == .number("1") else { return [] }
            guard let subscription = said["result"]?.text else {
                throw Ending(.notSubscribed, code: 1_000)
            }
            stage = .told(reader, subscription: subscription, isPinged: false)
            return [.look(nil)]
        case .told(_, let subscription, _):
            guard
                said["method"]?.text == "eth_subscription",
                said["params"]?["subscription"]?.text == subscription
            else { return [] }
            failures = 0
            let hash = said["params"]?["result"]?["hash"]?.text
            return [.look(hash.flatMap { try? Digest(hexadecimal: $0) }.map { BlockHash($0) })]
        default: return []
        }
    }

    private mutating func end(_ ending: Ending, _ now: SteadyTime) -> [Effect] {
        guard !isResting else { return [] }
        var effects: [Effect] = []
        if let code = ending.code {
            effects.append(frame(.close, [UInt8(code >> 8), UInt8(code & 0xFF)]))
        }
        let doubled = Self.firstRest.milliseconds << min(failures, 16)
        failures += 1
        stage = .resting
        deadline = now.advanced(
            by: min(Interval(milliseconds: doubled), Self.longestRest)
        )
        return effects + [.disconnect, .lost(ending.cause)]
    }

    private var isResting: Bool {
        if case .resting = stage { true } else { false }
    }

    private mutating func frame(_ kind: WebSocketFrame.Kind, _ payload: [UInt8]) -> Effect {
        let mask = UInt32(truncatingIfNeeded: generator.next() as UInt64)
        return .send(WebSocketFrame(kind: kind, payload: payload).encoded(mask: mask))
    }
}
