import Bot
import Numerics
import Routes
import Simulation
import Vocabulary

/// What a unit of gas costs in a recording that a table makes: no table tells it, so one price stands
/// throughout.
struct ImportGas {
    /// For chains that are not named; `nil` leaves it to the chain.
    private var everywhere: Wei?
    private var named: [(chain: ChainID, price: Wei)] = []

    /// Empty blocks bring a base fee down to the hundredth within three dozen of them.
    static let quietShare: UInt256 = 100

    /// Reads `0.01 gwei` for all chains that charge, or `chain138=0.01 gwei,651940=2 wei` for some.
    init(_ word: String?, _ scenery: Scenery) throws(Failure) {
        guard let word else { return }
        guard word.contains("=") else {
            everywhere = try Self.price(word)
            return
        }
        for part in word.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = part.split(separator: "=", omittingEmptySubsequences: false).map(
                String.init
            )
            guard halves.count == 2 else { throw Self.refusal(String(part)) }
            let name = halves[0].split(separator: " ").joined(separator: " ")
            let chains = scenery.settings.fleet.chains
            guard let chain = chains.first(where: { $0.name == name || "\($0.id)" == name }) else {
                let names = chains.map { "\($0.name) (\($0.id))" }.joined(separator: ", ")
                throw Failure(
                    .usage,
                    "'--gas' names '\(name)', and the strategy has the chains \(names)"
                )
            }
            guard !named.contains(where: { $0.chain == chain.id }) else {
                throw Failure(.usage, "'--gas' names '\(chain.name)' twice")
            }
            let price = try Self.price(halves[1])
            let fees = scenery.chains.first { $0.chain == chain.id }?.fees ?? .free
            guard fees != .free || price == .zero else {
                throw Failure(
                    .usage,
                    "'--gas' has a price for '\(chain.name)', and gas is free there: the section "
                        + "'simulation' says 'fees: free'"
                )
            }
            named.append((chain.id, price))
        }
    }

    private static func price(_ text: String) throws(Failure) -> Wei {
        let trimmed = text.split(separator: " ").joined(separator: " ")
        if trimmed == "0" { return .zero }
        guard let price = try? Wei(trimmed) else { throw refusal(text) }
        return price
    }

    private static func refusal(_ text: String) -> Failure {
        Failure(
            .usage,
            "'--gas' takes a price such as \"0.01 gwei\", or one for each chain such as "
                + "\"chain138=0.01 gwei,alltra=2 gwei\", not '\(text)'"
        )
    }

    /// Base fee and what nodes suggest on top: of a chain before London `nil` and all of it.
    ///
    /// Where nothing was said a chain with a fee market has a hundredth of the base fee that its simulation
    /// starts with, which is what a quiet chain comes to; another one has what its simulation asks at least.
    func price(on chain: ChainID, _ fees: ChainRules.FeeRule) -> (baseFee: Wei?, suggested: Wei) {
        let told = named.first { $0.chain == chain }?.price ?? everywhere
        switch fees {
        case .free: return (nil, .zero)
        case .legacy(let least): return (nil, told ?? Wei(least))
        case .market(let first):
            let quiet = Wei(first < Self.quietShare ? first : first / Self.quietShare)
            return (told ?? quiet, .zero)
        }
    }
}
