public import Hashing
public import Numerics
public import Routes
public import Vocabulary

/// Reads what the two contracts of a lane say of its transfers, each in its own words.
///
/// What a log leaves out is what only this lane can mean: a fleet where it could mean two is refused. What
/// it says and what contradicts the lane makes it somebody else's.
public struct LaneWitness: Hashable, Sendable {
    public let lane: Lane
    public let entry: BridgeInterface
    public let exit: BridgeInterface

    public init(_ lane: Lane, in fleet: Fleet) { self.init(lane, fleet.bridges) }

    public init(_ lane: Lane, _ bridges: [BridgeContract]) {
        self.lane = lane
        entry = bridges.interface(of: ContractKey(chain: lane.source.chain, address: lane.entry))
        exit = bridges.interface(
            of: ContractKey(chain: lane.destination.chain, address: lane.exit)
        )
    }

    /// Tokens that went in at the source.
    public func departure(_ log: EventLog) -> BridgeDeparture? {
        guard
            let values = values(log, .departed, of: entry, at: lane.entry),
            tells(values, lane.source), let transfer = values.transfer,
            let amount = values.amount ?? values.gross.flatMap(afterFee),
            values.destination.map({ $0 == entry.number(of: lane.destination.chain) }) ?? true
        else { return nil }
        return BridgeDeparture(
            transfer: transfer,
            sender: values.address(.sender),
            amount: amount,
            recipient: values.address(.recipient)
        )
    }

    /// Tokens that came out at the destination.
    public func release(_ log: EventLog) -> BridgeArrival? {
        values(log, .released, of: exit, at: lane.exit).flatMap { arrival($0, lane.destination) }
    }

    /// Tokens that came out where they had gone in.
    public func refund(_ log: EventLog) -> BridgeArrival? {
        values(log, .refunded, of: entry, at: lane.entry).flatMap { arrival($0, lane.source) }
    }

    private func values(
        _ log: EventLog,
        _ part: BridgePart,
        of interface: BridgeInterface,
        at contract: Address
    ) -> BridgeValues? {
        guard log.address == contract else { return nil }
        return interface[part]?.read(topics: log.topics, data: log.data)
    }

    private func tells(_ values: BridgeValues, _ token: Token) -> Bool {
        values[.token].map { $0 == token.address.word } ?? true
    }

    private func arrival(_ values: BridgeValues, _ token: Token) -> BridgeArrival? {
        guard
            tells(values, token), let transfer = values.transfer, let amount = values.amount,
            let recipient = values.address(.recipient)
        else { return nil }
        return BridgeArrival(transfer: transfer, recipient: recipient, amount: amount)
    }

    /// In the source token's units still.
    private func afterFee(_ gross: UInt256) -> UInt256? {
        guard let fee = lane.fee.share(of: gross, rounding: .up), fee <= gross else { return nil }
        return gross - fee
    }
}

/// A transfer as the source chain's log tells it.
public struct BridgeDeparture: Hashable, Sendable {
    public let transfer: Digest
    /// `nil` where the log does not tell it.
    public let sender: Address?
    /// What is on its way, after the bridge's fee, in the source token's base units.
    public let amount: UInt256
    /// `nil` where the log does not tell it.
    public let recipient: Address?
}

/// A transfer as the chain's log tells it where tokens came out: delivered, or given back at the source.
public struct BridgeArrival: Hashable, Sendable {
    public let transfer: Digest
    public let recipient: Address
    public let amount: UInt256
}
