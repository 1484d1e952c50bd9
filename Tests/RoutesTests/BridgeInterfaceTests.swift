import Ethereum
import Hashing
import Numerics
import TestSupport
import Testing
import Vocabulary

@testable import Routes

/// Bridges that speak otherwise than is assumed.
@Suite struct BridgeInterfaceTests {
    /// After a public one: lock ids of 128 bits, recipients of 32 bytes, chains of four.
    static func foreign() throws -> BridgeInterface {
        try BridgeInterface(
            [
                BridgeSignature(
                    "park(bytes4 destination, uint256 amount, bytes32 recipient)",
                    as: .send
                ),
                BridgeSignature(
                    """
                    event Parked(bytes4 destination, uint256 gross, bytes32 recipient, \
                    uint128 indexed transfer, bytes memo)
                    """,
                    as: .departed
                ),
                BridgeSignature(
                    """
                    event Landed(address indexed recipient, uint128 indexed transfer, \
                    uint256 amount)
                    """,
                    as: .released
                ),
            ],
            chainNumbers: [
                BridgeInterface.ChainNumber(chain: try #require(ChainID(138)), number: 0x484F_4D45)
            ]
        )
    }

    @Test func `what is assumed calls what is known`() throws {
        // Selectors computed by others.
        let selectors: [(BridgePart, [UInt8])] = [
            (.send, [0x08, 0x52, 0xC9, 0xEA]), (.paused, [0x5C, 0x97, 0x5A, 0xBB]),
            (.least, [0x9B, 0x2C, 0xB5, 0xD8]), (.dailyLimit, [0x67, 0xEE, 0xBA, 0x0C]),
        ]
        for (part, selector) in selectors {
            #expect(BridgeInterface.lockAndRelease[part]?.signature.selector == selector)
        }
        #expect(BridgeInterface.lockAndRelease.topics.count == 3)
        #expect(BridgeInterface.lockAndRelease[.mintable] == nil)
    }

    @Test func `what is written into a log is read out of it, whatever its shape`() throws {
        var chance = Chance(seed: 11)
        for interface in [BridgeInterface.lockAndRelease, try Self.foreign()] {
            for part in [BridgePart.departed, .released] {
                let event = try #require(interface[part])
                // A memo of any length can't be made up.
                guard part != .departed || interface == .lockAndRelease else { continue }
                for _ in 0..<50 {
                    var values = BridgeValues()
                    values[.transfer] = UInt256(chance.next())
                    values[.amount] = UInt256(chance.next())
                    values[.gross] = UInt256(chance.next())
                    values[.destination] = UInt256(chance.next() & 0xFFFF_FFFF)
                    for word in [BridgeWord.token, .sender, .recipient] {
                        values[word] = UInt256(chance.next()) << 90
                    }
                    let log = try #require(event.log(values))
                    let read = try #require(event.read(topics: log.topics, data: log.data))
                    for word in BridgeWord.allCases {
                        #expect(read[word] == (event.names(word) ? values[word] : nil))
                    }
                    let cut = Array(log.data.dropLast())
                    #expect(event.read(topics: log.topics, data: cut) == nil)
                    #expect(event.read(topics: Array(log.topics.dropLast()), data: log.data) == nil)
                }
            }
        }
    }

    @Test func `a call puts its arguments where the signature has them`() throws {
        let send = try #require(try Self.foreign()[.send])
        var values = BridgeValues()
        values[.destination] = 0x484F_4D45
        values[.amount] = 5
        values[.recipient] = 7
        let call = try #require(send.calldata(values))
        #expect(Array(call.prefix(4)) == send.signature.selector)
        #expect(Array(call[4..<8]) == Array("HOME".utf8), "bytes stand left")
        #expect(call[8..<36].allSatisfy { $0 == 0 })
        #expect(call[67] == 5 && call[99] == 7 && call.count == 100)
        #expect(send.read(call: call)?[.amount] == 5)
        #expect(send.read(call: Array(call.dropLast())) == nil)
        values[.destination] = .one << 32
        #expect(send.calldata(values) == nil, "what does not fit is not cut")
        values[.destination] = nil
        #expect(send.calldata(values) == nil, "what is not known is not made up")
    }

    @Test func `an address with anything before it is nobody's`() throws {
        let event = try BridgeSignature(
            "event Out(bytes32 transfer, bytes32 recipient, uint256 amount)",
            as: .released
        )
        let words: [UInt256] = [1, .one << 200, 3]
        let data = words.flatMap(\.bigEndianBytes)
        let topics = [event.signature.topic].compactMap(\.self)
        let read = try #require(event.read(topics: topics, data: data))
        #expect(read.address(.recipient) == nil && read.amount == 3)
    }

    @Test(
        arguments: [
            ("send(uint256 amount)", BridgePart.departed, BridgeSignatureFault.notAnEvent),
            ("event Sent(uint256 amount)", .send, .notAFunction),
            ("event Sent(bytes32 transfer, uint256 amount) anonymous", .departed, .notAnEvent),
            ("send(uint256 amount, address stranger)", .send, .meaningless("stranger")),
            ("send(uint256 amount, address)", .send, .meaningless("")),
            ("send(address recipient)", .send, .missing(.amount)),
            ("event Out(address recipient, uint256 amount)", .released, .missing(.transfer)),
            ("event Out(bytes32 transfer, address recipient)", .released, .missing(.amount)),
            ("event Out(bytes32 transfer, uint256 amount)", .released, .missing(.recipient)),
            ("event In(bytes32 transfer)", .departed, .amountOrGross),
            (
                "event In(bytes32 transfer, uint256 amount, uint256 gross)", .departed,
                .amountOrGross
            ),
            (
                "event In(bytes32 transfer, uint256 amount, uint256 amount)", .departed,
                .twice(.amount)
            ),
            ("event In(bytes32 transfer, int256 amount)", .departed, .type(.amount, .signed(256))),
            ("event In(bytes transfer, uint256 amount)", .departed, .type(.transfer, .bytes)),
            ("event In(string transfer, uint256 amount)", .departed, .type(.transfer, .string)),
            (
                "event In(bytes32 transfer, uint256 amount, bytes20 sender)", .departed,
                .type(.sender, .fixedBytes(20))
            ),
            (
                "event Out(bytes32 transfer, address recipient, uint256 amount, address sender)",
                .released, .meaningless("sender")
            ),
            ("paused()", .paused, .answer(.yesOrNo)),
            ("paused() returns (uint256)", .paused, .answer(.yesOrNo)),
            ("fee() returns (bool)", .fee, .answer(.number)),
            ("mintable(uint256 amount) returns (uint256)", .mintable, .meaningless("amount")),
        ] as [(String, BridgePart, BridgeSignatureFault)]
    )
    func `a signature that can't be the part's is refused`(
        text: String,
        part: BridgePart,
        fault: BridgeSignatureFault
    ) {
        #expect(throws: fault) { try BridgeSignature(text, as: part) }
    }

    @Test func `a bridge has what is needed, and nothing twice`() throws {
        let send = try BridgeSignature("send(uint256 amount)", as: .send)
        #expect(throws: BridgeInterfaceFault.missing(.departed)) { try BridgeInterface([send]) }
        #expect(throws: BridgeInterfaceFault.twice(.send)) { try BridgeInterface([send, send]) }
        let all = try BridgePart.allCases.compactMap { try Self.foreign()[$0] }
        let (one, two) = (try #require(ChainID(1)), try #require(ChainID(2)))
        typealias Number = BridgeInterface.ChainNumber
        for numbers in [
            [Number(chain: one, number: 5), Number(chain: one, number: 6)],
            [Number(chain: two, number: 5), Number(chain: one, number: 5)],
        ] {
            #expect(throws: BridgeInterfaceFault.chainTwice(one)) {
                try BridgeInterface(all, chainNumbers: numbers)
            }
        }
        let interface = try BridgeInterface(all, chainNumbers: [Number(chain: one, number: 5)])
        #expect(interface.number(of: one) == 5 && interface.number(of: two) == 2)
    }

    @Test func `an interface comes back from its bytes`() throws {
        let contract = BridgeContract(
            key: ContractKey(chain: try #require(ChainID(138)), address: .zero),
            interface: try Self.foreign()
        )
        #expect(try BridgeContract(canonicalBytes: contract.canonicalBytes) == contract)
    }

    @Test func `a signature is written as it is read`() throws {
        for text in [
            "event Sent(bytes32 indexed transfer, (address a, uint8[4] b)[] c) anonymous",
            "f(address, bytes x) returns (bool ok, uint256)", "g()", "error E(string why)",
        ] {
            #expect(try ABISignature(ABISignature(text).description) == ABISignature(text))
        }
        #expect(
            try ABISignature("event A(address  indexed  b)").description
                == "event A(address indexed b)"
        )
    }
}
