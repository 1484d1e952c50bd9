import TestSupport
import Testing

@Suite struct QuoteCommandTests {
    private let dodo = """
        {"kind":"dodo","name":"stable","contract":"dsp","revision":"current","regime":"one",\
        "guidePrice":"1000000000000000000","slippage":"500000000000000","baseReserve":"1000000000000",\
        "quoteReserve":"1000000000000","baseTarget":"1000000000000","quoteTarget":"1000000000000",\
        "lpFeeRate":"300000000000000","decimals":[6,6]}
        """
    private let pair =
        #"{"kind":"uniswap-v2","reserve0":1000000000000,"reserve1":"1000000000000","feeKept":997,"feeWhole":1000}"#
    private let ticks = """
        {"kind":"uniswap-v3","sqrtPriceX96":"79228162514264337593543950336","tick":0,\
        "liquidity":"100000000000000","fee":100,"tickSpacing":1,"ticks":[],"firstWord":-1,"lastWord":0}
        """
    private let coins = """
        {"kind":"stableswap","generation":"classic","balances":["1000000000000","1000000000000"],\
        "decimals":[6,6],"amplification":"20000","fee":"4000000","administratorShare":"5000000000",\
        "base":0,"quote":1}
        """

    @Test func `every kind of pool answers with its published number`() throws {
        let program = try Program.run(
            ["quote", "--sell", "base", "--units", "10000000000", "--json"],
            input: [dodo, pair, ticks, "", coins].joined(separator: "\n")
        )
        #expect(program.exitCode == 0, "\(program.complaint)")
        let lines = program.output.split(separator: "\n")
        #expect(lines.count == 4)
        for (line, received) in zip(
            lines,
            ["9996949511", "9871580343", "9998000299", "9995502662"]
        ) {
            #expect(line.contains("\"received\":\"\(received)\""))
        }
    }

    @Test func `an array, a single object and whole tokens are understood`() throws {
        let array = try Program.run(
            ["quote", "--sell", "quote", "--amount", "10_000", "-"],
            input: "[\(dodo), \(coins)]"
        )
        #expect(array.exitCode == 0, "\(array.complaint)")
        #expect(
            array.output.contains("stable: 10000 quote -> 9996.949511 base; price 1 -> 1.00001015")
        )
        let one = try Program.run(
            ["quote", "--sell", "base", "--units", "1000000"],
            input: pair.replacing(",", with: ",\n")
        )
        #expect(one.output.hasPrefix("uniswap-v2: 1000000 units of base -> "))
    }

    @Test func `a revert and missing ticks are answers`() throws {
        let program = try Program.run(
            ["quote", "--sell", "base", "--units", "10000000000000"],
            input: ticks + "\n" + pair.replacing("\"1000000000000\"", with: "1")
        )
        #expect(program.exitCode == 0)
        #expect(program.output.contains("needs the ticks beyond -256"))
        let zero = try Program.run(["quote", "--sell", "base", "--units", "0"], input: pair)
        #expect(zero.output.contains("reverts: UniswapV2Library: INSUFFICIENT_INPUT_AMOUNT"))
    }

    @Test(arguments: [
        (
            "\"kind\":\"uniswap-v2\"", "\"kind\":\"curve\"",
            "'kind' is 'curve', and must be one of dodo"
        ),
        ("\"reserve0\":1000000000000", "\"reserve0\":0", "'reserve0' must not be zero"),
        ("\"reserve0\":1000000000000", "\"reserve0\":1e12", "'reserve0' must be a whole number"),
        ("\"reserve0\":1000000000000", "\"reserve\":1", "'reserve0' is missing"),
        ("\"feeKept\":997", "\"feeKept\":1001", "'feeKept' must be at most 1000"),
        ("\"feeKept\":997", "\"feeKept\":-1", "'feeKept' must be between 0 and"),
        ("\"feeWhole\":1000", "\"feeWhole\":1000,\"feeKeep\":1", "did you mean 'feeKept'?"),
    ])
    func `a wrong state names its line and field, and the others still answer`(
        part: String,
        replacement: String,
        complaint: String
    ) throws {
        #expect(pair.contains(part))
        let program = try Program.run(
            ["quote", "--sell", "base", "--units", "1000000"],
            input: dodo + "\n" + pair.replacing(part, with: replacement)
        )
        #expect(program.exitCode == 65)
        #expect(
            program.complaint.contains("standard input:2: " + complaint)
                || program.complaint.contains(complaint),
            "\(program.complaint)"
        )
        #expect(program.complaint.contains("1 of 2 pool states are wrong"))
        #expect(program.output.hasPrefix("stable: "))
    }

    @Test(
        arguments: [
            (["quote"], 64, "say what is sold"),
            (["quote", "--sell", "bass"], 64, "unknown side 'bass'; did you mean 'base'?"),
            (["quote", "--sell", "base"], 64, "give either --amount or --units"),
            (["quote", "--sell", "base", "--units", "1.5"], 64, "'1.5' is no whole number"),
            (["quote", "--sell", "base", "--amount", "x"], 64, "'x' is no decimal number"),
            (
                ["quote", "--sell", "base", "--units", "1", "/nowhere.json"], 66,
                "there is no such file"
            ),
            (["quote", "--sell", "base", "--units", "1"], 65, "it ends at byte 0"),
        ] as [([String], Int32, String)]
    )
    func `a wrong question says what to do`(
        arguments: [String],
        exitCode: Int32,
        complaint: String
    ) throws {
        let program = try Program.run(arguments)
        #expect(program.exitCode == exitCode)
        #expect(program.complaint.contains(complaint), "\(program.complaint)")
    }
}
