import Ethereum
import Hashing
import Numerics
import Routes
import Testing
import Vocabulary

@testable import Contracts

/// What two contracts with words of their own say about a lane.
@Suite struct LaneWitnessTests {
    private static func address(_ number: UInt64) -> Address {
        Address(word: UInt256(number)) ?? .zero
    }

    private static func lane(
        token: UInt64 = 0xA1,
        release: Lane.Release = .vault
    ) throws -> Lane {
        let home = try #require(ChainID(138)), away = try #require(ChainID(651_940))
        let lane = Lane(
            source: try #require(
                Token(chain: home, address: address(token), symbol: "cUSD", decimals: 6)
            ),
            destination: try #require(
                Token(chain: away, address: address(0xA2), symbol: "USD", decimals: 6)
            ),
            entry: address(0xB1),
            exit: address(0xB2),
            release: release,
            fee: BasisPoints(millionths: 10_000_000)
        )
        return try #require(lane)
    }

    /// A public one, whose relayer's event tells neither token nor destination.
    private static func deposits() throws -> BridgeInterface {
        try BridgeInterface([
            BridgeSignature("deposit(address token, uint256 amount)", as: .send),
            BridgeSignature(
                "event Deposit(address indexed sender, uint256 gross, bytes32 indexed transfer)",
                as: .departed
            ),
            BridgeSignature(
                """
                event TransferCompleted(address indexed recipient, bytes32 indexed transfer, \
                uint256 amount)
                """,
                as: .released
            ),
            BridgeSignature(
                "mintingCurrentLimitOf(address bridge) returns (uint256)",
                as: .mintable
            ),
        ])
    }

    private static func witness(_ lane: Lane, _ interface: BridgeInterface) -> LaneWitness {
        LaneWitness(
            lane,
            [
                (lane.source.chain, lane.entry), (lane.destination.chain, lane.exit),
            ].map { chain, address in
                BridgeContract(
                    key: ContractKey(chain: chain, address: address),
                    interface: interface
                )
            }
        )
    }

    private static func log(
        _ contract: Address,
        _ part: BridgePart,
        _ interface: BridgeInterface,
        _ values: [BridgeWord: UInt256]
    ) throws -> EventLog {
        var told = BridgeValues()
        for (word, value) in values { told[word] = value }
        let event = try #require(interface[part])
        let log = try #require(event.log(told))
        return EventLog(
            address: contract,
            topics: log.topics,
            data: log.data,
            place: LogPlace(block: BlockHash(Keccak256.hash("block")), index: 0),
            transaction: TransactionHash(Keccak256.hash("transaction"))
        )
    }

    private let whole: [BridgeWord: UInt256] = [
        .transfer: 9, .token: 0xA1, .sender: 0xE1, .amount: 999, .destination: 651_940,
        .recipient: 0xE2,
    ]

    @Test func `a departure is the lane's when all it tells agrees`() throws {
        let lane = try Self.lane()
        let witness = LaneWitness(lane, [])
        func departure(
            _ changes: [BridgeWord: UInt256],
            by contract: Address? = nil
        ) throws
            -> BridgeDeparture?
        {
            let values = whole.merging(changes) { $1 }
            return witness.departure(
                try Self.log(contract ?? lane.entry, .departed, .lockAndRelease, values)
            )
        }
        let found = try #require(try departure([:]))
        #expect(found.amount == 999 && found.sender == Self.address(0xE1))
        #expect(found.recipient == Self.address(0xE2))
        #expect(found.transfer == Digest(words: 0, 0, 0, 9))
        #expect(try departure([.token: 0xA3]) == nil)
        #expect(try departure([.destination: 138]) == nil)
        #expect(try departure([:], by: lane.exit) == nil, "any contract can write any log")
    }

    @Test func `what a log leaves out the lane knows`() throws {
        let lane = try Self.lane()
        let interface = try Self.deposits()
        let witness = Self.witness(lane, interface)
        let departed = try Self.log(
            lane.entry,
            .departed,
            interface,
            [.sender: 0xE1, .gross: 10_001, .transfer: 7]
        )
        let departure = try #require(witness.departure(departed))
        // A tenth of a percent of 10,001, rounded up.
        #expect(departure.amount == 9_990 && departure.recipient == nil)
        let released = try Self.log(
            lane.exit,
            .released,
            interface,
            [.recipient: 0xE2, .transfer: 7, .amount: 9_990]
        )
        #expect(witness.release(released)?.transfer == departure.transfer)
        #expect(witness.release(departed) == nil && witness.departure(released) == nil)
        #expect(witness.refund(released) == nil, "a bridge without refunds has none")
    }

    @Test func `an order is the bridge's own call, with a hole for the amount`() throws {
        let lane = try Self.lane()
        let assumed = try #require(LaneWitness(lane, []).order(to: Self.address(0xE2)))
        let expected = try ABISignature("lock(address,uint256,uint256,address)").encodeCall([
            .address(lane.source.address), .unsigned(12_345), .unsigned(651_940),
            .address(Self.address(0xE2)),
        ])
        #expect(assumed.calldata(12_345) == expected && assumed.bridge == lane.entry)
        let other = try #require(
            Self.witness(lane, try Self.deposits()).order(to: Self.address(0xE2))
        )
        // The selector as a public contract has it.
        #expect(Array(other.head.prefix(4)) == [0x47, 0xE7, 0xEF, 0x24])
        #expect(other.tail.isEmpty && other.head.count == 36)
    }

    @Test func `views are asked of whom they are views of`() throws {
        let lane = try Self.lane(release: .mint)
        let witness = Self.witness(lane, try Self.deposits())
        let question = try #require(witness.question(.mintable))
        #expect(
            question.target == lane.destination.address,
            "the token knows what a bridge may mint"
        )
        #expect(question.data.suffix(20) == lane.exit.bytes.suffix(20))
        #expect(witness.question(.fee) == nil)
        #expect(LaneWitness(lane, []).question(.fee)?.target == lane.entry)
        #expect(LaneWitness(lane, []).question(.departed) == nil, "an event is no view")
    }
}
