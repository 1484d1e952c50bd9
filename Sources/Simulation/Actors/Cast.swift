public import Numerics
public import Vocabulary

/// Everybody in a simulated market but the bot.
///
/// A value: a world whose chain is reorganised goes back to the cast of the block it goes back to, and
/// people do again what they did, where the market still lets them.
public struct Cast: Sendable {
    /// A deed and whose it is.
    public struct Cue: Hashable, Sendable {
        /// The actor's number in the cast.
        public let actor: Int
        public let deed: ActorDeed
    }

    public private(set) var actors: [MarketActor]

    public init(_ actors: [MarketActor]) {
        self.actors = actors
    }

    /// Everybody's deeds for a block, in the block's order: what opens it, what stands in its body, what
    /// closes it. The bot's transactions belong before the first cue whose turn is `.closing`. Who opened
    /// first closes last, so that one manipulator's push encloses another's.
    ///
    /// Where nobody does anything nothing is allocated.
    public mutating func act(at now: Instant, block: BlockMark, view: MarketView) -> [Cue] {
        var cues: [Cue] = []
        var isPlain = true
        for index in actors.indices {
            for deed in actors[index].act(at: now, block: block, view: view) {
                if deed.turn != .body { isPlain = false }
                cues.append(Cue(actor: index, deed: deed))
            }
        }
        if isPlain { return cues }
        return cues.filter { $0.deed.turn == .opening } + cues.filter { $0.deed.turn == .body }
            + cues.filter { $0.deed.turn == .closing }.reversed()
    }

    /// All go home but those who write oracles: their seats are empty, so that the numbers stay.
    public mutating func sendHome() {
        for index in actors.indices {
            if case .oracle = actors[index].role { continue }
            actors[index].leave()
        }
    }

    public mutating func settle(_ cue: Cue, _ outcome: DeedOutcome, in view: MarketView) {
        actors[cue.actor].settle(cue.deed, outcome, in: view)
    }

    public mutating func credit(_ amount: UInt256, of token: Int, to actor: Int) {
        actors[actor].credit(amount, of: token)
    }

    public func amountToSell(in cue: Cue) -> UInt256? {
        actors[cue.actor].amountToSell(in: cue.deed)
    }
}
