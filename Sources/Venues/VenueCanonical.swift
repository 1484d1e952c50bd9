import Numerics
public import Vocabulary

// The canonical forms of pools. Reading goes through the initialisers, so that no bytes make a pool that
// no contract could be.

extension Venue: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .dodo(let pool): writer.choice(0, "dodo", pool)
        case .uniswapV2(let pool): writer.choice(1, "uniswapV2", pool)
        case .uniswapV3(let pool): writer.choice(2, "uniswapV3", pool)
        case .stableSwap(let pool): writer.choice(3, "stableSwap", pool)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .dodo(try reader.read())
        case 1: self = .uniswapV2(try reader.read())
        case 2: self = .uniswapV3(try reader.read())
        case 3: self = .stableSwap(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension CanonicalReader {
    /// Parts as the pool they make, or the field that is at fault.
    func pool<Pool>(_ make: () throws(InvalidState) -> Pool) throws(CanonicalError) -> Pool {
        do throws(InvalidState) {
            return try make()
        } catch {
            throw CanonicalError(.invalid(error.field), at: offset)
        }
    }
}

extension DODOPool.Kind: CanonicalName {}

extension DODOPool.Revision: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .current: writer.choice(0, "current")
        case .beforeJanuary2024: writer.choice(1, "before-2024")
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .current
        case 1: self = .beforeJanuary2024
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension DODOPool.Regime: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .one: writer.choice(0, "one")
        case .aboveOne: writer.choice(1, "above-one")
        case .belowOne: writer.choice(2, "below-one")
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .one
        case 1: self = .aboveOne
        case 2: self = .belowOne
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension DODOPool: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("kind", kind)
        writer.field("revision", revision)
        writer.field("guidePrice", guidePrice)
        writer.field("slippage", slippage)
        writer.field("baseReserve", baseReserve)
        writer.field("quoteReserve", quoteReserve)
        writer.field("baseTarget", baseTarget)
        writer.field("quoteTarget", quoteTarget)
        writer.field("regime", regime)
        writer.field("lpFeeRate", lpFeeRate)
        writer.field("maintainerFeeRate", maintainerFeeRate)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let kind: Kind = try reader.read()
        let revision: Revision = try reader.read()
        var numbers: [UInt256] = []
        for _ in 0..<6 { numbers.append(try reader.read()) }
        let regime: Regime = try reader.read()
        let fees: (UInt256, UInt256) = (try reader.read(), try reader.read())
        self = try reader.pool { () throws(InvalidState) in
            try DODOPool(
                kind: kind,
                revision: revision,
                guidePrice: numbers[0],
                slippage: numbers[1],
                baseReserve: numbers[2],
                quoteReserve: numbers[3],
                baseTarget: numbers[4],
                quoteTarget: numbers[5],
                regime: regime,
                lpFeeRate: fees.0,
                maintainerFeeRate: fees.1
            )
        }
    }
}

extension UniswapV2Pair.Fee: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("kept", kept)
        writer.field("whole", whole)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let (kept, whole): (UInt32, UInt32) = (try reader.read(), try reader.read())
        self = try reader.pool { () throws(InvalidState) in
            try UniswapV2Pair.Fee(keeping: kept, of: whole)
        }
    }
}

extension UniswapV2Pair: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("reserve0", reserve0)
        writer.field("reserve1", reserve1)
        writer.field("fee", fee)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let reserves: (UInt256, UInt256) = (try reader.read(), try reader.read())
        let fee: Fee = try reader.read()
        self = try reader.pool { () throws(InvalidState) in
            try UniswapV2Pair(reserve0: reserves.0, reserve1: reserves.1, fee: fee)
        }
    }
}

extension UniswapV3Pool.Tick: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("index", index)
        writer.field("liquidityNet", liquidityNet)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(index: try reader.read(), liquidityNet: try reader.read())
    }
}

extension UniswapV3Pool: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("sqrtPriceX96", root)
        writer.field("tick", tick)
        writer.field("liquidity", liquidity)
        writer.field("fee", fee)
        writer.field("tickSpacing", tickSpacing)
        writer.field("protocolShare0", protocolShares.0)
        writer.field("protocolShare1", protocolShares.1)
        writer.field("ticks", ticks)
        writer.field("firstWord", knownWords.lowerBound)
        writer.field("lastWord", knownWords.upperBound)
        writer.field("feeGrowth0", feeGrowth0)
        writer.field("feeGrowth1", feeGrowth1)
        writer.field("protocolFees0", protocolFees0)
        writer.field("protocolFees1", protocolFees1)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let root: UInt256 = try reader.read()
        let tick: Int32 = try reader.read()
        let liquidity: UInt256 = try reader.read()
        let fee: UInt32 = try reader.read()
        let spacing: Int32 = try reader.read()
        let shares: (UInt8, UInt8) = (try reader.read(), try reader.read())
        let ticks: [Tick] = try reader.read()
        let words: (first: Int32, last: Int32) = (try reader.read(), try reader.read())
        guard words.first <= words.last else {
            throw CanonicalError(.invalid("lastWord"), at: reader.offset)
        }
        let growth: (UInt256, UInt256) = (try reader.read(), try reader.read())
        let fees: (UInt256, UInt256) = (try reader.read(), try reader.read())
        self = try reader.pool { () throws(InvalidState) in
            try UniswapV3Pool(
                root: root,
                tick: tick,
                liquidity: liquidity,
                fee: fee,
                tickSpacing: spacing,
                protocolShares: shares,
                ticks: ticks,
                knownWords: words.first...words.last,
                feeGrowth: growth,
                protocolFees: fees
            )
        }
    }
}

extension StableSwapPool.Rules: Canonical {
    /// Rules come as the generation they belong to.
    private static var generations: [(name: String, rules: StableSwapPool.Rules)] {
        [
            ("lending", .lending), ("early", .early), ("classic", .classic),
            ("next-generation", .nextGeneration),
        ]
    }

    public func write(to writer: inout CanonicalWriter) {
        var number: UInt8 = 0
        for generation in Self.generations {
            if generation.rules == self { return writer.choice(number, generation.name) }
            number += 1
        }
        preconditionFailure("rules of no generation")
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        let number = try reader.choice()
        guard let generation = Self.generations.dropFirst(Int(number)).first else {
            throw CanonicalError(.unknownChoice(number), at: start)
        }
        self = generation.rules
    }
}

extension StableSwapPool: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("generation", rules)
        writer.field("balances", balances)
        writer.field("rates", rates)
        writer.field("amplification", amplification)
        writer.field("fee", fee)
        writer.field("administratorShare", administratorShare)
        writer.field("offPegMultiplier", offPegMultiplier)
        writer.field("base", UInt8(base))
        writer.field("quote", UInt8(quote))
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let rules: Rules = try reader.read()
        let balances: [UInt256] = try reader.read()
        let rates: [UInt256] = try reader.read()
        var numbers: [UInt256] = []
        for _ in 0..<4 { numbers.append(try reader.read()) }
        let coins: (base: UInt8, quote: UInt8) = (try reader.read(), try reader.read())
        self = try reader.pool { () throws(InvalidState) in
            try StableSwapPool(
                rules: rules,
                balances: balances,
                rates: rates,
                amplification: numbers[0],
                fee: numbers[1],
                administratorShare: numbers[2],
                offPegMultiplier: numbers[3],
                base: Int(coins.base),
                quote: Int(coins.quote)
            )
        }
    }
}
