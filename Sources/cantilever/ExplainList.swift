import Bot
import Parity
import Vocabulary

/// What there is to explain: the newest verdicts and trades with their ids.
enum ExplainList {
    private static let most = 20

    static func text(_ source: borrowing ExplainSource) throws(Failure) -> String {
        var (verdicts, trades): ([[String]], [[String]]) = ([], [])
        var counts = (verdicts: 0, trades: 0)
        try source.read { (found) throws(Failure) in
            let at = ExplainText.time(found.entry.at)
            switch found.entry.fact {
            case .judged(let judgement):
                counts.verdicts += 1
                let words = ExplainLever.words(judgement.assessment)
                verdicts.append(["\(found.index)", at, judgement.route, words])
            case .planned(let trade):
                counts.trades += 1
                let size = ExplainText.amount(trade.plan.size, trade.plan.sizeUnit)
                trades.append(["trade \(trade.saga)", at, trade.plan.route, size, "under way"])
            case .closed(let trade):
                guard let place = trades.lastIndex(where: { $0[0] == "trade \(trade.saga)" })
                else { return }
                let left = trade.realised.map { ", \(PaperText.signed($0))" } ?? ""
                trades[place][4] = ExplainTrade.words(trade.ending) + left
            default: return
            }
            if verdicts.count > 4 * most { verdicts.removeFirst(3 * most) }
            // Trades that wait for a bridge are old when they end.
            if trades.count > 512 { trades.removeFirst(256) }
        }
        let lines =
            ["VERDICTS, the newest of \(counts.verdicts)"]
            + ExplainText.table(verdicts.suffix(most), right: [0])
            + ["", "TRADES, the newest of \(counts.trades)"]
            + ExplainText.table(trades.suffix(most), right: [3])
            + ["", "'cantilever explain ID' explains one of them"]
        return lines.joined(separator: "\n") + "\n"
    }
}
