public import Routes
public import Vocabulary

/// A new route trades at its least size until enough live trades have settled.
///
/// Only what has settled counts, once each: neither what was planned, unwound or parked, nor paper.
public struct Ramp: Hashable, Sendable {
    /// The trades that were counted, in the order they settled.
    public private(set) var counted: [UInt64] = []
    public let needed: UInt8

    public init(needed: UInt8 = LimitParameters().rampTrades) {
        self.needed = needed
    }

    public var isOver: Bool { counted.count >= Int(needed) }

    /// The largest size allowed now.
    public func most(_ size: SizeParameters) -> Worth {
        isOver ? size.most : size.least
    }

    public mutating func settled(_ trade: UInt64) {
        guard !isOver, !counted.contains(trade) else { return }
        counted.append(trade)
    }

    init?(read counted: [UInt64], needed: UInt8) {
        self.init(needed: needed)
        for trade in counted {
            let before = self.counted.count
            settled(trade)
            guard self.counted.count > before else { return nil }
        }
    }
}
