public import Ethereum
import Numerics
public import Vocabulary

/// What a transaction offers for a unit of gas.
public enum Fee: Hashable, Sendable {
    case legacy(price: Wei)
    /// EIP-1559: at most `cap`, of which at most `tip` goes to the block's maker.
    case market(cap: Wei, tip: Wei)

    /// What a signed or unsigned transaction offers.
    public init(of transaction: Transaction) {
        switch transaction {
        case .legacy(let transaction): self = .legacy(price: Wei(transaction.gasPrice))
        case .accessList(let transaction): self = .legacy(price: Wei(transaction.gasPrice))
        case .feeMarket(let transaction):
            self = .market(
                cap: Wei(transaction.maximumFee),
                tip: Wei(transaction.maximumPriorityFee)
            )
        }
    }

    /// The most a unit of gas can cost.
    public var cap: Wei {
        switch self {
        case .legacy(let price): price
        case .market(let cap, _): cap
        }
    }

    /// The most the block's maker can get.
    public var tip: Wei {
        switch self {
        case .legacy(let price): price
        case .market(_, let tip): tip
        }
    }

    /// In both respects as good for the block's maker.
    public func isAtLeast(_ other: Fee) -> Bool {
        cap >= other.cap && tip >= other.tip
    }

    /// The most that so much gas can cost; `nil` when it does not fit.
    public func most(for gas: UInt64) -> Wei? {
        let (product, overflow) = cap.value.multipliedReportingOverflow(by: UInt256(gas))
        return overflow ? nil : Wei(product)
    }
}

extension Fee: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .legacy(let price): writer.choice(0, "legacy", price)
        case .market(let cap, let tip):
            writer.choice(1, "market") { writer in
                writer.field("cap", cap)
                writer.field("tip", tip)
            }
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .legacy(price: try reader.read())
        case 1: self = .market(cap: try reader.read(), tip: try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
