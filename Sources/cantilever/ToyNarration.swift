import Bot
import Numerics
import Parity
import Simulation
import Vocabulary

/// The toy market's scenes in words.
struct ToyNarration {
    private var hasExplained = false

    mutating func lines(for scene: ToyScene) -> [String] {
        guard let text = text(for: scene.happened) else { return [] }
        let tenths = scene.at.milliseconds / 100
        let clock = "\(tenths / 10).\(tenths % 10) s"
        return [String(repeating: " ", count: max(0, 7 - clock.count)) + clock + "  " + text]
    }

    private mutating func text(for happened: ToyScene.Happened) -> String? {
        switch happened {
        case .traded(let chain, let asset, let amount):
            "market    somebody sells \(Self.units(amount)) \(asset) on \(chain)"
        case .executed(let chain, let receipt):
            if let amountOut = receipt.amountOut {
                "chain     \(chain) block \(receipt.block): swap paid \(Self.units(amountOut))"
            } else {
                "chain     \(chain) block \(receipt.block): swap reverted, nothing moved"
            }
        case .alerted(let text): "alert     \(text)"
        case .crashed: "crash     the bot dies between the journal and the wire"
        case .restarted(let obligations):
            "restart   the journal leaves \(obligations.count) obligations: "
                + obligations.map(obligation).joined(separator: ", ")
        case .journalled(let entry): journalled(entry)
        }
    }

    private func obligation(_ effect: Effect) -> String {
        switch effect {
        case .broadcast(let transaction, _):
            "rebroadcast nonce \(transaction.nonce) on \(transaction.chain)"
        case .wake: "look again"
        case .journal, .ask, .sign, .alert: "\(effect)"
        }
    }

    private mutating func journalled(_ entry: Entry) -> String? {
        switch entry {
        case .configured: "journal   configured"
        case .judged(let assessment): "verdict   " + judged(assessment)
        case .planned(let plan, _, _):
            "journal   trade \(plan.number.value): sell \(Self.units(plan.sell.amount)) base on "
                + "\(plan.sell.chain) for at least \(Self.units(plan.sell.minimumOut)), buy it on "
                + "\(plan.buy.chain) for \(Self.units(plan.buy.amount))"
        case .legEnded(let number, let side, .filled(let amountOut)):
            "journal   trade \(number.value): \(side) leg filled, \(Self.units(amountOut)) out"
        case .legEnded(let number, let side, .reverted):
            "journal   trade \(number.value): \(side) leg reverted"
        case .reversalEnded(let number, .filled(let amountOut)):
            "journal   trade \(number.value): reversal filled, \(Self.units(amountOut)) out"
        case .reversalEnded(let number, .reverted):
            "journal   trade \(number.value): reversal reverted"
        case .unwinding(let number, let order, _):
            "unwind    trade \(number.value): sell \(Self.units(order.amount)) \(order.selling) back on "
                + "\(order.chain)"
        case .sagaEnded(let number, let ending):
            "ended     trade \(number.value): \(text(for: ending))"
        case .halted(let reason): "halt      \(reason)"
        case .resumed: "resumed"
        }
    }

    /// A trade with what it rests on, the first one with every check; anything else in a line.
    private mutating func judged(_ assessment: Assessment) -> String {
        let text = hasExplained ? assessment.summary : assessment.explanation
        hasExplained = hasExplained || assessment.plan != nil
        let lines = text.split(separator: "\n").map(String.init)
        guard assessment.plan != nil else { return lines.first ?? "" }
        let margin = "\n" + String(repeating: " ", count: 19)
        return lines.joined(separator: margin)
    }

    private func text(for ending: Ending) -> String {
        switch ending {
        case .settled(let received, let paid):
            "settled, received \(Self.units(received)) and paid \(Self.units(paid)) quote"
        case .nothingFilled: "nothing filled, nothing lost"
        case .unwound(let asset, let given, let returned):
            "unwound, \(Self.units(given)) \(asset) given and \(Self.units(returned)) returned"
        case .parked(let reason): "left for a person: \(reason)"
        }
    }

    static func balances(before: [ToyChain], after: [ToyChain]) -> String {
        zip(before, after).map { before, after in
            "\(after.chain): base \(Self.units(before.accountBase)) -> \(Self.units(after.accountBase)), "
                + "quote \(Self.units(before.accountQuote)) -> \(Self.units(after.accountQuote))"
        }.joined(separator: "\n")
    }

    /// An amount of six decimals, exactly.
    private static func units(_ amount: UInt256) -> String {
        let (whole, fraction) = amount.quotientAndRemainder(dividingBy: 1_000_000)
        guard fraction != 0 else { return "\(whole)" }
        let digits = "\(fraction)"
        return "\(whole)." + String(repeating: "0", count: 6 - digits.count) + digits
    }
}
