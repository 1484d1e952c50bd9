import Bot
import Hashing
import Numerics
import Routes
import Simulation
import Testing
import Venues
import Vocabulary

/// The bot alone, at the core's edge: events in, effects out.
@Suite struct BotTests {
    private let home: ChainID
    private let away: ChainID
    private let configuration: Configuration
    private let now = Instant(milliseconds: 5_000)

    init() throws {
        home = try #require(ChainID(138))
        away = try #require(ChainID(651_940))
        configuration = try Self.configuration(home, away)
    }

    /// A deviation is believed at once, so that one look at each chain decides.
    private static func configuration(_ home: ChainID, _ away: ChainID) throws -> Configuration {
        var parameters = RouteParameters()
        parameters.confirmation.blocks = 1
        parameters.size.most = Worth(1_000)
        parameters.bridge.inventoryTarget = Worth(10_000)
        let route = ToyRoute.make(
            home,
            away,
            fee: try UniswapV2Pair.Fee(keeping: 9_997, of: 10_000),
            parameters: parameters
        )
        return Configuration(route: try #require(route))
    }

    private func configured() -> Bot {
        var bot = Bot()
        _ = bot.handle(Event(at: now, .configured(configuration)))
        return bot
    }

    private func sees(_ chain: ChainID, base: UInt256) throws -> Event {
        let snapshot = Snapshot(
            chain: chain,
            block: 7,
            time: now,
            pool: try UniswapV2Pair(
                reserve0: base,
                reserve1: 1_000_000_000_000,
                fee: UniswapV2Pair.Fee(keeping: 9_997, of: 10_000)
            ),
            base: 10_000_000_000,
            quote: 10_000_000_000
        )
        let endpoint = Endpoint(chain: chain, index: 0)
        return Event(at: now, .answered(QueryNumber(1), endpoint, .value(.snapshot(snapshot))))
    }

    /// A bot that was shown a gap, and the effect that asks for signatures.
    private func asked() throws -> (bot: Bot, number: SigningNumber, requests: [SigningRequest]) {
        var bot = configured()
        _ = bot.handle(try sees(home, base: 1_000_000_000_000))
        let effects = bot.handle(try sees(away, base: 1_003_000_000_000))
        for case .sign(let number, let requests) in effects { return (bot, number, requests) }
        Issue.record("no signature was asked for: \(effects)")
        return (bot, SigningNumber(0), [])
    }

    private func signed(_ request: SigningRequest) -> SignedTransaction {
        SignedTransaction(
            chain: request.chain,
            nonce: request.nonce,
            hash: TransactionHash(Keccak256.hash("\(request)")),
            bytes: []
        )
    }

    @Test func `nothing is asked before it is configured`() {
        var bot = Bot()
        #expect(bot.handle(Event(at: now, .woke)).isEmpty)
        #expect(bot.obligations(at: now).isEmpty)
    }

    @Test func `the journal comes before the wire`() throws {
        var (bot, number, requests) = try asked()
        #expect(requests.map(\.chain) == [home, away])
        let effects = bot.handle(Event(at: now, .signed(number, .bytes(requests.map(signed)))))
        guard case .journal = effects.first else {
            Issue.record("\(effects)")
            return
        }
        #expect(effects.count == 3)
        for effect in effects.dropFirst() {
            guard case .broadcast = effect else {
                Issue.record("\(effect)")
                return
            }
        }
    }

    @Test func `signatures nobody waits for change nothing`() throws {
        var (bot, number, requests) = try asked()
        let bytes = SigningOutcome.bytes(requests.map(signed))
        #expect(bot.handle(Event(at: now, .signed(SigningNumber(999), bytes))).isEmpty)
        #expect(!bot.handle(Event(at: now, .signed(number, bytes))).isEmpty)
        #expect(bot.handle(Event(at: now, .signed(number, bytes))).isEmpty)
    }

    @Test func `a refused signature spends no nonce`() throws {
        var (bot, number, requests) = try asked()
        _ = bot.handle(Event(at: now, .signed(number, .refusal("locked"))))
        _ = bot.handle(Event(at: now, .woke))
        _ = bot.handle(try sees(home, base: 1_000_000_000_000))
        let effects = bot.handle(try sees(away, base: 1_003_000_000_000))
        let again = effects.compactMap { effect -> [SigningRequest]? in
            if case .sign(_, let requests) = effect { requests } else { nil }
        }
        #expect(again == [requests])
    }

    @Test func `a timeout, an error and a missing receipt mean unknown, and nothing is done`()
        throws
    {
        var (bot, number, requests) = try asked()
        _ = bot.handle(Event(at: now, .signed(number, .bytes(requests.map(signed)))))
        let endpoint = Endpoint(chain: home, index: 0)
        for answer in [Answer.timeout, .error("busy"), .value(.receipt(nil))] {
            #expect(bot.handle(Event(at: now, .answered(QueryNumber(9), endpoint, answer))).isEmpty)
        }
        // Still under way: a restart would send the same bytes again.
        #expect(bot.obligations(at: now).count == 3)
    }

    @Test func `a receipt taken twice is booked once`() throws {
        var (bot, number, requests) = try asked()
        _ = bot.handle(Event(at: now, .signed(number, .bytes(requests.map(signed)))))
        let receipt = Receipt(hash: signed(requests[0]).hash, block: 8, amountOut: 5)
        let event = Event(
            at: now,
            .answered(
                QueryNumber(9),
                Endpoint(chain: home, index: 0),
                .value(.receipt(receipt))
            )
        )
        #expect(!bot.handle(event).isEmpty)
        #expect(bot.handle(event).isEmpty)
    }

    @Test func `a halt stops new trades until it is lifted`() throws {
        var bot = configured()
        _ = bot.handle(Event(at: now, .commanded(.halt(reason: "maintenance"))))
        _ = bot.handle(try sees(home, base: 1_000_000_000_000))
        #expect(bot.handle(try sees(away, base: 1_003_000_000_000)).isEmpty)
        _ = bot.handle(Event(at: now, .commanded(.resume)))
        #expect(!bot.handle(try sees(away, base: 1_003_000_000_000)).isEmpty)
    }

    @Test func `a restart remembers a halt`() throws {
        var bot = configured()
        let halt = bot.handle(Event(at: now, .commanded(.halt(reason: "maintenance"))))
        guard case .journal(let entries) = halt.first else {
            Issue.record("\(halt)")
            return
        }
        var restarted = Bot(recovering: [.configured(configuration)] + entries)
        _ = restarted.handle(try sees(home, base: 1_000_000_000_000))
        #expect(restarted.handle(try sees(away, base: 1_003_000_000_000)).isEmpty)
    }
}
