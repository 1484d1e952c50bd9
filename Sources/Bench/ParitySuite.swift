import CMallocCount
import Contracts
import Ethereum
import Numerics
import Parity
import Routes
import Venues
import Vocabulary

/// From a node's answer to a decision, in signatures.
enum ParitySuite {
    static func comparisons() -> [Comparison] {
        let bare = BareSignature()
        let row = { (what: String, goal: Double, body: @escaping (Int) -> Void) in
            Comparison(
                what: what,
                limitName: BareSignature.name,
                goal: goal,
                ours: body,
                limit: bare.sign
            )
        }
        let market = BenchMarket(pairs: 20)
        let (trading, quiet) = (market.scene(pushed: true), market.scene(pushed: false))
        let routes = (0..<100).map { market.routes[$0 % market.routes.count] }
        precondition(market.decide(trading).plan != nil, "the market does not trade")
        precondition(quiet.chains[0].pools.count == 20, "the market lacks pools")
        return [
            row("answer of 20 pools to a decision with a trade", 1.0) { count in
                for _ in 0..<count {
                    let scene = market.scene(reading: market.answer, beside: trading)
                    consume(market.decide(scene))
                }
            },
            row("decision with a trade, from known pools", 1.0) { count in
                for _ in 0..<count { consume(market.decide(trading)) }
            },
            row("verdict in parity, two pools" + heap { market.look(quiet) }, 0.05) { count in
                for _ in 0..<count { market.look(quiet) }
            },
            row("100 routes over 20 pools" + heap { market.look(quiet, routes) }, 5.0) { count in
                for _ in 0..<count { market.look(quiet, routes) }
            },
            row("what a route remembers: \(BenchMarket.routeBytes()) bytes at most", 1.0) { count in
                for _ in 0..<count { consume(BenchMarket.full()) }
            },
        ]
    }

    private static func heap(_ body: () -> Void) -> String {
        body()
        let before = cantilever_allocations()
        for _ in 0..<100 { body() }
        let count = cantilever_allocations() - before
        return count == 0 ? " (no heap)" : " (\(Double(count) / 100) allocations)"
    }
}
