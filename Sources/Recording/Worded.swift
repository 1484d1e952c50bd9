import Numerics
import Routes
import Venues
import Vocabulary

/// A value as a list of numbers that can be told by their differences from another value's.
///
/// What is no number, such as a pool's kind, is the value's shape: of two values with the same shape one can
/// be put together from the other and the numbers that changed. What changes most often stands first.
protocol Worded: Canonical, Equatable {
    var words: [UInt256] { get }

    func hasShape(of other: Self) -> Bool

    /// A value of this one's shape; `nil` when the numbers make none.
    func rebuilt(_ words: [UInt256]) -> Self?
}

extension UInt256: Worded {
    var words: [UInt256] { [self] }
    func hasShape(of other: UInt256) -> Bool { true }
    func rebuilt(_ words: [UInt256]) -> UInt256? { words[0] }
}

extension Wei: Worded {
    var words: [UInt256] { [value] }
    func hasShape(of other: Wei) -> Bool { true }
    func rebuilt(_ words: [UInt256]) -> Wei? { Wei(words[0]) }
}

extension Bool: Worded {
    var words: [UInt256] { [self ? .one : .zero] }
    func hasShape(of other: Bool) -> Bool { true }
    func rebuilt(_ words: [UInt256]) -> Bool? { words[0] <= .one ? words[0] == .one : nil }
}

extension OracleRound: Worded {
    var words: [UInt256] { [answer, UInt256(updated.milliseconds)] }
    func hasShape(of other: OracleRound) -> Bool { true }

    func rebuilt(_ words: [UInt256]) -> OracleRound? {
        guard let updated = UInt64(exactly: words[1]) else { return nil }
        return OracleRound(answer: words[0], updated: Instant(milliseconds: updated))
    }
}

extension Venue: Worded {
    var words: [UInt256] {
        switch self {
        case .dodo(let pool): pool.words
        case .uniswapV2(let pool): pool.words
        case .uniswapV3(let pool): pool.words
        case .stableSwap(let pool): pool.words
        }
    }

    func hasShape(of other: Venue) -> Bool {
        switch (self, other) {
        case (.dodo(let pool), .dodo(let other)): pool.hasShape(of: other)
        case (.uniswapV2(let pool), .uniswapV2(let other)): pool.hasShape(of: other)
        case (.uniswapV3(let pool), .uniswapV3(let other)): pool.hasShape(of: other)
        case (.stableSwap(let pool), .stableSwap(let other)): pool.hasShape(of: other)
        default: false
        }
    }

    func rebuilt(_ words: [UInt256]) -> Venue? {
        switch self {
        case .dodo(let pool): pool.rebuilt(words).map(Venue.dodo)
        case .uniswapV2(let pool): pool.rebuilt(words).map(Venue.uniswapV2)
        case .uniswapV3(let pool): pool.rebuilt(words).map(Venue.uniswapV3)
        case .stableSwap(let pool): pool.rebuilt(words).map(Venue.stableSwap)
        }
    }
}
