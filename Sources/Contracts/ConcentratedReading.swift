import Ethereum
import Numerics
import Routes
import Venues
import Vocabulary

/// What is known of a V3 pool's ticks, so that the next block's read can ask for just those.
///
/// Nothing is known at first: one block teaches the price's place, the next the words of the bitmap, the
/// third the ticks. From then on the pool is known at every block, but for the one at which a tick within
/// the words that are read appears or goes.
public struct TickKnowledge: Hashable, Sendable {
    public let words: ClosedRange<Int32>
    /// In their order.
    public let initialised: [Int32]
    /// Whether the bitmap has been read.
    let isRead: Bool
    /// The word the price was in.
    let center: Int32

    /// More ticks around the price than this are not read: the pool is unknown.
    public static let mostTicks = 256

    /// The same words, with what their bitmap says.
    func read(_ initialised: [Int32]) -> TickKnowledge {
        TickKnowledge(words: words, initialised: initialised, isRead: true, center: center)
    }

    private init(
        words: ClosedRange<Int32>,
        initialised: [Int32],
        isRead: Bool,
        center: Int32
    ) {
        self.words = words
        self.initialised = initialised
        self.isRead = isRead
        self.center = center
    }

    /// The words around a tick.
    init(around tick: Int32, tickSpacing: Int32, wordsEachSide: UInt8) {
        let all = UniswapV3Pool.allWords(tickSpacing: tickSpacing)
        // Arithmetic shift: compressed ticks round towards minus infinity.
        let floor = tick >= 0 ? tick / tickSpacing : (tick - tickSpacing + 1) / tickSpacing
        center = floor >> 8
        // One word beside the price's own at least: at its border the price is in both.
        let width = max(1, Int32(wordsEachSide))
        words = max(all.lowerBound, center - width)...min(all.upperBound, center + width)
        initialised = []
        isRead = false
    }
}

/// A V3 pool's answers.
struct ConcentratedReading {
    let result: (state: Reading<Venue>, ticks: TickKnowledge?)

    private struct Slot: Hashable {
        let root: UInt256
        let tick: Int32
        let protocolShares: UInt8
    }

    init(_ answers: [CallAnswer], asked: TickKnowledge?, wordsEachSide: UInt8) {
        let slot = answers[0].read { words throws(ABIError) in
            let tick = try words.signed(1, bits: 24)
            return Slot(
                root: try words.unsigned(0, bits: 160),
                tick: Int32(truncatingIfNeeded: tick),
                protocolShares: UInt8(truncatingIfNeeded: try words.unsigned(5, bits: 8))
            )
        }
        let numbers = answers[1...3].map { answer in
            answer.read { words throws(ABIError) in try words.word(0) }
        }
        guard case .known(let slot) = slot else {
            result = (.unknown(slot.unknown ?? .unasked), asked)
            return
        }
        var known: [UInt256] = []
        for number in numbers {
            guard case .known(let number) = number else {
                result = (.unknown(number.unknown ?? .unasked), asked)
                return
            }
            known.append(number)
        }
        guard
            let fee = UInt32(exactly: known[1]), let spacing = Int32(exactly: known[2]),
            (1...16_383).contains(spacing), (-887_272...887_272).contains(slot.tick)
        else {
            result = (.unknown(.contradictory), asked)
            return
        }
        let around = TickKnowledge(
            around: slot.tick,
            tickSpacing: spacing,
            wordsEachSide: wordsEachSide
        )
        // Words are read anew only when the price has left them: at a border it would swing for ever.
        guard let asked, asked.words.contains(around.center) else {
            result = (.unknown(.unasked), around)
            return
        }
        let rest = answers.dropFirst(4)
        let bitmap = Self.bitmap(rest.prefix(asked.words.count), asked.words, spacing)
        guard case .known(let initialised) = bitmap else {
            result = (.unknown(bitmap.unknown ?? .unasked), asked)
            return
        }
        guard initialised.count <= TickKnowledge.mostTicks else {
            result = (.unknown(.contradictory), asked)
            return
        }
        let learned = asked.read(initialised)
        guard asked.isRead, asked.initialised == initialised else {
            result = (.unknown(.unasked), learned)
            return
        }
        let ticks = Self.ticks(rest.dropFirst(asked.words.count), initialised)
        guard case .known(let ticks) = ticks else {
            result = (.unknown(ticks.unknown ?? .unasked), learned)
            return
        }
        do throws(InvalidState) {
            let pool = try UniswapV3Pool(
                root: slot.root,
                tick: slot.tick,
                liquidity: known[0],
                fee: fee,
                tickSpacing: spacing,
                protocolShares: (slot.protocolShares & 15, slot.protocolShares >> 4),
                ticks: ticks,
                knownWords: asked.words
            )
            result = (.known(.uniswapV3(pool)), learned)
        } catch {
            result = (.unknown(.contradictory), learned)
        }
    }

    private static func bitmap(
        _ answers: ArraySlice<CallAnswer>,
        _ words: ClosedRange<Int32>,
        _ spacing: Int32
    ) -> Reading<[Int32]> {
        var initialised: [Int32] = []
        for (word, answer) in zip(words, answers) {
            switch answer.read({ words throws(ABIError) in try words.word(0) }) {
            case .unknown(let reason): return .unknown(reason)
            case .known(let bits):
                for bit in 0..<Int32(256) where bits >> Int(bit) & .one == .one {
                    initialised.append((word * 256 + bit) * spacing)
                }
            }
        }
        return .known(initialised)
    }

    private static func ticks(
        _ answers: ArraySlice<CallAnswer>,
        _ indices: [Int32]
    ) -> Reading<[UniswapV3Pool.Tick]> {
        var ticks: [UniswapV3Pool.Tick] = []
        for (index, answer) in zip(indices, answers) {
            switch answer.read({ words throws(ABIError) in try words.signed(1, bits: 128) }) {
            case .unknown(let reason): return .unknown(reason)
            case .known(let net):
                ticks.append(UniswapV3Pool.Tick(index: index, liquidityNet: net))
            }
        }
        return .known(ticks)
    }
}
