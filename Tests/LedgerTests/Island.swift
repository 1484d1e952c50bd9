import Ledger
import Numerics
import Testing
import Vocabulary

/// Two chains, a base with 18 decimals on one and 6 on the other, a quote with 6, and native coins.
struct Island {
    let mainland: ChainID
    let overseas: ChainID
    let base: ContractKey
    let farBase: ContractKey
    let quote: ContractKey
    let farQuote: ContractKey

    init() throws {
        mainland = try #require(ChainID(138))
        overseas = try #require(ChainID(651_940))
        let (one, two) = (try #require(Address(word: 1)), try #require(Address(word: 2)))
        base = ContractKey(chain: mainland, address: one)
        farBase = ContractKey(chain: overseas, address: one)
        quote = ContractKey(chain: mainland, address: two)
        farQuote = ContractKey(chain: overseas, address: two)
    }

    var out: Passage { Passage(source: base, destination: farBase) }
    var home: Passage { Passage(source: farBase, destination: base) }

    func account(_ key: ContractKey, _ kind: AccountKind) -> Account { Account(.token(key), kind) }
    func coin(_ chain: ChainID, _ kind: AccountKind) -> Account { Account(.native(chain), kind) }

    /// Prices in numéraire per whole token, as fractions.
    func references(
        base basePrice: (UInt256, UInt256) = (2, 1),
        quote quotePrice: (UInt256, UInt256) = (1, 1),
        coin coinPrice: (UInt256, UInt256) = (3_000, 1)
    ) throws -> References {
        func price(_ fraction: (UInt256, UInt256)) throws -> Price {
            try #require(Price(numerator: fraction.0, denominator: fraction.1))
        }
        let all = [
            try #require(
                Reference(
                    [.init(.token(base), decimals: 18), .init(.token(farBase), decimals: 6)],
                    price: try price(basePrice)
                )
            ),
            try #require(
                Reference(
                    [.init(.token(quote), decimals: 6), .init(.token(farQuote), decimals: 6)],
                    price: try price(quotePrice)
                )
            ),
            try #require(
                Reference(
                    [
                        .init(.native(mainland), decimals: 18),
                        .init(.native(overseas), decimals: 18),
                    ],
                    price: try price(coinPrice)
                )
            ),
        ]
        return try #require(References(all))
    }
}

extension Books {
    /// Books it as it happened, under the next id.
    @discardableResult
    mutating func settle(_ entries: [BookEntry]) throws -> BookingID {
        let id = BookingID((latest?.number ?? 0) + 1)
        #expect(try apply(.settle(try Booking(id, entries))) == .applied)
        return id
    }

    @discardableResult
    mutating func reserve(_ entries: [BookEntry]) throws -> BookingID {
        let id = BookingID((latest?.number ?? 0) + 1)
        #expect(try apply(.reserve(try Booking(id, entries))) == .applied)
        return id
    }

    /// Capital brought in, in base units.
    mutating func bring(_ amount: Int256, to account: Account) throws {
        try settle([
            BookEntry(account, amount), BookEntry(Account(account.asset, .capital), .zero - amount),
        ])
    }
}
