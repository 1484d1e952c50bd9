public import Numerics
public import Routes
import Venues
public import Vocabulary

// What the file says about pools and bridges, and by which keys.

enum PoolKind: String, CaseIterable {
    case dodoDVM = "dodo-dvm"
    case dodoDPP = "dodo-dpp"
    case dodoDSP = "dodo-dsp"
    case dodoGSP = "dodo-gsp"
    case uniswapV2 = "uniswap-v2"
    case uniswapV3 = "uniswap-v3"
    case stableSwap = "stableswap"

    var dodo: DODOPool.Kind? {
        switch self {
        case .dodoDVM: .dvm
        case .dodoDPP: .dpp
        case .dodoDSP: .dsp
        case .dodoGSP: .gsp
        case .uniswapV2, .uniswapV3, .stableSwap: nil
        }
    }

    /// The keys that say what such a contract can't.
    var ownKeys: [String] {
        switch self {
        case .dodoDVM, .dodoDPP, .dodoDSP, .dodoGSP: ["revision"]
        case .uniswapV2: ["fee"]
        case .uniswapV3: ["words_each_side"]
        case .stableSwap: ["generation", "coin_decimals", "base_coin", "quote_coin"]
        }
    }
}

enum PoolRevision: String {
    case current
    case before2024 = "before-2024"

    var revision: DODOPool.Revision { self == .current ? .current : .beforeJanuary2024 }
}

struct PoolDraft {
    var address: Address?
    var kind: PoolKind?
    var base: String?
    var quote: String?
    var revision: PoolRevision?
    var fee: UniswapV2Pair.Fee?
    var wordsEachSide: UInt8?
    var generation: PoolDescription.StableSwap.Generation?
    var coinDecimals: [UInt8] = []
    var baseCoin: UInt8?
    var quoteCoin: UInt8?

    static var keys: [Key<PoolDraft>] {
        [
            .required("address", \.address, .address, "the pool's contract"),
            .required("kind", \.kind, .choice(PoolKind.allCases), "which contract it is"),
            .required(
                "base",
                \.base,
                .reference(to: "a token of this chain"),
                "the pool's own base: token 0 of a Uniswap pool"
            ),
            .required("quote", \.quote, .reference(to: "a token of this chain"), "its other token"),
            .optional(
                "revision",
                \.revision,
                .choice([.current, .before2024]),
                "for dodo pools: compiled before the fix of January 2024?"
            ),
            .optional("fee", \.fee, .pairFee, "for uniswap-v2: no pair tells its fee"),
            .optional(
                "words_each_side",
                \.wordsEachSide,
                .number("", in: 1...16),
                "for uniswap-v3: words of the tick bitmap read on each side of the price"
            ),
            .optional(
                "generation",
                \.generation,
                .choice([.early, .classic, .nextGeneration]),
                "for stableswap: which contract"
            ),
            .values(
                "coin_decimals",
                \.coinDecimals,
                .number("", in: 0...Token.mostDecimals),
                "for stableswap: of every coin, in the pool's order"
            ),
            .optional("base_coin", \.baseCoin, .number("", in: 0...7), "for stableswap: from 0"),
            .optional("quote_coin", \.quoteCoin, .number("", in: 0...7), "for stableswap: from 0"),
        ]
    }
}

struct BridgeDraft {
    var from = EndDraft()
    var to = EndDraft()
    var fee: BasisPoints?
    var feeBack: BasisPoints?
    var limits: BridgeLimitsDraft?

    static var keys: [Key<BridgeDraft>] {
        [
            .section("from", \.from, EndDraft.keys, "one end").refusingAbsence("a section"),
            .section("to", \.to, EndDraft.keys, "the other end").refusingAbsence("a section"),
            .required("fee", \.fee, .share, "taken out of the amount"),
            .optional("fee_back", \.feeBack, .share, "from 'to' to 'from', where it differs"),
            .optionalSection(
                "limits",
                \.limits,
                BridgeLimitsDraft(),
                BridgeLimitsDraft.keys,
                "what may be lost on it"
            ),
        ]
    }
}

/// What may be lost on one lane, in the source token's base units.
public struct LaneLimits: Hashable, Sendable {
    public let lane: LaneKey
    /// The most that may be at risk.
    public let cap: UInt256
    /// What the transfer that proves the lane carries.
    public let dust: UInt256
    /// A transfer under way for longer is overdue, until enough have been measured.
    public let overdue: Interval
}

struct BridgeLimitsDraft {
    var capOut: WrittenAmount?
    var dustOut: WrittenAmount?
    var capBack: WrittenAmount?
    var dustBack: WrittenAmount?
    var overdue: Interval?

    static var keys: [Key<BridgeLimitsDraft>] {
        [
            .required("cap_out", \.capOut, .amount, "the most at risk from 'from' to 'to'"),
            .required("dust_out", \.dustOut, .amount, "what the proving transfer carries there"),
            .required("cap_back", \.capBack, .amount, "the most at risk from 'to' to 'from'"),
            .required("dust_back", \.dustBack, .amount, "what the proving transfer carries back"),
            .required("overdue", \.overdue, .duration, "how long a transfer may take"),
        ]
    }
}

/// One end of a bridge: what may be sent from here, and how it pays here.
struct EndDraft {
    var chain: String?
    var token: String?
    var entry: Address?
    var exit: Address?
    var release: Lane.Release?
    var interface: String?
    var least: WrittenAmount?
    var most: WrittenAmount?

    static var keys: [Key<EndDraft>] {
        [
            .required("chain", \.chain, .reference(to: "a chain"), "which chain"),
            .required("token", \.token, .reference(to: "a token of that chain"), "which token"),
            .required("entry", \.entry, .address, "the contract that takes the token here"),
            .required("exit", \.exit, .address, "the contract that pays the token out here"),
            .required(
                "release",
                \.release,
                .choice([.vault, .mint]),
                "how it pays out here: from a vault, or by minting within a rate"
            ),
            .optional(
                "interface",
                \.interface,
                .reference(to: "a bridge interface"),
                "how these contracts are spoken to, where it is not as is assumed"
            ),
            .optional("least", \.least, .amount, "less is refused here"),
            .optional("most", \.most, .amount, "the most it takes here at once"),
        ]
    }
}
