import Bot
import Numerics
import Routes
import Vocabulary

/// The blocks that a bot's endpoints agree on, as sightings for whoever records or trades them on paper.
///
/// 1. Each block comes once, though the bot looks at it again and again.
/// 2. `seen` never falls, though the wall's clock may be set back.
/// 3. What only one of several endpoints has shown never comes: the bot does not act on it either.
///
/// Blocks may be left out, where no two endpoints have shown the same in time. Numbers of a chain rise, or
/// fall back where blocks were taken back.
struct Agreements {
    /// By chain: what was handed on, the newest last.
    private var handed: [(chain: ChainID, blocks: [BlockHash])] = []
    private var lastSeen = Instant.start

    /// Blocks of a chain that are known again when a reorganisation leads back to them; older are forgotten.
    static let mostKnown = 64

    func isNews(_ block: Block, of chain: ChainID) -> Bool {
        guard let known = handed.first(where: { $0.chain == chain }) else { return true }
        return !known.blocks.contains(block.hash)
    }

    /// `snapshot` as it was seen at `now`, and from here on no news.
    mutating func take(
        _ snapshot: Snapshot,
        suggestedGas: Reading<Wei>,
        market: ChainSettings.Market,
        at now: Instant
    ) -> Sighting {
        note(snapshot.block.hash, of: snapshot.chain)
        lastSeen = max(lastSeen, now)
        return Sighting(
            seen: lastSeen,
            snapshot: snapshot,
            suggestedGas: Self.gas(suggestedGas, market, snapshot.block)
        )
    }

    private mutating func note(_ block: BlockHash, of chain: ChainID) {
        guard let place = handed.firstIndex(where: { $0.chain == chain }) else {
            return handed.append((chain, [block]))
        }
        if handed[place].blocks.count == Self.mostKnown { handed[place].blocks.removeFirst() }
        handed[place].blocks.append(block)
    }

    /// A sighting tells the price where a chain has no fee market, and the tip where it has one, whatever a
    /// node was asked. Nobody is asked where gas costs nothing.
    private static func gas(
        _ suggested: Reading<Wei>,
        _ market: ChainSettings.Market,
        _ block: Block
    ) -> Reading<Wei> {
        switch market {
        case .free: return .known(.zero)
        case .market: return suggested
        case .legacy:
            guard let baseFee = block.baseFee else { return suggested }
            return suggested.map { price in
                price > baseFee ? Wei(price.value - baseFee.value) : .zero
            }
        }
    }
}
