public import Venues
public import Vocabulary

/// A pool as configuration knows it: where it is, what it trades, and what its contract can't tell.
public struct PoolDescription: Hashable, Sendable {
    public let key: ContractKey
    public let name: String
    /// The pool's own base: token 0, or the coin that `kind` names.
    public let base: Token
    public let quote: Token
    public let kind: Kind

    public enum Kind: Hashable, Sendable {
        /// `version()` does not tell the revisions apart.
        case dodo(DODOPool.Kind, DODOPool.Revision)
        /// The pair does not tell its fee.
        case uniswapV2(UniswapV2Pair.Fee)
        /// How many words of the tick bitmap are read on each side of the price.
        case uniswapV3(wordsEachSide: UInt8)
        case stableSwap(StableSwap)
    }

    /// What a StableSwap pool's contract can't tell.
    public struct StableSwap: Hashable, Sendable {
        public let generation: Generation
        /// Of every coin, in the pool's order.
        public let decimals: [UInt8]
        public let base: UInt8
        public let quote: UInt8

        public init(generation: Generation, decimals: [UInt8], base: UInt8, quote: UInt8) {
            self.generation = generation
            self.decimals = decimals
            self.base = base
            self.quote = quote
        }

        public enum Generation: String, CanonicalName, Hashable, Sendable {
            case early
            case classic
            case nextGeneration = "next-generation"

            public var rules: StableSwapPool.Rules {
                switch self {
                case .early: .early
                case .classic: .classic
                case .nextGeneration: .nextGeneration
                }
            }
        }
    }

    /// Fails unless both tokens are different ones of the pool's chain, and a StableSwap pool's coins are
    /// two of those it has.
    public init?(key: ContractKey, name: String, base: Token, quote: Token, kind: Kind) {
        guard base.chain == key.chain, quote.chain == key.chain, base.address != quote.address
        else { return nil }
        if case .stableSwap(let stable) = kind {
            let count = stable.decimals.count
            guard
                (2...StableSwapPool.mostCoins).contains(count), stable.base != stable.quote,
                stable.base < count, stable.quote < count,
                stable.decimals.allSatisfy({ $0 <= Token.mostDecimals })
            else { return nil }
        }
        self.key = key
        self.name = name
        self.base = base
        self.quote = quote
        self.kind = kind
    }
}
