import Bot
import Numerics
import Routes
import Simulation
import Venues
import Vocabulary

/// The scripted evening in the toy market that `paper --sim` prints.
enum ToyShow {
    static func play() throws(Failure) {
        guard
            let home = ChainID(138), let away = ChainID(651_940),
            let fee = try? UniswapV2Pair.Fee(keeping: 9_997, of: 10_000),
            let pool = try? UniswapV2Pair(
                reserve0: units(1_000_000),
                reserve1: units(1_000_000),
                fee: fee
            )
        else { throw Failure(.internal, "the toy market's numbers are refused") }
        let chains = [home, away].map { chain in
            ToyChain(
                chain: chain,
                blockInterval: Interval(milliseconds: chain == home ? 2_000 : 3_000),
                pool: pool,
                accountBase: units(10_000),
                accountQuote: units(10_000)
            )
        }
        var parameters = RouteParameters()
        parameters.size.most = Worth(1_000)
        parameters.bridge.inventoryTarget = Worth(10_000)
        guard
            let route = ToyRoute.make(home, away, fee: fee, parameters: parameters)
        else { throw Failure(.internal, "the toy market's route is refused") }
        let configuration = Configuration(route: route)
        var market = ToyMarket(chains: chains, configuration: configuration)
        let script = [
            Act(at: seconds(4), .trade(away, selling: .base, units(3_000))),
            Act(at: seconds(30), .outrun(away, selling: .quote, units(2_500))),
            Act(at: seconds(30), .trade(away, selling: .base, units(3_000))),
            Act(at: seconds(75), .crashBetweenJournalAndWire),
            Act(at: seconds(75), .trade(away, selling: .base, units(3_000))),
        ]
        Terminal.say("Toy market: two virtual chains, made-up numbers, no signatures, no bridge.\n")
        let scenes = market.play(script, until: seconds(110))
        var narration = ToyNarration()
        for scene in scenes {
            for line in narration.lines(for: scene) { Terminal.say(line) }
        }
        Terminal.say("\n" + ToyNarration.balances(before: chains, after: market.chains))
        // After each push what stood long enough is traded, then the rest.
        let expected = ["settled", "settled", "unwound"] + Array(repeating: "settled", count: 4)
        guard endings(in: market.journal) == expected else {
            throw Failure(.internal, "the toy market did not end as its script promises")
        }
    }

    private static func endings(in journal: [Entry]) -> [String] {
        journal.compactMap { entry -> String? in
            guard case .sagaEnded(_, let ending) = entry else { return nil }
            return switch ending {
            case .settled: "settled"
            case .unwound: "unwound"
            case .nothingFilled: "nothing filled"
            case .parked: "parked"
            }
        }
    }

    private static func units(_ whole: UInt64) -> UInt256 {
        UInt256(whole) * 1_000_000
    }

    private static func seconds(_ count: UInt64) -> Instant {
        Instant(milliseconds: count * 1_000)
    }
}
