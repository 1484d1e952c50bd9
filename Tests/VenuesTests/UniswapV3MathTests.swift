import Numerics
import TestSupport
import Testing

@testable import Venues

/// The libraries of Uniswap V3 against their own recorded answers.
@Suite struct UniswapV3MathTests {
    private let vectors: JSON

    init() throws {
        vectors = try Vectors.load("uniswap_v3_math")
    }

    private func number(_ json: JSON) throws -> UInt256 {
        try UInt256(decimal: try json.digits())
    }

    /// What the library gave: a number, or a revert with its reason.
    private func check(
        _ expected: JSON,
        _ what: String,
        _ body: () throws(UniswapV3Fault) -> UInt256
    ) throws {
        let answer: UInt256?
        var fault: UniswapV3Fault?
        do throws(UniswapV3Fault) {
            answer = try body()
        } catch {
            answer = nil
            fault = error
        }
        if let revert = expected.revert {
            #expect(fault?.refusal == .reverts(revert), "\(what)")
        } else {
            #expect(try answer == number(expected), "\(what)")
        }
    }

    @Test func `roots at ticks, and ticks at roots`() throws {
        let roots = try vectors["tickMath"].list()
        #expect(roots.count == 397)
        for vector in roots {
            let tick = try #require(vector["tick"].int)
            try check(vector["sqrtPriceX96"], "tick \(tick)") { () throws(UniswapV3Fault) in
                try UniswapV3Ticks.root(at: Int32(tick))
            }
        }
        let ticks = try vectors["priceToTick"].list()
        #expect(ticks.count == 519)
        for vector in ticks {
            let root = try number(vector["sqrtPriceX96"])
            if let revert = vector["tick"].revert {
                #expect(throws: UniswapV3Fault.error("R")) { try UniswapV3Ticks.tick(at: root) }
                #expect(revert == .error("R"))
            } else {
                #expect(try Int(UniswapV3Ticks.tick(at: root)) == vector["tick"].int)
            }
        }
    }

    @Test func `the tick of a root is the greatest one not above it`() throws {
        var chance = Chance(seed: 90)
        for _ in 0..<20_000 {
            let tick = Int32.random(in: -887_272..<887_272, using: &chance)
            let root = try UniswapV3Ticks.root(at: tick)
            #expect(try UniswapV3Ticks.tick(at: root) == tick)
            if tick > UniswapV3Ticks.least {
                #expect(try UniswapV3Ticks.tick(at: root - 1) == tick - 1)
            }
        }
    }

    @Test func `moves of the price and what they take`() throws {
        let cases = try vectors["sqrtPriceMath"].list()
        #expect(cases.count == 700)
        for vector in cases {
            let function = try vector["fn"].text()
            let liquidity = try number(vector["liquidity"])
            let isUp = vector["roundUp"].bool ?? false
            let sells0 = vector["zeroForOne"].bool ?? false
            func field(_ name: String) -> UInt256 { (try? number(vector[name])) ?? .zero }
            try check(vector["out"], function) { () throws(UniswapV3Fault) in
                switch function {
                case "getNextSqrtPriceFromInput":
                    try UniswapV3Price.next(
                        from: field("sqrtP"),
                        liquidity: liquidity,
                        input: field("amount"),
                        sellsToken0: sells0
                    )
                case "getNextSqrtPriceFromOutput":
                    try UniswapV3Price.next(
                        from: field("sqrtP"),
                        liquidity: liquidity,
                        output: field("amount"),
                        sellsToken0: sells0
                    )
                case "getAmount0Delta":
                    try UniswapV3Price.amount0(
                        between: field("sqrtA"),
                        field("sqrtB"),
                        liquidity: liquidity,
                        isUp ? .up : .down
                    )
                default:
                    try UniswapV3Price.amount1(
                        between: field("sqrtA"),
                        field("sqrtB"),
                        liquidity: liquidity,
                        isUp ? .up : .down
                    )
                }
            }
        }
    }

    @Test func `fused quotients`() throws {
        let cases = try vectors["fullMath"].list()
        #expect(cases.count == 400)
        for vector in cases {
            let (a, b, d) = (
                try number(vector["a"]), try number(vector["b"]), try number(vector["d"])
            )
            try check(vector["mulDiv"], "mulDiv") { () throws(UniswapV3Fault) in
                try UniswapV3Arithmetic.mulDiv(a, b, d, .down)
            }
            try check(vector["mulDivRoundingUp"], "mulDivRoundingUp") { () throws(UniswapV3Fault) in
                try UniswapV3Arithmetic.mulDiv(a, b, d, .up)
            }
        }
    }

    @Test func `single steps`() throws {
        let cases = try vectors["cases"].list()
        #expect(cases.count == 600)
        for vector in cases {
            let remaining = try Int256(decimal: try vector["amountRemaining"].digits())
            let expected = try vector["out"].list().map(number)
            let step = try UniswapV3Step(
                from: try number(vector["sqrtRatioCurrentX96"]),
                to: try number(vector["sqrtRatioTargetX96"]),
                liquidity: try number(vector["liquidity"]),
                remaining: remaining.magnitude,
                isInput: !remaining.isNegative,
                feeMillionths: UInt256(try #require(vector["feePips"].int))
            )
            #expect([step.root, step.input, step.output, step.fee] == expected)
        }
    }
}
