import Bot
import Contracts
import Vocabulary

/// What the bot is told of one of its transactions.
typealias Fate = Bot::TransactionSight

extension SightLook {
    /// A receipt says that it is mined, a transaction without block that it waits; only two blanks say that
    /// the node does not have it. A receipt that is missing where the transaction is mined is unknown.
    func fate(
        of hash: TransactionHash,
        _ receipt: CallOutcome,
        _ transaction: CallOutcome
    ) throws(LookFault) -> Fate {
        let receipt = ChainQuery.receipt(hash).read(receipt)
        let transaction = ChainQuery.transaction(hash).read(transaction)
        for outcome in [receipt, transaction] {
            if case .contradictory(let contradiction) = outcome {
                throw LookFault(.contradictory(contradiction))
            }
        }
        switch (receipt, transaction) {
        case (.answered(.receipt(let receipt)), _): return .mined(receipt)
        case (.absent, .answered(.transaction(let sight))):
            return sight.place == .waiting ? .pending : .unknown
        case (.absent, .absent): return .absent
        default: return .unknown
        }
    }
}
