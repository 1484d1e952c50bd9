import Accounts
import Ledger
import Vocabulary

/// Why books can't be written, in words.
enum ExportRefusalText {
    static func words(for refusal: ExportRefusal) -> String {
        switch refusal {
        case .books(let refusal):
            "does not follow from the books before it: \(refusal.canonicalJSON)"
        case .beyondCalendar(let instant):
            "is dated \(instant.milliseconds) ms, behind the year 9999"
        case .commodityTaken(let commodity, let holder, let other):
            "would call two things \(commodity): \(holder.canonicalJSON) and "
                + "\(other.canonicalJSON); name them with --tokens"
        }
    }
}
