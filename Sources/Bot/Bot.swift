import Parity
import Vocabulary

/// The machine that decides: an event goes in, effects come out, its state changes.
///
/// It reads no clock, no network, no disk and no chance, so that the same events always give the same
/// effects. What must survive a crash is the fold of the journal's entries (`record`); the rest
/// is knowledge that a restart asks for again.
public struct Bot: Sendable {
    var memory = Memory()

    /// What was seen since the last look, and what the signer was asked. Lost in a crash, and no loss.
    var sight = Sight()

    public init() {}

    /// What the journal remembers.
    struct Memory: Hashable, Sendable {
        var configuration: Configuration?
        var saga: Saga?
        var assessment: Assessment?
        var haltReason: String?
        var nextPlan: UInt64 = 1
        /// The next unused nonce of each chain; two chains at most, as the configuration has.
        var nextNonces: [ChainNonce] = []
    }

    struct ChainNonce: Hashable, Sendable {
        let chain: ChainID
        var next: UInt64
    }

    struct Sight: Hashable, Sendable {
        var first = Look.missing
        var second = Look.missing
        var draft = Draft.none
        /// For how many blocks the deviation has stood: a restart begins to count anew.
        var run = DeviationRun()
        var nextNumber: UInt64 = 1
    }

    enum Look: Hashable, Sendable {
        case missing
        case seen(Snapshot)
    }

    /// What the signer was asked to sign.
    enum Draft: Hashable, Sendable {
        case none
        case plan(SigningNumber, Plan)
        case reversal(SigningNumber, Plan, Order)
    }

    public mutating func handle(_ event: Event) -> [Effect] {
        switch event.happening {
        case .configured(let configuration):
            record([.configured(configuration)]) + [.wake(at: event.at)]
        case .woke: look(at: event.at)
        case .answered(_, let endpoint, .value(.snapshot(let snapshot))):
            see(snapshot, from: endpoint, at: event.at)
        case .answered(_, _, .value(.receipt(.some(let receipt)))): take(receipt)
        // Unknown is not failed: the next look asks again.
        case .answered(_, _, .value(.receipt(.none))), .answered(_, _, .timeout),
            .answered(_, _, .error):
            []
        case .signed(let number, .bytes(let transactions)): send(number, transactions)
        case .signed(let number, .refusal(let reason)): drop(number, because: reason)
        case .commanded(.halt(let reason)): record([.halted(reason: reason)])
        case .commanded(.resume): record([.resumed])
        }
    }
}
