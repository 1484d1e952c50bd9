/// Which column of a table holds what.
struct TableHeading {
    enum Clock: String, CaseIterable {
        case calendar = "time"
        case seconds = "time_s"
        case milliseconds = "time_ms"
    }

    enum Quantity {
        case price(Int)
        case reserves(base: Int, quote: Int)
    }

    let width: Int
    let clock: Clock
    let time: Int
    let chain: Int
    let pool: Int
    let quantity: Quantity

    static let expected =
        "the columns time (or time_s, time_ms), chain, pool, and price or base and quote"

    init(_ row: TableRow) throws(TableProblem) {
        let names = row.fields.map(\.text)
        let known = Clock.allCases.map(\.rawValue) + ["chain", "pool", "price", "base", "quote"]
        for (index, field) in row.fields.enumerated() {
            guard known.contains(field.text) else { throw row.problem(field, Self.expected) }
            guard !names[..<index].contains(field.text) else {
                throw row.problem(field, "each column once")
            }
        }
        let clocks = Clock.allCases.compactMap { clock in
            names.firstIndex(of: clock.rawValue).map { (clock, $0) }
        }
        let base = names.firstIndex(of: "base")
        let quote = names.firstIndex(of: "quote")
        let price = names.firstIndex(of: "price")
        let quantity: Quantity? =
            switch (price, base, quote) {
            case (let price?, nil, nil): .price(price)
            case (nil, let base?, let quote?): .reserves(base: base, quote: quote)
            default: nil
            }
        guard
            clocks.count == 1, let chain = names.firstIndex(of: "chain"),
            let pool = names.firstIndex(of: "pool"), let quantity
        else {
            let all = TableRow.Field(text: names.joined(separator: ","), column: 1)
            throw row.problem(all, Self.expected)
        }
        width = names.count
        (clock, time) = clocks[0]
        self.chain = chain
        self.pool = pool
        self.quantity = quantity
    }
}
