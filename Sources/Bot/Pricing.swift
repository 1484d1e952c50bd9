import Parity
import Routes
import Vocabulary

/// What tokens and coins are worth, as a scene and the books need it.
struct Pricing: Sendable {
    let book: PriceBook
    let references: [ReferencePrice]

    init(_ book: PriceBook) {
        self.book = book
        references = book.tokens.map(\.reference)
    }
}

extension Bot {
    /// What everything is worth now. Where nothing comes from a feed it is made once.
    func pricing(_ fleet: Fleet, _ seen: () -> [Snapshot]) -> Pricing {
        if let pegs { return pegs }
        return Pricing(
            fleet.priceBook(
                seen(),
                parameters: fleet.routes.first?.parameters.oracle ?? OracleParameters(),
                now: step.now
            )
        )
    }

    /// What a token and a chain's coin are worth by what is agreed on now; `nil` while the chain is not.
    func pricing(on chain: ChainID) -> Pricing? {
        guard
            let fleet = memory.settings?.fleet,
            let index = desk(chain), desks[index].isAgreed
        else { return nil }
        return pricing(fleet) { desks.compactMap { $0.agreed?.snapshot } }
    }
}

extension Pricing {
    func price(of token: ContractKey) -> Reading<Price> {
        references.first { $0.token == token }?.price ?? .unknown(.unasked)
    }
}
