import Bot
import Configuration
import Glibc
import Numerics
import Recording
import Routes
import Simulation
import Venues
import Vocabulary

/// `cantilever import`: somebody's table of prices or reserves as a recording.
enum ImportCommand: Command {
    static let name = "import"
    static let summary = "make a recording out of a table of prices or reserves"
    static let help = """
        Make a recording out of a table of prices or reserves.

        Usage: cantilever import TABLE.csv STRATEGY.yaml RECORDING [options]

          --gas PRICE  what a unit of gas costs throughout, such as "0.01 gwei"; by chain as
                       "chain138=0.01 gwei,alltra=2 gwei". Without it a chain with a fee market costs a
                       hundredth of the base fee its simulation starts with, as a quiet one does, and
                       any other what its simulation asks at least

        TABLE.csv has comma-separated values; its first line names the columns, in any order:

          time      when, in UTC: 2026-11-21T08:00:00Z or with up to three decimals of a second;
                    or instead time_s or time_ms, whole seconds or milliseconds since 1970
          chain     a chain of the strategy, by its name or its id
          pool      a pool on it, by its name or its address
          price     whole quote for one whole base of the pool, such as 1.0005
          base      instead of a price the pool's reserves, in whole tokens: base,
          quote     and quote

        Rows are in order of time. Rows of one moment and one chain that stand together are one look at
        it; a pool keeps what its last row said. What the table does not tell is taken from the
        strategy's section 'simulation': how deep the pools are and what the vaults hold. A price sets
        a DODO pool's guide price, or a Uniswap V2 pair's base beside the quote it starts with; a
        Uniswap V3 pool keeps its positions and a StableSwap pool its invariant, and stands where trades
        would have left it. Of a Uniswap V3 pool reserves tell no price, so it needs one. Blocks are numbered by the chain's block interval.

        Every row that is wrong is named with its line and column and what was expected, up to twenty;
        then no recording is made. RECORDING must not exist.

        Exit codes: 0 imported, 64 usage, 65 the table or the strategy is wrong, 66 no such file, 69 the
        recording can't be written.

        Examples:
          cantilever import prices.csv strategies/demo-parity.yaml prices.rec
          cantilever import prices.csv mine.yaml prices.rec --gas "0.001 gwei"
        """

    private static let mostProblems = 20

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, options: ["--gas"])
        try arguments.refuse(after: 3)
        guard arguments.rest.count == 3 else {
            throw Failure(.usage, "say what to import: TABLE.csv STRATEGY.yaml RECORDING")
        }
        let (table, target) = (arguments.rest[0], arguments.rest[2])
        let strategy = try PaperCommand.strategy(arguments.rest[1])
        let scenery = try PaperStage(strategy).scenery(seed: nil)
        let gas = try ImportGas(arguments["--gas"], scenery)
        var reader = try reader(of: table, scenery, gas)
        let header = RecordingHeader(
            name: strategy.name,
            origin: .imported,
            fleet: scenery.settings.fleet
        )
        var (refusal, said): (Failure?, String) = (nil, "")
        do throws(RecordingFailure) {
            var writer = try RecordingWriter(path: target, header: header)
            refusal = try fill(&writer, from: &reader, table)
            if refusal == nil { try writer.finish() }
            let rows = PaperText.count(Int(clamping: reader.rows), "row")
            let sightings = PaperText.count(Int(clamping: writer.sightings), "sighting")
            said = "\(rows), \(sightings), \(writer.bytes) bytes in \(target)"
        } catch {
            throw RecordingText.failure(error, target)
        }
        if let refusal {
            // A half-made recording is not left behind.
            unsafe unlink(target)
            throw refusal
        }
        Terminal.say(said)
    }

    private static func reader(
        of table: String,
        _ scenery: Scenery,
        _ gas: ImportGas
    ) throws(Failure) -> TableReader {
        do throws(TableFailure) {
            return try TableReader(
                path: table,
                chains: ImportFilling.chains(of: scenery, gas),
                pools: scenery.pools.map { TablePool($0.description, template: $0.venue) }
            )
        } catch {
            throw failure(error, table)
        }
    }

    /// Why nothing is to be made of the table; `nil` when all of it was written.
    private static func fill(
        _ writer: inout RecordingWriter,
        from reader: inout TableReader,
        _ table: String
    ) throws(RecordingFailure) -> Failure? {
        var problems = 0
        while problems < mostProblems {
            let sighting: Sighting?
            do throws(TableFailure) {
                sighting = try reader.next()
            } catch {
                guard case .row(let problem) = error else { return failure(error, table) }
                problems += 1
                Terminal.complain(text(problem, table))
                continue
            }
            guard let sighting else { break }
            if problems == 0 { try writer.append(sighting) }
        }
        if problems > 0 { return Failure(.badData, "\(table): nothing was imported") }
        return writer.sightings == 0 ? Failure(.badData, "\(table): has no rows") : nil
    }

    private static func text(_ problem: TableProblem, _ table: String) -> String {
        let found = problem.found.isEmpty ? "nothing" : "'\(problem.found)'"
        return "\(table):\(problem.line):\(problem.column): expected \(problem.expected); "
            + "found \(found)"
    }

    private static func failure(_ failure: TableFailure, _ table: String) -> Failure {
        switch failure {
        case .file(let failure): RecordingText.failure(failure, table)
        case .heading(let problem), .row(let problem): Failure(.badData, text(problem, table))
        }
    }
}
