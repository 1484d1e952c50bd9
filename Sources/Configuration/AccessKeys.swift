public import Execution
public import Hashing
public import Vocabulary

// What the file says about the ways to a chain, and the plain values it becomes.

/// A JSON-RPC endpoint of one chain.
public struct EndpointDescription: Hashable, Sendable {
    public let name: String
    public let url: TextReference
    /// Where it tells new heads by itself; `nil` where it is only polled.
    public let websocket: TextReference?
    /// What stands in the way to it; `nil` for what the environment says.
    public let proxy: TextReference?
    /// Whose words it speaks; `nil` where nobody said.
    public let client: NodeClient?
    /// In the order of the file.
    public let headers: [Header]

    public struct Header: Hashable, Sendable {
        public let name: String
        public let value: TextReference
    }
}

/// Where transactions go, and only there.
public struct PrivateEndpoint: Hashable, Sendable {
    public let endpoint: EndpointDescription
    /// How many of the chain's validators get what is sent there, in turn.
    public let reaches: UInt64
    public let validators: UInt64

    /// Blocks a transaction may have to wait for a validator that knows it.
    public var delay: UInt64 { Self.delay(reaching: reaches, of: validators) }

    static func delay(reaching reaches: UInt64, of validators: UInt64) -> UInt64 {
        validators > reaches ? validators - reaches : 0
    }
}

/// The encrypted key of a chain's account, and where its password is.
public struct KeystoreReference: Hashable, Sendable {
    public let path: String
    public let password: TextReference
}

/// A contract whose code is written down.
public struct PinnedCode: Hashable, Sendable {
    public let contract: Address
    public let hash: Digest
}

/// A token whose contract answers something else than the decimals it has, and that this is known.
public struct DecimalsOnChain: Hashable, Sendable {
    public let token: Address
    public let answer: UInt8
}

/// All ways to one chain, and what is paid there. What is `nil` is for the bot's own defaults to say.
public struct ChainAccess: Hashable, Sendable {
    public let chain: ChainID
    public let endpoints: [EndpointDescription]
    public let privateEndpoint: PrivateEndpoint?
    public let keystore: KeystoreReference?
    public let genesis: BlockHash?
    public let codeHashes: [PinnedCode]
    public let decimalsOnChain: [DecimalsOnChain]
    public let poll: Interval?
    /// In block intervals.
    public let planAge: UInt64?
    public let fees: FeeDescription?
}

struct EndpointDraft {
    var url: TextReference?
    var websocket: TextReference?
    var proxy: TextReference?
    var client: NodeClient?
    var headers: [Named<TextReference>] = []

    static var keys: [Key<EndpointDraft>] {
        [
            .required("url", \.url, .url, "https:// or http://"),
            .optional(
                "websocket",
                \.websocket,
                .socketURL,
                "wss:// or ws://, where new heads are told; polling goes on beside it"
            ),
            .optional("proxy", \.proxy, .url, "in place of https_proxy of the environment"),
            .optional(
                "client",
                \.client,
                .choice([.besu, .geth, .other]),
                "whose words it speaks; 'other' behind a proxy"
            ),
            .namedValues("headers", \.headers, .secret, "sent with every request"),
        ]
    }

    func description(named name: String) -> EndpointDescription? {
        url.map { url in
            EndpointDescription(
                name: name,
                url: url,
                websocket: websocket,
                proxy: proxy,
                client: client,
                headers: headers.map { EndpointDescription.Header(name: $0.name, value: $0.value) }
            )
        }
    }
}

struct PrivateDraft {
    var endpoint = EndpointDraft()
    var reaches: UInt64?
    var validators: UInt64?

    static var keys: [Key<PrivateDraft>] {
        EndpointDraft.keys.map { $0.lifted(\.endpoint) } + [
            .required(
                "reaches",
                \.reaches,
                .number("", in: 1...1_000),
                "how many validators get what is sent there"
            ),
            .required(
                "validators",
                \.validators,
                .number("", in: 1...1_000),
                "how many the chain has in turn"
            ),
        ]
    }
}

struct KeystoreDraft {
    var path: String?
    var password: TextReference?

    static var keys: [Key<KeystoreDraft>] {
        [
            .required("path", \.path, .path, "the file that 'cantilever keys' wrote"),
            .required("password", \.password, .secret, "what opens it"),
        ]
    }
}
