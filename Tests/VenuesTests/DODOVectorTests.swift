import Numerics
import TestSupport
import Testing

@testable import Venues

/// What real DODO contracts answered, to the last unit.
@Suite struct DODOVectorTests {
    static let files: [DODOVectors] = [
        DODOVectors(
            file: "dodo_dvm",
            kind: .dvm,
            revision: .current,
            expectedCounts: .init(
                states: 1100,
                queries: 5500,
                sales: 1008,
                skipped: ["buyShares": 30, "payer cannot pay": 8, "sellShares": 16, "sync": 38]
            )
        ),
        DODOVectors(
            file: "dodo_dpp",
            kind: .dpp,
            revision: .current,
            expectedCounts: .init(
                states: 1100,
                queries: 5500,
                sales: 1012,
                skipped: ["payer cannot pay": 6, "ratioSync": 41, "reset": 36, "tuneParameters": 5]
            )
        ),
        DODOVectors(
            file: "dodo_dsp",
            kind: .dsp,
            revision: .current,
            expectedCounts: .init(
                states: 1100,
                queries: 5486,
                sales: 999,
                skipped: ["buyShares": 32, "payer cannot pay": 8, "sellShares": 30, "sync": 31]
            )
        ),
        DODOVectors(
            file: "dodo_pre2024_dvm",
            kind: .dvm,
            revision: .beforeJanuary2024,
            expectedCounts: .init(
                states: 250,
                queries: 1248,
                sales: 237,
                skipped: ["buyShares": 4, "sellShares": 6, "sync": 3]
            )
        ),
        DODOVectors(
            file: "dodo_pre2024_dpp",
            kind: .dpp,
            revision: .beforeJanuary2024,
            expectedCounts: .init(
                states: 250,
                queries: 1248,
                sales: 231,
                skipped: ["ratioSync": 11, "reset": 5, "tuneParameters": 2, "tunePrice": 1]
            )
        ),
        DODOVectors(
            file: "dodo_pre2024_dsp",
            kind: .dsp,
            revision: .beforeJanuary2024,
            expectedCounts: .init(
                states: 250,
                queries: 1246,
                sales: 220,
                skipped: ["buyShares": 7, "payer cannot pay": 2, "sellShares": 11, "sync": 10]
            )
        ),
    ]

    @Test(arguments: files)
    func `every state, query and sale agrees with the contract`(_ vectors: DODOVectors) throws {
        var counts = DODOVectors.Counts()
        let cases = try #require(try Vectors.load(vectors.file)["cases"].array)
        for entry in cases {
            let id = entry["id"].string ?? "?"
            let pool = try #require(DODOCase.pool(entry, vectors), "\(id)")
            counts.states += 1

            let targets = Outcome { () throws(Refusal) in
                let (base, quote) = try pool.adjustedTargets()
                return [base, quote]
            }
            #expect(targets == DODOCase.targets(entry["adj"]), "\(id) adjusted targets")
            let mid = Outcome { () throws(Refusal) in try pool.midPrice() }
            #expect(mid == DODOCase.number(entry["mid"]), "\(id) mid price")

            for query in entry["queries"].array ?? [] {
                DODOCase.check(query, of: pool, kind: vectors.kind, id)
                counts.queries += 1
            }
            let operation = entry["op"]
            let kind = operation["kind"].string ?? "none"
            if !operation["skipped"].isNull {
                counts.skipped["payer cannot pay", default: 0] += 1
            } else if kind == "sellBase" || kind == "sellQuote" {
                DODOCase.check(sale: operation, of: pool, id)
                counts.sales += 1
            } else {
                counts.skipped[kind, default: 0] += 1
            }
        }
        let skipped = counts.skipped.sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        print(
            "\(vectors.file): \(counts.states) states, \(counts.queries) queries,",
            "\(counts.sales) sales; skipped: \(skipped)"
        )
        #expect(counts == vectors.expectedCounts)
    }
}

/// Reading and judging one case.
enum DODOCase {
    static func pool(_ entry: JSON, _ vectors: DODOVectors) -> DODOPool? {
        guard let price = entry["i"].integer, let slippage = entry["K"].integer,
            let base = entry["B"].integer, let quote = entry["Q"].integer,
            let baseTarget = entry["B0"].integer, let quoteTarget = entry["Q0"].integer,
            let number = entry["R"].int, let regime = DODOPool.Regime(rawValue: UInt8(number)),
            let lpFeeRate = entry["lpFeeRate"].integer,
            let maintainerFeeRate = entry["mtFeeRate"].integer
        else { return nil }
        return DODOPool(
            unchecked: vectors.kind,
            revision: vectors.revision,
            guidePrice: price,
            slippage: slippage,
            baseReserve: base,
            quoteReserve: quote,
            baseTarget: baseTarget,
            quoteTarget: quoteTarget,
            regime: regime,
            lpFeeRate: lpFeeRate,
            maintainerFeeRate: maintainerFeeRate
        )
    }

    static func number(_ json: JSON) -> Outcome<UInt256>? {
        if let revert = json.revert { return .refused(.reverts(revert)) }
        return json.integer.map { .value($0) }
    }

    static func targets(_ json: JSON) -> Outcome<[UInt256]>? {
        if let revert = json.revert { return .refused(.reverts(revert)) }
        guard let base = json["B0"].integer, let quote = json["Q0"].integer else { return nil }
        return .value([base, quote])
    }

    static func side(_ name: String?) -> Side? {
        switch name {
        case "sellBase": .base
        case "sellQuote": .quote
        default: nil
        }
    }

    /// `[received, maintainer fee, regime, stored target]`; a DVM answers only the first two.
    static func check(_ query: JSON, of pool: DODOPool, kind: DODOPool.Kind, _ id: String) {
        guard let side = side(query[0].string), let amount = query[1].integer else {
            Issue.record("\(id): unreadable query")
            return
        }
        let answer = Outcome { () throws(Refusal) in
            let quote = try pool.detailedQuote(selling: amount, of: side)
            var words = [quote.received, quote.maintainerFee]
            if kind != .dvm {
                let targets = try pool.adjustedTargets()
                words.append(UInt256(quote.regime.rawValue))
                words.append(side == .base ? targets.base : targets.quote)
            }
            return words
        }
        let expected: Outcome<[UInt256]>?
        if let revert = query[2].revert {
            expected = .refused(.reverts(revert))
        } else {
            let words = (query.array ?? []).dropFirst(2).compactMap {
                $0.integer ?? $0.int.map { UInt256($0) }
            }
            expected = .value(words)
        }
        #expect(answer == expected, "\(id) \(side) \(amount)")
    }

    static func check(sale: JSON, of pool: DODOPool, _ id: String) {
        guard let side = side(sale["kind"].string), let amount = sale["in"].integer else {
            Issue.record("\(id): unreadable sale")
            return
        }
        var after = pool
        let answer = Outcome { () throws(Refusal) in
            let paid = try after.sellDetailed(amount, of: side)
            return [paid.received, paid.maintainerFee]
        }
        if let revert = sale.revert {
            #expect(answer == .refused(.reverts(revert)), "\(id) sale")
            #expect(after == pool, "\(id): a refused sale changed the pool")
            return
        }
        #expect(answer == .value([sale["out"], sale["mtFee"]].compactMap(\.integer)), "\(id) sale")
        let state = sale["after"]
        #expect(after.baseReserve == state["B"].integer, "\(id) base reserve after")
        #expect(after.quoteReserve == state["Q"].integer, "\(id) quote reserve after")
        #expect(after.baseTarget == state["B0"].integer, "\(id) base target after")
        #expect(after.quoteTarget == state["Q0"].integer, "\(id) quote target after")
        #expect(Int(after.regime.rawValue) == state["R"].int, "\(id) regime after")
    }
}
