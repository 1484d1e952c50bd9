public import Vocabulary

/// One column of the books: an asset, which names its chain, and what it is for.
public struct Account: Hashable, Sendable {
    public let asset: Asset
    public let kind: AccountKind

    public init(_ asset: Asset, _ kind: AccountKind) {
        self.asset = asset
        self.kind = kind
    }
}

/// What a balance is for.
///
/// Some kinds hold what is ours; value enters and leaves them only against the others, which count
/// where it came from with a minus and where it went with a plus.
public enum AccountKind: Hashable, Sendable {
    /// A: public liquidity in PMM pools.
    case publicLiquidity
    /// B: what the stabiliser trades with.
    case stabilisation
    /// C
    case flash
    /// D: what parity routes trade with.
    case crossChain
    /// E
    case longTerm
    /// Sent over a bridge and not delivered, in the source's base units.
    case inFlight(Passage)

    /// What trades took and gave.
    case profit(Deal)
    /// What left one token to become another over a bridge; over both tokens it comes to nothing.
    case crossing(Passage)
    case fees
    case gas
    case bridgeFees
    /// What owners brought in and took out.
    case capital
    /// What the chain has and nobody can explain: owed until it is explained.
    case suspense
    /// What coarser decimals could not carry.
    case rounding
}

extension AccountKind {
    /// A to E: what stands on a chain and can be counted there.
    public var isOnHand: Bool {
        switch self {
        case .publicLiquidity, .stabilisation, .flash, .crossChain, .longTerm: true
        default: false
        }
    }

    /// What is ours, wherever it is. There is never less than nothing of it.
    public var isHolding: Bool {
        if case .inFlight = self { return true }
        return isOnHand
    }

    /// Holdings and what is owed against them: the unexplained makes nobody richer.
    var countsAsEquity: Bool { isHolding || self == .suspense }
}

/// A bridge in one direction, by what goes in and what comes out.
public struct Passage: Hashable, Sendable {
    public let source: ContractKey
    public let destination: ContractKey

    public init(source: ContractKey, destination: ContractKey) {
        self.source = source
        self.destination = destination
    }
}

/// One side of the trade in a base: both of a swap's entries are booked against the same deal, so
/// that the matched part of a trade can be told from the rest.
public struct Deal: Hashable, Sendable {
    public let base: ContractKey
    public let side: Side

    public enum Side: String, CanonicalName, Hashable, Sendable {
        case bought, sold
    }

    public init(_ side: Side, base: ContractKey) {
        self.base = base
        self.side = side
    }
}
