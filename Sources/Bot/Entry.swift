public import Parity

/// One line of the journal. The bot's state is the fold of all of them and of nothing else.
public enum Entry: Hashable, Sendable {
    case configured(Configuration)
    /// The verdict differs from the one before; equal verdicts leave no entry.
    case judged(Assessment)
    /// A trade was decided; its nonces are spent and its bytes may be on the wire.
    case planned(Plan, sell: SignedTransaction, buy: SignedTransaction)
    /// The chain executed a leg, or refused it.
    case legEnded(PlanNumber, LegName, LegOutcome)
    /// The same of the transaction that takes a filled leg back.
    case reversalEnded(PlanNumber, LegOutcome)
    /// The one filled leg is being taken back.
    case unwinding(PlanNumber, Order, SignedTransaction)
    case sagaEnded(PlanNumber, Ending)
    case halted(reason: String)
    case resumed
}
