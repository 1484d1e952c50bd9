import Execution
import Hashing
import Numerics
import Routes
import Testing
import Vocabulary

/// Transfers of a lane between two chains, and the evidence for them.
struct BridgeDesk {
    let lane: LaneKey
    let recipient: Address
    let refundee: Address

    init() throws {
        let (here, there) = (try #require(ChainID(138)), try #require(ChainID(651_940)))
        let token = try #require(Address(word: 0x70))
        lane = LaneKey(
            source: ContractKey(chain: here, address: token),
            destination: ContractKey(chain: there, address: token)
        )
        recipient = try #require(Address(word: 0xEC))
        refundee = try #require(Address(word: 0xEF))
    }

    func terms(_ number: UInt64 = 1, amount: UInt64 = 1_000) -> TransferTerms {
        TransferTerms(
            number: number,
            lane: lane,
            recipient: recipient,
            refundee: refundee,
            amount: UInt256(amount),
            most: UInt256(amount),
            limit: Interval(milliseconds: 600)
        )
    }

    func lock(_ number: UInt64 = 1, block: UInt64 = 10, owed: UInt64 = 990) -> BridgeLock {
        BridgeLock(id: Keccak256.hash("\(number)"), block: block, owed: UInt256(owed))
    }

    func locked(_ number: UInt64 = 1, block: UInt64 = 10, owed: UInt64 = 990) -> TransferEvent {
        .locked(lock(number, block: block, owed: owed), at: Instant(milliseconds: 1_000))
    }

    func payout(
        _ number: UInt64 = 1,
        _ name: String = "first",
        amount: UInt64 = 990,
        block: UInt64 = 50,
        to: Address? = nil
    ) -> BridgePayout {
        BridgePayout(
            id: Keccak256.hash("\(number)"),
            place: BridgePayout.Place(
                transaction: TransactionHash(Keccak256.hash(name)),
                ordinal: 0
            ),
            token: lane.destination,
            recipient: to ?? recipient,
            amount: UInt256(amount),
            block: block
        )
    }

    func refund(_ number: UInt64 = 1, amount: UInt64 = 1_000) -> BridgePayout {
        BridgePayout(
            id: Keccak256.hash("\(number)"),
            place: BridgePayout.Place(
                transaction: TransactionHash(Keccak256.hash("refund")),
                ordinal: 0
            ),
            token: lane.source,
            recipient: refundee,
            amount: UInt256(amount),
            block: 60
        )
    }

    /// From the lock to the final payout.
    func delivery(_ number: UInt64 = 1, amount: UInt64 = 990, owed: UInt64 = 990) -> [TransferEvent]
    {
        [
            locked(number, owed: owed), .sourceFinal(through: 20),
            .paid(payout(number, "\(number)", amount: amount)), .destinationFinal(through: 50),
        ]
    }

    func transfer(after events: [TransferEvent]) -> BridgeTransfer {
        var transfer = BridgeTransfer(terms())
        for event in events { _ = transfer.take(event) }
        return transfer
    }
}
