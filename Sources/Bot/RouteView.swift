import Parity
import Routes
import Venues
import Vocabulary

/// What the bot has seen of one route's prices, block by block. A restart begins to count anew.
struct RouteView: Sendable {
    let route: Route
    var run = DeviationRun()
    private(set) var first: TimeWeightedAverage
    private(set) var second: TimeWeightedAverage
    /// When everything was last looked at.
    var reviewed: Instant?
    /// What the last assessment said.
    var assessment: Assessment?

    init(_ route: Route) {
        self.route = route
        let blocks = route.parameters.confirmation.averageBlocks
        first = TimeWeightedAverage(blocks: blocks)
        second = TimeWeightedAverage(blocks: blocks)
    }

    mutating func observe(_ price: Price, at block: Block, of chain: ChainID) {
        if chain == route.first.chain {
            first.observe(price, block: block.number, time: block.time)
        } else if chain == route.second.chain {
            second.observe(price, block: block.number, time: block.time)
        }
    }

    mutating func rewind(_ chain: ChainID, to fork: UInt64) {
        if chain == route.first.chain {
            run.rewind(to: fork, of: .first)
            first.rewind(to: fork)
        } else if chain == route.second.chain {
            run.rewind(to: fork, of: .second)
            second.rewind(to: fork)
        }
    }

    /// Which chain is dear on the average of past blocks; `nil` while there are too few.
    var average: Dear? {
        guard let first = first.price, let second = second.price else { return nil }
        return Deviation(of: first, from: second).dear
    }

    /// A trade of ours moves the prices: what was confirmed is used up.
    mutating func restart() {
        run.restart()
        let blocks = route.parameters.confirmation.averageBlocks
        first = TimeWeightedAverage(blocks: blocks)
        second = TimeWeightedAverage(blocks: blocks)
    }
}
