import Numerics
import TestSupport
import Testing

@testable import Venues

/// What the real library and real pairs of Uniswap V2 answered, to the last unit.
@Suite struct UniswapV2VectorTests {
    @Test func `the library's three functions agree with the contract`() throws {
        let cases = try #require(try Vectors.load("uniswap_v2_pure")["cases"].array)
        var counts: [String: Int] = [:]
        for (index, entry) in cases.enumerated() {
            let function = try #require(entry["fn"].string)
            let answer = Outcome { () throws(Refusal) in
                do throws(UniswapV2Fault) { return try Self.call(function, entry) } catch {
                    throw error.refusal
                }
            }
            let expected: Outcome<UInt256?> =
                if let revert = entry["out"].revert {
                    .refused(.reverts(revert))
                } else {
                    .value(entry["out"].integer)
                }
            #expect(answer == expected, "case \(index): \(function)")
            counts[function, default: 0] += 1
        }
        #expect(counts == ["getAmountOut": 300, "getAmountIn": 300, "quote": 300])
    }

    private static func call(
        _ function: String,
        _ entry: JSON
    ) throws(UniswapV2Fault) -> UInt256? {
        let reserves = (entry["reserveIn"].integer, entry["reserveOut"].integer)
        switch function {
        case "getAmountOut":
            guard let amount = entry["amountIn"].integer, let sold = reserves.0,
                let paid = reserves.1
            else { return nil }
            return try UniswapV2Library.amountOut(amount, sold, paid, .original)
        case "getAmountIn":
            guard let amount = entry["amountOut"].integer, let sold = reserves.0,
                let paid = reserves.1
            else { return nil }
            return try UniswapV2Library.amountIn(amount, sold, paid, .original)
        default:
            guard let amount = entry["amountA"].integer, let one = entry["reserveA"].integer,
                let other = entry["reserveB"].integer
            else { return nil }
            return try UniswapV2Library.proportion(amount, one, other)
        }
    }

    @Test(arguments: [
        (
            "uniswap_v2_swaps_1", 437,
            ["addLiquidity": 44, "removeLiquidity": 34, "skim": 17, "sync": 18]
        ),
        (
            "uniswap_v2_swaps_2", 427,
            ["addLiquidity": 40, "removeLiquidity": 44, "skim": 14, "sync": 25]
        ),
    ])
    func `every swap through router and pair agrees with the contract`(
        file: String,
        swaps: Int,
        skipped: [String: Int]
    ) throws {
        let document = try Vectors.load(file)
        var seen = 0
        var left: [String: Int] = [:]
        for entry in try #require(document["cases"].array) {
            let id = try #require(entry["id"].string)
            let operation = try #require(entry["op"].string)
            switch operation {
            case "swapExactIn", "swapExactOut":
                var world = try UniswapV2World(entry, id)
                try world.route(exactOut: operation == "swapExactOut")
            case "pairSwap":
                var world = try UniswapV2World(entry, id)
                try world.pairSwap()
            default:
                left[operation, default: 0] += 1
                continue
            }
            seen += 1
        }
        let addresses = document["pairAddresses"].array?.count ?? 0
        let permits = document["permits"].array?.count ?? 0
        let list = left.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        print(
            "\(file): \(seen) swaps; skipped: \(list.joined(separator: ", ")),",
            "pair addresses \(addresses), permits \(permits)"
        )
        #expect(seen == swaps)
        #expect(left == skipped)
    }
}

/// Two pairs over three tokens, as one case has them.
struct UniswapV2World {
    struct Place {
        var pair: UniswapV2Pair
        var sums: UniswapV2Accumulators
        let tokens: [Int]
    }

    let entry: JSON
    let id: String
    let timestamp: UInt32
    var places: [Place]

    init(_ entry: JSON, _ id: String) throws {
        self.entry = entry
        self.id = id
        timestamp = UInt32(try #require(entry["timestamp"].int))
        places = try #require(entry["before"].array).map { try Self.place($0) }
    }

    private static func place(_ json: JSON) throws -> Place {
        Place(
            pair: try UniswapV2Pair(
                reserve0: #require(json["reserve0"].integer),
                reserve1: #require(json["reserve1"].integer),
                fee: .original
            ),
            sums: UniswapV2Accumulators(
                price0: try #require(json["price0CumulativeLast"].integer),
                price1: try #require(json["price1CumulativeLast"].integer),
                timestamp: UInt32(try #require(json["blockTimestampLast"].int))
            ),
            tokens: try #require(json["tokens"].array).compactMap(\.int)
        )
    }

    /// The pairs along the path, with the side that is sold to each.
    private func hops() throws -> [(place: Int, side: Side)] {
        let path = try #require(entry["path"].array).compactMap(\.int)
        return try zip(path, path.dropFirst()).map { from, to in
            let place = try #require(places.firstIndex { Set($0.tokens) == [from, to] })
            return (place, places[place].tokens[0] == from ? .base : .quote)
        }
    }

    mutating func route(exactOut: Bool) throws {
        let hops = try hops()
        let start = places
        let amounts = Outcome { () throws(Refusal) -> [UInt256] in
            exactOut ? try backwards(hops, start) : try forwards(hops, start)
        }
        let view = entry[exactOut ? "getAmountsIn" : "getAmountsOut"]
        #expect(amounts == Self.list(view), "\(id) amounts before")

        let made = Outcome { () throws(Refusal) -> [UInt256] in
            guard case .value(let amounts) = amounts else { return try forwards([], start) }
            for (index, hop) in hops.enumerated() {
                try swap(hop, amounts[index], amounts[index + 1])
            }
            return amounts
        }
        if case .value = amounts { #expect(made == Self.list(entry["amounts"]), "\(id) amounts") }
        if entry["amounts"].revert == nil { try expectAfter() }
    }

    private func forwards(
        _ hops: [(place: Int, side: Side)],
        _ start: [Place]
    ) throws(Refusal) -> [UInt256] {
        var amounts = [entry["amountIn"].integer ?? .max]
        for hop in hops {
            let sold = amounts[amounts.count - 1]
            let quote = try start[hop.place].pair.quote(selling: sold, of: hop.side)
            amounts.append(quote.received)
        }
        return amounts
    }

    private func backwards(
        _ hops: [(place: Int, side: Side)],
        _ start: [Place]
    ) throws(Refusal) -> [UInt256] {
        var amounts = [entry["amountOut"].integer ?? .max]
        for hop in hops.reversed() {
            let pair = start[hop.place].pair
            amounts.insert(
                try pair.quote(buying: amounts[0], of: hop.side.other).sold,
                at: 0
            )
        }
        return amounts
    }

    private mutating func swap(
        _ hop: (place: Int, side: Side),
        _ sent: UInt256,
        _ taken: UInt256
    ) throws(Refusal) {
        let before = places[hop.place].pair
        let isBase = hop.side == .base
        try places[hop.place].pair.swap(
            sending0: isBase ? sent : .zero,
            sending1: isBase ? .zero : sent,
            taking0: isBase ? .zero : taken,
            taking1: isBase ? taken : .zero
        )
        places[hop.place].sums.touch(at: timestamp, before: before)
    }

    mutating func pairSwap() throws {
        let place = try #require(entry["pair"].int)
        let before = places[place].pair
        let amounts = ["amount0In", "amount1In", "amount0Out", "amount1Out"]
            .compactMap { entry[$0].integer }
        #expect(amounts.count == 4)
        let made = Outcome { () throws(Refusal) -> Bool in
            try places[place].pair.swap(
                sending0: amounts[0],
                sending1: amounts[1],
                taking0: amounts[2],
                taking1: amounts[3]
            )
            return true
        }
        if let revert = entry["result"].revert {
            #expect(made == .refused(.reverts(revert)), "\(id) pair swap")
            #expect(places[place].pair == before, "\(id): a refused swap changed the pair")
            return
        }
        #expect(made == .value(true), "\(id) pair swap")
        places[place].sums.touch(at: timestamp, before: before)
        try expectAfter()
    }

    private func expectAfter() throws {
        let after = try #require(entry["after"].array).map { try Self.place($0) }
        for (mine, theirs) in zip(places, after) {
            #expect(mine.pair == theirs.pair, "\(id) reserves after")
            #expect(mine.sums == theirs.sums, "\(id) accumulators after")
        }
    }

    private static func list(_ json: JSON) -> Outcome<[UInt256]>? {
        if let revert = json.revert { return .refused(.reverts(revert)) }
        return json.array.map { .value($0.compactMap(\.integer)) }
    }
}
