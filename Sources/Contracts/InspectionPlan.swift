import Ethereum
public import Hashing
public import Numerics
public import Routes
public import Venues
public import Vocabulary

/// What is asked of a chain so seldom that nobody counts it: whether everything a fleet relies on is still
/// what it was, and whether pools pay what our maths says they do.
///
/// Asked of some contracts at a time, so that it is one batch however large the fleet is.
public struct InspectionPlan: Hashable, Sendable {
    /// Whose code and proxy slots are read.
    public let contracts: [Address]
    public let calls: [ContractCall]
    /// All calls in one, for the chain's aggregator.
    public let aggregate: [UInt8]
    private let decimals: [StatedDecimals]
    private let probes: [QuoteProbe]
    private let tokens: [StatedToken]

    /// So that a batch is no larger than the tightest nodes take: about eighty calls with an aggregator.
    public static let mostContracts = 16

    /// Of the contracts of `reliance` those that are named, and what is known of its pools at the block.
    public init(
        _ reliance: Reliance,
        contracts: [Address],
        pools: [PoolSight],
        trader: Address,
        answering known: [KnownDecimals] = []
    ) {
        self.contracts = Array(contracts.prefix(Self.mostContracts))
        var decimals: [StatedDecimals] = []
        for token in reliance.tokens where self.contracts.contains(token.address) {
            let answer = known.first { $0.contract == token.address }?.answer
            decimals.append(
                StatedDecimals(contract: token.address, stated: token.decimals, answer: answer)
            )
        }
        for feed in reliance.feeds where self.contracts.contains(feed.key.address) {
            decimals.append(
                StatedDecimals(
                    contract: feed.key.address,
                    stated: feed.decimals,
                    answer: nil
                )
            )
        }
        var (probes, sales): ([QuoteProbe], [ContractCall]) = ([], [])
        var tokens: [StatedToken] = []
        for pool in reliance.pools where self.contracts.contains(pool.key.address) {
            tokens += Side.allCases.map { StatedToken(pool: pool, side: $0) }
            guard
                case .known(let venue)? = pools.first(where: { $0.pool == pool.key.address })?.state
            else { continue }
            for probe in QuoteProbe.probes(of: pool, in: venue) {
                guard let call = probe.call(of: pool, trader: trader) else { continue }
                probes.append(probe)
                sales.append(call)
            }
        }
        self.decimals = decimals
        self.probes = probes
        self.tokens = tokens
        calls =
            self.contracts.map { ContractCall($0, PoolInterface.implementation) }
            + decimals.map { ContractCall($0.contract, PoolInterface.decimals) } + sales
            + tokens.map(\.call)
        aggregate = ContractCall.aggregated(calls)
    }

    /// Where proxies keep the address of the code they run, in the order their slots are asked for.
    public static let slots: [UInt256] = [
        // EIP-1967: the implementation, and the beacon that knows it.
        slot(
            0x3608_94A1_3BA1_A321,
            0x0667_C828_492D_B98D,
            0xCA3E_2076_CC37_35A9,
            0x20A3_CA50_5D38_2BBC
        ),
        slot(
            0xA3F0_AD74_E542_3AEB,
            0xFD80_D3EF_4346_5783,
            0x35A9_A72A_EAEE_59FF,
            0x6CB3_582B_3513_3D50
        ),
        // EIP-1822.
        slot(
            0xC5F1_6F0F_CC63_9FA4,
            0x8A69_4783_6D98_50F5,
            0x0479_8523_BF8C_9A3A,
            0x87D5_876C_F622_BCF7
        ),
        // OpenZeppelin's before there was a standard.
        slot(
            0x7050_C9E0_F4CA_769C,
            0x69BD_3A8E_F740_BC37,
            0x934F_8E2C_036E_5A72,
            0x3FD8_EE04_8ED3_F8C3
        ),
    ]

    private static func slot(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) -> UInt256 {
        UInt256(limbs: d, c, b, a)
    }

    private struct StatedDecimals: Hashable, Sendable {
        let contract: Address
        let stated: UInt8
        /// What the contract is known to answer instead.
        let answer: UInt8?
    }

    /// A number of decimals that is not the one the configuration leads to expect.
    public struct WrongDecimals: Hashable, Sendable {
        public let contract: Address
        public let stated: UInt8
        /// Where the configuration says that the contract answers something else than it states.
        public let answer: UInt8?
        public let found: UInt256
    }

    /// A pool whose own view says something else than our maths.
    public struct Contradiction: Hashable, Sendable {
        public let probe: QuoteProbe
        public let answered: QuoteProbe.Outcome
    }

    public func wrongDecimals(_ inspection: Inspection) -> [WrongDecimals] {
        zip(decimals, inspection.answers.dropFirst(contracts.count)).compactMap { asked, answer in
            guard
                case .known(let found) = answer.read({ words throws(ABIError) in
                    try words.word(0)
                }),
                found != UInt256(asked.answer ?? asked.stated)
            else { return nil }
            return WrongDecimals(
                contract: asked.contract,
                stated: asked.stated,
                answer: asked.answer,
                found: found
            )
        }
    }

    /// A pool's own word on what it trades: with other tokens than the file's every price of it is another's,
    /// with the same the other way round upside down. One that has no word for it is not complained of.
    public func wrongTokens(_ inspection: Inspection) -> [WrongToken] {
        zip(tokens, inspection.answers.suffix(tokens.count)).compactMap { asked, answer in
            guard
                case .known(let found) = answer.read({ words throws(ABIError) in
                    try words.word(0)
                }),
                Address(word: found) != asked.token.address
            else { return nil }
            return WrongToken(asked, Address(word: found))
        }
    }

    /// The first contradiction of each pool.
    public func contradictions(_ inspection: Inspection) -> [Contradiction] {
        var found: [Contradiction] = []
        let answers = inspection.answers.dropFirst(contracts.count + decimals.count)
        for (probe, answer) in zip(probes, answers)
        where !found.contains(where: { $0.probe.pool == probe.pool }) {
            guard let answered = probe.contradiction(in: answer) else { continue }
            found.append(Contradiction(probe: probe, answered: answered))
        }
        return found
    }

    /// In how many sales a pool is compared.
    public func probes(of pool: Address) -> Int { probes.count { $0.pool == pool } }

    /// Whether the pool answered as it would if this were its state.
    public func agrees(
        with venue: Venue,
        _ pool: PoolDescription,
        _ inspection: Inspection
    ) -> Bool {
        let others = QuoteProbe.probes(of: pool, in: venue)
        let answers = inspection.answers.dropFirst(contracts.count + decimals.count)
        let own = zip(probes, answers).filter { $0.0.pool == pool.key.address }
        guard others.count == own.count else { return false }
        return zip(others, own).allSatisfy { other, asked in
            other.amount == asked.0.amount && other.contradiction(in: asked.1) == nil
        }
    }

    /// Where a contract's code comes from: the first slot that names somebody, else its own word for it.
    public func delegate(of index: Int, _ inspection: Inspection) -> Reading<Address?> {
        let sight = inspection.contracts[index]
        var unread: Unknown?
        for slot in sight.slots {
            switch slot {
            case .known(let word) where !word.isZero:
                return .known(Address(word: word & Self.addressMask))
            case .known: break
            case .unknown(let reason): unread = reason
            }
        }
        if let unread { return .unknown(unread) }
        guard
            case .known(let word) = inspection.answers[index].read({ words throws(ABIError) in
                try words.word(0)
            })
        else { return .known(nil) }
        // Words that are no address are another function's of that name.
        return .known(word.isZero ? nil : Address(word: word))
    }

    private static let addressMask = UInt256.max >> 96
}

extension InspectionPlan.Contradiction: CustomStringConvertible {
    public var description: String {
        let side = probe.side == .base ? "base" : "quote"
        let paid =
            switch answered {
            case .pays(let amount): "pays \(amount)"
            case .refuses: "refuses it"
            }
        let expected =
            switch probe.expected {
            case .pays(let amount): "\(amount) is what its maths pays"
            case .refuses: "its maths refuses it"
            }
        return "\(paid) for \(probe.amount) units of \(side), and \(expected)"
    }
}

extension InspectionPlan.WrongDecimals: CustomStringConvertible {
    public var description: String {
        guard let answer else { return "has \(found) decimals, not \(stated)" }
        return "answers that it has \(found) decimals, and not \(answer) as was known"
    }
}

/// What a token's contract answers to `decimals()` though it has others, and somebody knows.
public struct KnownDecimals: Hashable, Sendable {
    public let contract: Address
    public let answer: UInt8

    public init(contract: Address, answer: UInt8) {
        self.contract = contract
        self.answer = answer
    }
}

/// What came back, all of it of one block.
public struct Inspection: Equatable, Sendable {
    /// In the order of the plan's contracts.
    public let contracts: [ContractSight]
    /// In the order of the plan's calls.
    public let answers: [CallAnswer]

    public init(contracts: [ContractSight], answers: [CallAnswer]) {
        self.contracts = contracts
        self.answers = answers
    }

    /// Equal digests are equal answers.
    public var digest: Digest {
        var writer = CanonicalWriter(.binary)
        for contract in contracts {
            writer.field("code", contract.code)
            for slot in contract.slots { writer.field("slot", slot) }
        }
        for answer in answers {
            writer.field(
                "answer",
                answer.read { words throws(ABIError) in
                    var all: [UInt256] = []
                    for index in 0..<words.count { all.append(try words.word(index)) }
                    return all
                }
            )
        }
        return Keccak256.hash(writer.bytes)
    }
}

/// A contract's code and what stands in its proxy slots.
public struct ContractSight: Hashable, Sendable {
    /// Keccak-256; `nil` where there is none.
    public let code: Reading<Digest?>
    /// In the order of `InspectionPlan.slots`.
    public let slots: [Reading<UInt256>]

    public init(code: Reading<Digest?>, slots: [Reading<UInt256>]) {
        self.code = code
        self.slots = slots
    }
}
