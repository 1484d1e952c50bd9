import Foundation
import Numerics
import Recording
import Routes
import TestSupport
import Testing
import Venues
import Vocabulary

/// A table of prices or reserves is read strictly, and what is wrong in it is named.
@Suite struct TableTests {
    private let folder: Folder
    private let chain: Chain
    private let pools: [TablePool]

    init() throws {
        folder = try Folder()
        let id = try #require(ChainID(138))
        chain = Chain(
            id: id,
            name: "home",
            blockInterval: Interval(milliseconds: 2_000),
            finality: .depth(1),
            nativePrice: .fixed(nil)
        )
        let tokens = try [(1, "cUSDT", 6), (2, "cUSDC", 18)].map { number, symbol, decimals in
            let token = Token(
                chain: id,
                address: Address(word: UInt256(UInt64(number))) ?? .zero,
                symbol: symbol,
                decimals: UInt8(decimals)
            )
            return try #require(token)
        }
        let venues = try Samples.venues()
        let kinds: [(String, PoolDescription.Kind, Venue)] = [
            ("pmm", .dodo(.dsp, .current), venues[0]), ("pair", .uniswapV2(.original), venues[1]),
            ("v3", .uniswapV3(wordsEachSide: 1), venues[2]),
        ]
        pools = try kinds.enumerated().map { index, kind in
            let description = PoolDescription(
                key: ContractKey(
                    chain: id,
                    address: Address(word: UInt256(UInt64(9 - index))) ?? .zero
                ),
                name: kind.0,
                base: tokens[0],
                quote: tokens[1],
                kind: kind.1
            )
            return TablePool(try #require(description), template: kind.2)
        }
    }

    private func read(_ text: String) throws -> (stream: [Sighting], failures: [TableFailure]) {
        let path = folder.path("\(UUID()).csv")
        try Data(text.utf8).write(to: URL(filePath: path))
        let filled = TableChain(
            chain,
            baseFee: nil,
            suggestedGas: Wei(7),
            vaults: [],
            pauses: []
        )
        var (stream, failures): ([Sighting], [TableFailure]) = ([], [])
        do throws(TableFailure) {
            var reader = try TableReader(path: path, chains: [filled], pools: pools)
            while failures.count < 10 {
                do throws(TableFailure) {
                    guard let sighting = try reader.next() else { break }
                    stream.append(sighting)
                } catch {
                    failures.append(error)
                }
            }
        } catch {
            failures.append(error)
        }
        return (stream, failures)
    }

    private func venue(_ sighting: Sighting, _ index: Int) -> Venue? {
        sighting.snapshot.pool(pools[index].description.key.address).value
    }

    @Test func `prices become the states of pools, moment by moment`() throws {
        let (stream, failures) = try read(
            """
            time,chain,pool,price
            2026-11-21T08:00:00Z,home,pmm,1.0005
            2026-11-21T08:00:00Z,138,pair,0.001

            "2026-11-21 08:00:01.5Z", home ,0x0000000000000000000000000000000000000009,0.5
            """
        )
        #expect(failures.isEmpty)
        #expect(stream.map(\.seen.milliseconds) == [1_795_248_000_000, 1_795_248_001_500])
        #expect(stream.map(\.block.number) == [897_624_000, 897_624_001])
        #expect(stream[1].block.parent == stream[0].block.hash)
        #expect(stream[0].suggestedGas == .known(Wei(7)))
        guard
            case .dodo(let first)? = venue(stream[0], 0),
            case .uniswapV2(let pair)? = venue(stream[0], 1),
            case .dodo(let second)? = venue(stream[1], 0)
        else {
            Issue.record("a pool is missing")
            return
        }
        // 18 - 6 + 18 decimals.
        let whole: UInt256 = 1_000_000_000_000_000_000_000_000_000_000
        #expect(first.guidePrice == whole + whole / 2_000)
        #expect(second.guidePrice == whole / 2)
        #expect(first.slippage == 500_000_000_000_000)
        // A unit of the base is worth a billion of the quote's.
        #expect(pair.reserve0 == 7 && pair.reserve1 == 7_000_000_000)
        #expect(venue(stream[1], 1) == .uniswapV2(pair))
        #expect(stream[0].snapshot.pool(pools[2].description.key.address) == .unknown(.unasked))
    }

    @Test func `reserves are taken as they are, and the scarce side makes the regime`() throws {
        let (stream, failures) = try read(
            """
            time_ms,chain,pool,base,quote
            1000,home,pmm,900_000,2
            2000,home,pmm,2000000,0.0000005
            3000,home,pair,1.5,0.000000000000000001
            """
        )
        #expect(failures.isEmpty)
        guard
            case .dodo(let first)? = venue(stream[0], 0),
            case .dodo(let second)? = venue(stream[1], 0),
            case .uniswapV2(let pair)? = venue(stream[2], 1)
        else {
            Issue.record("a pool is missing")
            return
        }
        #expect(first.regime == .aboveOne && first.baseReserve == 900_000_000_000)
        #expect(second.regime == .belowOne && second.quoteReserve == 500_000_000_000)
        #expect(pair.reserve0 == 1_500_000 && pair.reserve1 == 1)
    }

    @Test(arguments: [
        ("2026-02-29T00:00:00Z,home,pmm,1", 1, "a moment in UTC such as 2026-11-21T08:00:00Z"),
        ("1795248000,home,pmm,1", 1, "a moment in UTC such as 2026-11-21T08:00:00Z"),
        ("2026-11-21T08:00:00+02:00,home,pmm,1", 1, "a moment in UTC such as 2026-11-21T08:00:00Z"),
        (
            "2026-11-20T07:59:59Z,home,pmm,1", 1,
            "a moment not before the line above: rows are in order of time"
        ),
        ("2026-11-21T08:00:00Z,away,pmm,1", 22, "a chain of the strategy: home (138)"),
        ("2026-11-21T08:00:00Z,home,pnn,1", 27, "a pool on home: pmm, pair, v3"),
        ("2026-11-21T08:00:00Z,home,pmm,1e3", 31, "cUSDC for one cUSDT, such as 1.0005"),
        ("2026-11-21T08:00:00Z,home,pmm,-1", 31, "cUSDC for one cUSDT, such as 1.0005"),
        ("2026-11-21T08:00:00Z,home,pmm,0", 31, "cUSDC for one cUSDT, such as 1.0005"),
        ("2026-11-21T08:00:00Z,home,pmm,", 31, "cUSDC for one cUSDT, such as 1.0005"),
        (
            "2026-11-21T08:00:00Z,home,v3,1", 30,
            "a price at which 'v3' has liquidity; a larger 'slippage' in the section 'simulation' "
                + "spreads it wider"
        ),
        ("2026-11-21T07:00:00Z,home,pmm,7", 27, "each pool once at one moment"),
        ("2026-11-21T08:00:00Z,home,pmm", 1, "4 fields, as the first line has"),
        (
            "2026-11-21T08:00:00Z,home,pmm,\"1", 33,
            "a closing quote and then a comma or the line's end"
        ),
    ])
    func `a row that is wrong is named and left out`(
        row: String,
        column: Int,
        expected: String
    ) throws {
        let (stream, failures) = try read(
            """
            time,chain,pool,price
            2026-11-21T07:00:00Z,home,pmm,1
            \(row)
            2026-11-21T09:00:00Z,home,pmm,3
            """
        )
        #expect(stream.count == 2)
        guard case .row(let problem)? = failures.first, failures.count == 1 else {
            Issue.record("\(failures)")
            return
        }
        #expect(problem.line == 3)
        #expect(problem.column == column)
        #expect(problem.expected == expected)
    }

    @Test func `columns that are wrong end it at once`() throws {
        for (line, column) in [
            ("time,chain,pool", 1), ("time,chain,pool,price,base", 1), ("when,chain,pool,price", 1),
            ("time,chain,chain,pool,price", 12), ("time,time_s,chain,pool,price", 1), ("", 1),
        ] {
            let (stream, failures) = try read(line + "\n1,2,3,4\n")
            #expect(stream.isEmpty)
            guard case .heading(let problem)? = failures.first else {
                Issue.record("\(line): \(failures)")
                continue
            }
            #expect(problem.line == 1 && problem.column == column, "\(line)")
        }
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `no table makes the reader fall over`(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        var text = Array(
            "time_s,chain,pool,base,quote\n1,home,pmm,5,6\n2,home,pair,\"7\",8\r\n3,138,pmm,1,1\n"
                .utf8
        )
        for _ in 0..<Int.random(in: 1...4, using: &chance) {
            let place = Int.random(in: text.indices, using: &chance)
            let bytes: [UInt8] = [0x00, 0x22, 0x2C, 0x0A, 0x0D, 0x39, 0xFF]
            text[place] = bytes[Int.random(in: bytes.indices, using: &chance)]
        }
        let path = folder.path("fuzz")
        try Data(text).write(to: URL(filePath: path))
        let filled = TableChain(chain, baseFee: nil, suggestedGas: .zero, vaults: [], pauses: [])
        do throws(TableFailure) {
            var reader = try TableReader(path: path, chains: [filled], pools: pools)
            for _ in 0..<20 {
                do throws(TableFailure) {
                    guard try reader.next() != nil else { break }
                } catch {
                    guard case .row(let problem) = error else { throw error }
                    #expect(problem.line > 1 && problem.column >= 1)
                }
            }
        } catch {
            guard case .heading = error else {
                Issue.record("\(error)")
                return
            }
        }
    }
}
