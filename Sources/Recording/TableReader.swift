import Hashing
import Numerics
public import Routes
import Venues
import Vocabulary

/// Reads a table of prices or reserves as the sightings of a recording, with memory that does not grow.
///
/// Rows of one moment and one chain that stand together are one sighting. A pool keeps what its last row
/// said, and is unknown before its first one. A chain's blocks are numbered by its block interval, each at
/// least one above the last, and have derived hashes.
public struct TableReader: ~Copyable {
    private var file: SourceFile
    private let heading: TableHeading
    private let chains: [TableChain]
    private let pools: [TablePool]
    /// By pool: what the rows read so far say of it.
    private var states: [Venue?]
    /// By chain: the number of its last block.
    private var numbers: [UInt64?]
    private var derivation = HashDerivation()
    private var line: UInt64 = 1
    private var last = Instant.start
    private var group: Group?
    public private(set) var rows: UInt64 = 0

    /// A longer line is none of such a table.
    static let longestLine = 4_096

    /// Rows of one moment and one chain.
    private struct Group {
        let time: Instant
        let chain: Int
        var pools: [Int]
    }

    private struct Entry {
        let time: Instant
        let chain: Int
        let pool: Int
        let venue: Venue
    }

    public init(
        path: String,
        chains: [TableChain],
        pools: [TablePool]
    ) throws(TableFailure) {
        var file = try Self.source(path)
        let heading = try Self.heading(&file)
        self.file = file
        self.heading = heading
        self.chains = chains
        self.pools = pools
        states = Array(repeating: nil, count: pools.count)
        numbers = Array(repeating: nil, count: chains.count)
    }

    private static func source(_ path: String) throws(TableFailure) -> SourceFile {
        do throws(RecordingFailure) {
            return try SourceFile(path)
        } catch {
            throw .file(error)
        }
    }

    private static func line(_ file: inout SourceFile) throws(TableFailure) -> [UInt8]? {
        do throws(RecordingFailure) {
            return try file.line(atMost: longestLine)
        } catch {
            throw .file(error)
        }
    }

    private static func heading(_ file: inout SourceFile) throws(TableFailure) -> TableHeading {
        let first = try line(&file) ?? []
        // What some editors begin a file with.
        let isMarked = first.starts(with: [0xEF, 0xBB, 0xBF])
        do throws(TableProblem) {
            return try TableHeading(TableRow(Array(first.dropFirst(isMarked ? 3 : 0)), line: 1))
        } catch {
            throw .heading(error)
        }
    }

    /// How far it is, in bytes.
    public var progress: (read: UInt64, of: UInt64) { (file.offset, max(file.size, file.offset)) }

    /// The next sighting; `nil` behind the last one. After a failure of a row the next call goes on behind
    /// it.
    public mutating func next() throws(TableFailure) -> Sighting? {
        while let entry = try entry() {
            var done: Sighting?
            if let group, group.time != entry.time || group.chain != entry.chain {
                done = sighting(group)
                self.group = nil
            }
            var group = self.group ?? Group(time: entry.time, chain: entry.chain, pools: [])
            group.pools.append(entry.pool)
            states[entry.pool] = entry.venue
            self.group = group
            if let done { return done }
        }
        defer { group = nil }
        return group.map { sighting($0) }
    }
}

extension TableReader {
    /// The next row that is one; empty lines are none.
    private mutating func entry() throws(TableFailure) -> Entry? {
        while true {
            guard let bytes = try Self.line(&file) else { return nil }
            line += 1
            guard !bytes.isEmpty, bytes != [0x0D] else { continue }
            do throws(TableProblem) {
                let entry = try entry(try TableRow(bytes, line: line))
                rows += 1
                last = entry.time
                return entry
            } catch {
                throw .row(error)
            }
        }
    }

    private func entry(_ row: TableRow) throws(TableProblem) -> Entry {
        guard row.fields.count == heading.width else {
            throw TableProblem(
                line: row.line,
                column: 1,
                found: "\(row.fields.count) fields",
                expected: "\(heading.width) fields, as the first line has"
            )
        }
        let time = row.fields[heading.time]
        guard let moment = TableTime.instant(time.text, heading.clock) else {
            throw row.problem(time, TableTime.expected(heading.clock))
        }
        guard moment >= last else {
            throw row.problem(time, "a moment not before the line above: rows are in order of time")
        }
        let chain = try chain(row)
        let pool = try pool(row, on: chain)
        if let group, group.time == moment, group.chain == chain, group.pools.contains(pool) {
            throw row.problem(row.fields[heading.pool], "each pool once at one moment")
        }
        return Entry(time: moment, chain: chain, pool: pool, venue: try venue(row, of: pools[pool]))
    }

    private func chain(_ row: TableRow) throws(TableProblem) -> Int {
        let field = row.fields[heading.chain]
        let found = chains.firstIndex { known in
            known.chain.name == field.text || "\(known.chain.id)" == field.text
        }
        guard let found else {
            let names = chains.map { "\($0.chain.name) (\($0.chain.id))" }
            throw row.problem(field, "a chain of the strategy: " + names.joined(separator: ", "))
        }
        return found
    }

    private func pool(_ row: TableRow, on chain: Int) throws(TableProblem) -> Int {
        let field = row.fields[heading.pool]
        let id = chains[chain].chain.id
        let address = try? Address(field.text)
        let found = pools.firstIndex { pool in
            pool.description.key.chain == id
                && (pool.description.name == field.text || pool.description.key.address == address)
        }
        guard let found else {
            let names = pools.filter { $0.description.key.chain == id }.map(\.description.name)
            throw row.problem(
                field,
                "a pool on \(chains[chain].chain.name): "
                    + (names.isEmpty ? "there are none" : names.joined(separator: ", "))
            )
        }
        return found
    }

    private func venue(_ row: TableRow, of pool: TablePool) throws(TableProblem) -> Venue {
        let (base, quote) = (pool.description.base, pool.description.quote)
        switch heading.quantity {
        case .price(let column):
            let field = row.fields[column]
            guard let price = try? DecimalNumber(field.text), !price.digits.isZero else {
                throw row.problem(field, "\(quote.symbol) for one \(base.symbol), such as 1.0005")
            }
            guard let venue = pool.venue(price: price) else {
                throw row.problem(field, pool.expectedPrice)
            }
            return venue
        case .reserves(let first, let second):
            if case .uniswapV3 = pool.template {
                throw row.problem(
                    row.fields[heading.pool],
                    "any other pool than a Uniswap V3 one, or a table with the column 'price': what a "
                        + "V3 pool holds does not tell its price"
                )
            }
            let amounts = (
                try amount(row, row.fields[first], base), try amount(row, row.fields[second], quote)
            )
            guard let venue = pool.venue(base: amounts.0, quote: amounts.1) else {
                throw row.problem(
                    row.fields[first],
                    "reserves that the pool's contract can have"
                )
            }
            return venue
        }
    }

    private func amount(
        _ row: TableRow,
        _ field: TableRow.Field,
        _ token: Token
    ) throws(TableProblem) -> UInt256 {
        guard let amount = try? Amount(field.text, decimals: token.decimals) else {
            throw row.problem(
                field,
                "an amount of \(token.symbol) with at most \(token.decimals) decimals"
            )
        }
        return amount.units
    }

    private mutating func sighting(_ group: Group) -> Sighting {
        let filled = chains[group.chain]
        let interval = max(1, filled.chain.blockInterval.milliseconds)
        let number = max(
            (numbers[group.chain] ?? 0) + 1,
            group.time.milliseconds / interval
        )
        numbers[group.chain] = number
        var sights: [PoolSight] = []
        for (index, pool) in pools.enumerated()
        where pool.description.key.chain == filled.chain.id {
            sights.append(
                PoolSight(
                    pool: pool.description.key.address,
                    state: states[index].map { .known($0) } ?? .unknown(.unasked)
                )
            )
        }
        let nothing = BlockHash(Digest(words: 0, 0, 0, 0))
        let snapshot = Snapshot(
            chain: filled.chain.id,
            block: Block(
                number: number,
                hash: nothing,
                parent: nothing,
                time: group.time,
                baseFee: filled.baseFee
            ),
            pools: sights.sorted { $0.pool < $1.pool },
            vaults: filled.vaults,
            pauses: filled.pauses
        )
        guard let snapshot else { preconditionFailure("a strategy's own lists make no snapshot") }
        return derivation.link(
            Sighting(
                seen: group.time,
                snapshot: snapshot,
                suggestedGas: .known(filled.suggestedGas)
            )
        )
    }
}
