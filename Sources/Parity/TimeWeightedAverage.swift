import Numerics
import Routes
public import Vocabulary

/// The average of one pool's prices at the ends of its last blocks, each weighted with the time it stood.
///
/// A price counts from its block until the next one, never for idle time before it; the newest has not
/// stood yet and counts nothing. It may veto a trade and never allows one.
public struct TimeWeightedAverage: Hashable, Sendable {
    private let blocks: Int
    private var observations: [Observation] = []

    private struct Observation: Hashable, Sendable {
        let block: UInt64
        let time: Instant
        /// Quote for one base, with thirty-six decimals, rounded down: coins of small units keep their digits.
        let price: UInt256
    }

    public init(blocks: UInt8) {
        self.blocks = Int(min(blocks, ConfirmationParameters.mostBlocks))
        observations.reserveCapacity(self.blocks + 2)
    }

    /// The price at the end of a block; older blocks and prices that don't fit are ignored.
    public mutating func observe(_ price: Price, block: UInt64, time: Instant) {
        if let last = observations.last, block <= last.block || time < last.time { return }
        guard let scaled = price.worth(of: Self.one, rounding: .down) else { return }
        observations.append(Observation(block: block, time: time, price: scaled))
        if observations.count > blocks + 1 { observations.removeFirst() }
    }

    /// Blocks above `fork` were taken back.
    public mutating func rewind(to fork: UInt64) {
        observations.removeAll { $0.block > fork }
    }

    /// `nil` until as many blocks have been followed by another as the average takes.
    public var price: Price? {
        guard observations.count > blocks else { return nil }
        var (sum, time) = (UInt256.zero, UInt256.zero)
        for (earlier, later) in zip(observations, observations.dropFirst()) {
            let stood = UInt256(later.time.milliseconds - earlier.time.milliseconds)
            let (product, overflow) = earlier.price.multipliedReportingOverflow(by: stood)
            let (total, carried) = sum.addingReportingOverflow(product)
            guard !overflow, !carried else { return nil }
            sum = total
            time = time &+ stood
        }
        let (denominator, overflow) = time.multipliedReportingOverflow(by: Self.one)
        return overflow ? nil : Price(numerator: sum, denominator: denominator)
    }

    private static var one: UInt256 { 1_000_000_000_000_000_000_000_000_000_000_000_000 }
}
