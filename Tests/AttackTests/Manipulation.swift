import Numerics
import Simulation
import Venues
import Vocabulary

/// A push of one pool's price that stands at the end of one block at most, with the way back.
struct Manipulation: Hashable, Sendable {
    /// Where in its block the push stands, and where the way back.
    enum Manner: String, CaseIterable, Sendable {
        /// Around everything else in one block.
        case flash
        case openingToOpening
        case openingToClosing
        case closingToOpening
        case closingToClosing

        var push: ChainAct.Position {
            switch self {
            case .flash, .openingToOpening, .openingToClosing: .beforeTransactions
            case .closingToOpening, .closingToClosing: .afterTransactions
            }
        }

        var back: ChainAct.Position {
            switch self {
            case .openingToOpening, .closingToOpening: .beforeTransactions
            case .flash, .openingToClosing, .closingToClosing: .afterTransactions
            }
        }
    }

    /// Which chain, by its place in the route.
    let chain: Int
    let side: Side
    let amount: UInt256
    let manner: Manner

    /// From a hundredth of the pool to a hundred times the pool, each size of number as likely as another.
    static func drawn(
        from stream: inout SeededStream,
        on chain: Int,
        _ manners: [Manner] = Manner.allCases
    ) -> Manipulation {
        let magnitude = [1, 10, 100, 1_000][Int(stream.below(4))] as UInt64
        let whole = stream.within(Arena.depth / 100...Arena.depth / 10) * magnitude
        return Manipulation(
            chain: chain,
            side: stream.coin() ? .base : .quote,
            amount: UInt256(whole) * Arena.whole,
            manner: manners[Int(stream.below(UInt64(manners.count)))]
        )
    }
}

/// A price that was pushed and goes back in the next block.
struct Debt {
    let chain: Int
    let position: ChainAct.Position
    let price: Price
}

extension Market {
    /// The sales that bring the price to where it was; `nil` where they don't. Two of them where the fees of
    /// the push have moved the point at which the pool is in balance.
    func way(backTo price: Price) -> [PriceMove]? {
        var (market, moves) = (self, [PriceMove]())
        for _ in 0..<3 {
            if let now = try? market.price(),
                Deviation(of: price, from: now).share <= BasisPoints(millionths: 1_000)
            {
                return moves
            }
            guard let move = try? market.move(to: price),
                (try? market.sell(move.quote.sold, of: move.side)) != nil
            else { return nil }
            moves.append(move)
        }
        return nil
    }
}

extension SimulatedWorld {
    /// Queues a manipulation for the chain's next block. What goes back later is returned; `nil` where the
    /// pool takes no push of this size, or has no way back.
    mutating func begin(_ deed: Manipulation, by trader: Address) -> (amount: UInt256, Debt?)? {
        guard var market = try? market(deed.chain), let price = try? market.price() else {
            return nil
        }
        let before = market
        var amount = deed.amount
        // What a pool can't take whole is tried smaller.
        while (try? market.sell(amount, of: deed.side)) == nil {
            market = before
            amount = amount / 4
            guard amount > Arena.whole else { return nil }
        }
        guard let back = market.way(backTo: price) else { return nil }
        swap(amount, of: deed.side, by: trader, on: deed.chain, deed.manner.push)
        guard deed.manner == .flash else {
            return (amount, Debt(chain: deed.chain, position: deed.manner.back, price: price))
        }
        for move in back {
            swap(move.quote.sold, of: move.side, by: trader, on: deed.chain, deed.manner.back)
        }
        return (amount, nil)
    }

    mutating func settle(_ debt: Debt, by trader: Address) {
        guard let way = try? market(debt.chain).way(backTo: debt.price) else { return }
        for move in way {
            swap(move.quote.sold, of: move.side, by: trader, on: debt.chain, debt.position)
        }
    }
}
