import Ledger
import Vocabulary

/// An account's name in a tree that accountants know: what is ours are assets, what trades brought is
/// income, the unexplained is owed.
struct AccountPath {
    /// The root, then ever smaller parts: `assets`, `chain138`, `cUSDT`, `crossChain`.
    let parts: [String]

    init(_ account: Account, _ names: AssetNames) {
        let place = Self.place(of: account.asset, names)
        let (root, purpose) = Self.purpose(of: account.kind, names)
        parts = [root] + place + purpose
    }

    private static func place(of asset: Asset, _ names: AssetNames) -> [String] {
        ["chain\(asset.chain)", names.name(of: asset).segment]
    }

    private static func purpose(
        of kind: AccountKind,
        _ names: AssetNames
    ) -> (root: String, parts: [String]) {
        switch kind {
        case .publicLiquidity: ("assets", ["publicLiquidity"])
        case .stabilisation: ("assets", ["stabilisation"])
        case .flash: ("assets", ["flash"])
        case .crossChain: ("assets", ["crossChain"])
        case .longTerm: ("assets", ["longTerm"])
        case .inFlight(let passage): ("assets", ["inFlight"] + parts(of: passage, names))
        case .profit(let deal):
            ("income", [deal.side.rawValue] + place(of: .token(deal.base), names))
        case .crossing(let passage): ("equity", ["crossing"] + parts(of: passage, names))
        case .fees: ("expenses", ["fees"])
        case .gas: ("expenses", ["gas"])
        case .bridgeFees: ("expenses", ["bridgeFees"])
        case .capital: ("equity", ["capital"])
        case .suspense: ("liabilities", ["suspense"])
        case .rounding: ("expenses", ["rounding"])
        }
    }

    private static func parts(of passage: Passage, _ names: AssetNames) -> [String] {
        place(of: .token(passage.source), names) + ["to"]
            + place(of: .token(passage.destination), names)
    }

    /// `assets:chain138:cUSDT:crossChain`
    var plain: String { parts.joined(separator: ":") }

    /// `Assets:Chain138:CUSDT:CrossChain`: every part begins with a capital or a digit.
    var capitalised: String {
        parts.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: ":")
    }
}
