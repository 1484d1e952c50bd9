public import Risk

/// What an alert is about. The name is the first word of its key and its anchor in `docs/runbook.md`.
public enum AlertKind: String, CaseIterable, Hashable, Sendable {
    // What can be seen at any moment, and is over when it can't be seen any more.
    case winRate = "win-rate"
    case capitalLoss = "capital-loss"
    case gasPrice = "gas-price"
    case errorRate = "error-rate"
    case outOfParity = "out-of-parity"
    case toxic = "toxic-deviation"
    case pricesUnknown = "prices-unknown"
    case reserve
    case runway
    case subsidySpent = "subsidy-spent"
    case bridgePaused = "bridge-paused"
    case chainStale = "chain-stale"
    case lyingEndpoint = "lying-endpoint"
    case poolQuarantined = "pool-quarantined"
    case halted

    // What happens, and is no state that could end.
    case disputed
    case endpointFailing = "endpoint-failing"
    case timeJump = "time-jump"
    case gasMoney = "gas-money"
    case signer
    case transactionRefused = "transaction-refused"
    case lossLimit = "loss-limit"
    case tradeLimit = "trade-limit"
    case unwound
    case parked
    case books
    case nonces
    case breakers
    case bridgeLane = "bridge-lane"
    case signedLate = "signed-late"
    case journal
    case surplus
    case shortfall
    case contract
    case contractsUnknown = "contracts-unknown"
    case validators
    case tooManyAlerts = "too-many-alerts"
    case other
}

extension AlertKind {
    /// One line of what to do first; the rest is in the runbook.
    public var advice: String {
        switch self {
        case .winRate: "find out why fills fall short of their plans before more is traded"
        case .capitalLoss: "halt, then compare the books with the chains"
        case .gasPrice: "wait, or raise the ceiling on purpose"
        case .errorRate: "read why attempts failed; halt if they go on"
        case .outOfParity: "see in 'check' which rule keeps the bot from closing it"
        case .toxic: "find out what happened to the token or the bridge; trade nothing by hand"
        case .pricesUnknown: "see in 'check' which pool or feed can't be read"
        case .reserve: "refill the vault on the side that pays out"
        case .runway: "refill the vault before it runs dry, or slow the flow"
        case .subsidySpent: "decide whether parity is worth more today"
        case .bridgePaused: "ask who runs the bridge why it is paused"
        case .chainStale: "ask 'doctor' whether it is the chain or its endpoints"
        case .lyingEndpoint: "ask whoever runs it; until it has made amends the others must do"
        case .halted: "read the reason, remove it, then resume"
        case .disputed: "ask 'doctor' which endpoint differs"
        case .endpointFailing: "see whether the endpoint is down or refuses us"
        case .timeJump: "see whether the clock is kept by NTP"
        case .gasMoney: "send coins for gas to the account"
        case .signer: "see whether the signer runs and holds the right key"
        case .transactionRefused: "read what the node answered"
        case .tradeLimit: "see which limit keeps a plan from being begun"
        case .lossLimit: "decide whether more may be lost today"
        case .unwound: "read the trade's story with 'explain'"
        case .parked: "finish the trade by hand, then say so"
        case .books: "stop, and keep the journal: this is a fault of the program"
        case .nonces: "see what else sends from the account"
        case .breakers: "see in the journal which breaker was refused"
        case .bridgeLane: "follow the transfer on both chains"
        case .signedLate: "see what keeps the signer or the endpoints busy"
        case .journal: "make room on the journal's disk and restart"
        case .surplus: "adopt the balance, or find out who sent it"
        case .shortfall: "find out where the money went before anything else"
        case .contract: "find out who changed it and what it does now, then resume"
        case .contractsUnknown: "ask 'doctor' which endpoint shows no code by a block's hash"
        case .poolQuarantined: "compare the pool's kind and revision with its contract"
        case .validators: "ask the chain's operators, correct 'validators', then resume"
        case .tooManyAlerts: "read the log: more is wrong than can be told one by one"
        case .other: "read the log"
        }
    }

    /// Where the runbook tells the rest.
    public var runbook: String { "docs/runbook.md#\(rawValue)" }
}

/// The same for the same trouble, so that it is told once.
public struct AlertKey: Hashable, Sendable {
    public let kind: AlertKind
    /// Which chain, route, lane or endpoint; empty where there is just one.
    public let subject: String

    public init(_ kind: AlertKind, _ subject: String = "") {
        self.kind = kind
        self.subject = subject
    }
}

extension AlertKey: CustomStringConvertible {
    public var description: String {
        subject.isEmpty ? kind.rawValue : kind.rawValue + " " + subject
    }
}

/// What was seen of something that can be well or not.
public struct AlertFinding: Hashable, Sendable {
    public let key: AlertKey
    public let state: State

    public enum State: Hashable, Sendable {
        case trouble(AlertLevel, String)
        case well
        /// It can't be told now: what was told before stays as it was.
        case unknown
    }

    public init(_ key: AlertKey, _ state: State) {
        self.key = key
        self.state = state
    }
}
