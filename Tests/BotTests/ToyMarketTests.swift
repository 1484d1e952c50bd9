import Bot
import Numerics
import Parity
import Routes
import Simulation
import Testing
import Venues
import Vocabulary

@Suite struct ToyMarketTests {
    private let home: ChainID
    private let away: ChainID

    init() throws {
        home = try #require(ChainID(138))
        away = try #require(ChainID(651_940))
    }

    private func market() throws -> ToyMarket {
        let pool = try UniswapV2Pair(
            reserve0: units(1_000_000),
            reserve1: units(1_000_000),
            fee: UniswapV2Pair.Fee(keeping: 9_997, of: 10_000)
        )
        let chains = [home, away].map { chain in
            ToyChain(
                chain: chain,
                blockInterval: Interval(milliseconds: 2_000),
                pool: pool,
                accountBase: units(10_000),
                accountQuote: units(10_000)
            )
        }
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
        let configuration = Configuration(route: try #require(route))
        return ToyMarket(chains: chains, configuration: configuration)
    }

    private func units(_ whole: UInt64) -> UInt256 { UInt256(whole) * 1_000_000 }

    private func seconds(_ count: UInt64) -> Instant { Instant(milliseconds: count * 1_000) }

    private func endings(_ market: ToyMarket) -> [Ending] {
        market.journal.compactMap { entry in
            if case .sagaEnded(_, let ending) = entry { ending } else { nil }
        }
    }

    private func push(at second: UInt64) -> Act {
        Act(at: seconds(second), .trade(away, selling: .base, units(3_000)))
    }

    @Test func `a market in parity is left alone`() throws {
        var market = try market()
        _ = market.play([], until: seconds(30))
        #expect(endings(market).isEmpty)
        let verdicts = market.journal.compactMap { entry in
            if case .judged(let assessment) = entry { assessment.verdict } else { nil }
        }
        #expect(verdicts == [.inParity])
    }

    @Test func `a gap is traded on both chains and settles at a gain`() throws {
        var market = try market()
        _ = market.play([push(at: 3)], until: seconds(5))
        let ending = try #require(endings(market).first)
        guard case .settled(let received, let paid) = ending else {
            Issue.record("\(ending)")
            return
        }
        #expect(received > paid)
        #expect(market.chains[0].accountBase == units(9_000))
        #expect(market.chains[1].accountBase == units(11_000))
    }

    @Test func `a naked leg is taken back`() throws {
        var market = try market()
        let outrun = Act(at: seconds(3), .outrun(away, selling: .quote, units(2_000)))
        _ = market.play([outrun, push(at: 3)], until: seconds(20))
        guard case .unwound(.base, let given, let returned) = endings(market).first else {
            Issue.record("\(endings(market))")
            return
        }
        #expect(given == units(1_000))
        // Two fees of 3 bps and no more: the pool had not moved in between.
        #expect(returned < given && returned > given * 999 / 1_000)
    }

    @Test func `a crash between journal and wire loses nothing`() throws {
        var undisturbed = try market()
        _ = undisturbed.play([push(at: 3)], until: seconds(30))
        var crashed = try market()
        let crash = Act(at: seconds(3), .crashBetweenJournalAndWire)
        let scenes = crashed.play([crash, push(at: 3)], until: seconds(30))
        #expect(scenes.contains { $0.happened == .crashed })
        #expect(endings(crashed) == endings(undisturbed))
        #expect(!endings(crashed).isEmpty)
        #expect(crashed.chains.map(\.accountBase) == undisturbed.chains.map(\.accountBase))
        #expect(crashed.chains.map(\.accountQuote) == undisturbed.chains.map(\.accountQuote))
    }

    @Test func `the same script gives the same journal`() throws {
        var (first, second) = (try market(), try market())
        let script = [push(at: 3), push(at: 9), push(at: 15)]
        #expect(
            first.play(script, until: seconds(40)) == second.play(script, until: seconds(40))
        )
        #expect(first.journal == second.journal)
    }

    @Test func `a nonce is signed once, on each chain in a row`() throws {
        var market = try market()
        _ = market.play([push(at: 3), push(at: 9), push(at: 15)], until: seconds(40))
        for chain in [home, away] {
            let nonces = market.journal.flatMap(\.transactions).filter { $0.chain == chain }
                .map(\.nonce)
            #expect(nonces == Array(0..<UInt64(nonces.count)))
            #expect(nonces.count >= 3)
        }
    }
}

extension Entry {
    fileprivate var transactions: [SignedTransaction] {
        switch self {
        case .planned(_, let sell, let buy): [sell, buy]
        case .unwinding(_, _, let transaction): [transaction]
        default: []
        }
    }
}
