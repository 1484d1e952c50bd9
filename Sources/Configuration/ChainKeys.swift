import Routes
import Vocabulary

// What the file says about chains, and by which keys.

struct ChainDraft {
    var id: ChainID?
    var blockInterval: Interval?
    var finality = FinalityDraft()
    var executor: Address?
    var account: Address?
    var multicall: Address?
    var nativePrice: PriceDraft?
    var pausable: [Address] = []
    var tokens: [Named<TokenDraft>] = []
    var pools: [Named<PoolDraft>] = []
    var endpoints: [Named<EndpointDraft>] = []
    var privateEndpoint: PrivateDraft?
    var keystore: KeystoreDraft?
    var genesis: BlockHash?
    var codeHashes: [Named<CodeHashDraft>] = []
    var poll: Interval?
    var planAge: UInt64?
    var fees: FeeDraft?

    static var keys: [Key<ChainDraft>] {
        [
            .required("id", \.id, .chainID, "what eth_chainId answers"),
            .required("block_interval", \.blockInterval, .duration, "the time between two blocks"),
            .section("finality", \.finality, FinalityDraft.keys, "when a block can't be taken back")
                .refusingAbsence("a section"),
            .optional(
                "executor",
                \.executor,
                .address,
                "the contract that holds the inventory; without one the chain is read-only"
            ),
            .optional("account", \.account, .address, "the account that pays for gas and signs"),
            .optional(
                "multicall",
                \.multicall,
                .address,
                "the aggregator of calls, where deployed"
            ),
            .price("native_price", \.nativePrice, "what one native coin is worth")
                .refusingAbsence(
                    Notation.fixedPrice.expected,
                    because: "without it gas has no price, and every trade would be held"
                ),
            .values("pausable", \.pausable, .address, "contracts that can be paused and say so"),
            .named("tokens", \.tokens, { _ in TokenDraft() }, TokenDraft.keys, "by symbol"),
            .named("pools", \.pools, { _ in PoolDraft() }, PoolDraft.keys, "by a name of yours"),
            .named(
                "endpoints",
                \.endpoints,
                { _ in EndpointDraft() },
                EndpointDraft.keys,
                "JSON-RPC endpoints, in the order of trust; two that agree are believed"
            ),
            .optionalSection(
                "private_endpoint",
                \.privateEndpoint,
                PrivateDraft(),
                PrivateDraft.keys,
                "where transactions go instead of any other endpoint"
            ),
            .optionalSection(
                "keystore",
                \.keystore,
                KeystoreDraft(),
                KeystoreDraft.keys,
                "the encrypted key of the account"
            ),
            .optional(
                "genesis",
                \.genesis,
                .blockHash,
                "of block 0, so that no other chain passes"
            ),
            .named(
                "code_hashes",
                \.codeHashes,
                { _ in CodeHashDraft() },
                CodeHashDraft.keys,
                "contracts whose code must be this, by a name of yours; else what is seen first counts"
            ),
            .optional("poll", \.poll, .duration, "between two looks"),
            .optional(
                "plan_age",
                \.planAge,
                .number("block"),
                "an older plan is cancelled and not sent again"
            ),
            .optionalSection("fees", \.fees, FeeDraft(), FeeDraft.keys, "what is paid for gas"),
        ]
    }
}

struct CodeHashDraft {
    var address: Address?
    var hash: BlockHash?

    static var keys: [Key<CodeHashDraft>] {
        [
            .required("address", \.address, .address, "the contract"),
            .required("hash", \.hash, .blockHash, "of its code, as 'cantilever doctor' shows it"),
        ]
    }
}

enum FinalityRule: String {
    case qbft
    case ibft2
    case depth
    case depthByWorth = "depth_by_worth"
}

struct FinalityDraft {
    var rule: FinalityRule?
    var validators: [Address] = []
    var depth: UInt64?
    var steps: [Named<StepDraft>] = []

    struct StepDraft {
        var upTo: Worth?
        var blocks: UInt64?
    }

    static var keys: [Key<FinalityDraft>] {
        [
            .required(
                "rule",
                \.rule,
                .choice([.qbft, .ibft2, .depth, .depthByWorth]),
                "by seals of validators, or by the number of blocks on top"
            ),
            .values("validators", \.validators, .address, "for qbft and ibft2: whose seals count"),
            .optional("depth", \.depth, .number("block"), "for depth: blocks on top"),
            .named(
                "steps",
                \.steps,
                { _ in StepDraft() },
                [
                    .required("up_to", \.upTo, .worth, "what is at stake at most"),
                    .required("blocks", \.blocks, .number("block"), "blocks on top for that"),
                ],
                "for depth_by_worth: the more at stake, the more blocks, rising"
            ),
        ]
    }
}

struct TokenDraft {
    var address: Address?
    var decimals: UInt8?
    var decimalsOnChain: UInt8?
    var price: PriceDraft?

    static var keys: [Key<TokenDraft>] {
        [
            .required("address", \.address, .address, "the token's contract"),
            .required(
                "decimals",
                \.decimals,
                .number("", in: 0...Token.mostDecimals),
                "compared with the chain's own answer"
            ),
            .optional(
                "decimals_on_chain",
                \.decimalsOnChain,
                .number("", in: 0...255),
                "what the contract answers instead, where that is known to be wrong; else it must agree"
            ),
            .price("price", \.price, "what one whole token is worth"),
        ]
    }
}

/// Where a price comes from, before its feeds have a chain.
enum PriceDraft {
    case fixed(FixedPrice)
    case feeds([Named<FeedDraft>])
}

struct FeedDraft {
    var address: Address?
    var decimals: UInt8?
    var oldest: Interval?

    static var keys: [Key<FeedDraft>] {
        [
            .required("address", \.address, .address, "the aggregator's contract"),
            .required("decimals", \.decimals, .number("", in: 0...36), "of its answer"),
            .required("oldest", \.oldest, .duration, "the oldest answer that counts"),
        ]
    }
}

private struct FeedsDraft {
    var feeds: [Named<FeedDraft>] = []

    static var keys: [Key<FeedsDraft>] {
        [
            .named(
                "feeds",
                \.feeds,
                { _ in FeedDraft() },
                FeedDraft.keys,
                "aggregators; their median"
            )
        ]
    }
}

extension Key {
    /// A fixed price, or feeds.
    static func price(
        _ name: String,
        _ field: WritableKeyPath<Target, PriceDraft?>,
        _ text: String
    ) -> Key {
        let inner = { FeedsDraft.keys.texts(below: name) }
        let notation = Notation.fixedPrice
        return Key(name: name, notation: notation.expected, text: text, inner: inner) {
            target,
            node,
            path,
            reader in
            guard let node else { return }
            guard case .mapping = node.content else {
                guard let fixed = reader.value(node, path, notation) else { return }
                target[keyPath: field] = .fixed(fixed)
                reader.note(path, notation.show(fixed, reader.terms), isGiven: true)
                return
            }
            var draft = FeedsDraft()
            reader.section(node, path, into: &draft, FeedsDraft.keys)
            if draft.feeds.isEmpty, !reader.hasFailed(path) {
                reader.complain(path, "names no feed")
            }
            target[keyPath: field] = .feeds(draft.feeds)
        }
    }
}
