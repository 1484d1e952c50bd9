public import Numerics
public import Vocabulary

/// One direction of a bridge for one token: what is sent here arrives there.
public struct Lane: Hashable, Sendable {
    public let source: Token
    public let destination: Token
    /// The contract that takes the token on the source chain.
    public let entry: Address
    /// The contract that pays out on the destination chain.
    public let exit: Address
    public let release: Release
    /// Taken out of the amount, rounded against us.
    public let fee: BasisPoints
    /// Less is refused, in the source token's base units.
    public let least: UInt256
    /// The most the bridge takes at once, where it says one.
    public let most: UInt256?

    /// How the destination pays.
    public enum Release: String, CanonicalName, Hashable, Sendable {
        /// From a vault that must hold enough.
        case vault
        /// By minting, within a rate limit.
        case mint
    }

    /// Fails unless the lane joins two chains.
    public init?(
        source: Token,
        destination: Token,
        entry: Address,
        exit: Address,
        release: Release = .vault,
        fee: BasisPoints,
        least: UInt256 = .zero,
        most: UInt256? = nil
    ) {
        guard source.chain != destination.chain else { return nil }
        self.source = source
        self.destination = destination
        self.entry = entry
        self.exit = exit
        self.release = release
        self.fee = fee
        self.least = least
        self.most = most
    }

    public var key: LaneKey { LaneKey(source: source.key, destination: destination.key) }

    /// What arrives of an amount, in the destination token's base units: the fee rounded up, the amount
    /// down, and what the coarser decimals can't carry left behind. `nil` when it does not fit.
    public func delivered(of amount: UInt256) -> UInt256? {
        guard let fee = fee.share(of: amount, rounding: .up), fee <= amount else { return nil }
        let net = amount - fee
        let (from, to) = (source.decimals, destination.decimals)
        let power = (0..<(max(from, to) - min(from, to))).reduce(UInt256.one) { power, _ in
            power * 10
        }
        if to <= from { return net / power }
        let (grown, overflow) = net.multipliedReportingOverflow(by: power)
        return overflow ? nil : grown
    }
}

/// Which lane: from which token to which.
public struct LaneKey: Hashable, Sendable {
    public let source: ContractKey
    public let destination: ContractKey

    public init(source: ContractKey, destination: ContractKey) {
        self.source = source
        self.destination = destination
    }

    public var back: LaneKey { LaneKey(source: destination, destination: source) }
}

extension LaneKey: Comparable {
    public static func < (left: LaneKey, right: LaneKey) -> Bool {
        (left.source, left.destination) < (right.source, right.destination)
    }
}

extension LaneKey: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("source", source)
        writer.field("destination", destination)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(source: try reader.read(), destination: try reader.read())
    }
}
