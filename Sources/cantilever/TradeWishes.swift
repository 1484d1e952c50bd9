import Simulation
import Vocabulary

/// What `simulate --trades` was asked for.
struct TradeWishes {
    let trades: Int
    let order: SimulatedOrder
    let paths: [String]
    let command: String

    static let mostTrades = 1_000_000

    init(_ count: String, _ wish: SimulateWish, _ paths: [String]) throws(Failure) {
        guard let trades = Int(count), (1...Self.mostTrades).contains(trades) else {
            throw Failure(
                .usage,
                "'--trades' takes a whole number from 1 to \(Self.mostTrades), not '\(count)'"
            )
        }
        guard wish.runs == 1 else {
            throw Failure(.usage, "'--trades' makes as many runs as it takes; leave '--runs' out")
        }
        self.trades = trades
        order = wish.first
        self.paths = paths
        command = (["\(wish.command(wish.first.seed)) --trades \(trades)"] + paths)
            .joined(separator: " ")
    }

    /// Each source an equal share, the first ones what can't be divided.
    private func share(_ index: Int) -> Int {
        let sources = paths.count + 1
        return trades / sources + (index < trades % sources ? 1 : 0)
    }

    func report() throws(Failure) -> TradeReport {
        var sources = [try TradeSource.simulated(order, atLeast: share(0))]
        for (index, path) in paths.enumerated() {
            sources.append(
                try TradeSource.played(path, seed: order.seed, atLeast: share(index + 1))
            )
        }
        return TradeReport(wish: self, sources: sources)
    }
}
