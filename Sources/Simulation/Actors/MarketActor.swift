public import Numerics
public import Vocabulary

/// Somebody other than the bot: what it is after, and its books.
///
/// A value that depends on nothing but its seed, the moments and blocks it is shown, and what came of its
/// deeds. Two promises the world has to keep: blocks come in the order of time, and every deed is settled
/// exactly once, in the order in which deeds were carried out.
public struct MarketActor: Sendable {
    public enum Role: Hashable, Sendable {
        case retail(RetailFlow)
        case macro(MacroFlow)
        case oneBlock(OneBlockManipulator)
        case holder(PriceHolder)
        case rival(RivalArbitrageur)
        case provider(LiquidityProvider)
        case oracle(OracleWalk)
        case bridge(BridgeCrowd)
        case redeemer(Redeemer)
        /// Nobody: an empty seat, which keeps the numbers of the others.
        case absent
    }

    public let name: String
    public private(set) var role: Role
    public private(set) var books: ActorBooks

    /// `tokens` is how many the world has.
    public init(_ name: String, _ role: Role, tokens: Int) {
        self.name = name
        self.role = role
        books = ActorBooks(tokens: tokens)
    }

    /// What it does in the block that is being made, in the order in which it wants it done.
    public mutating func act(
        at now: Instant,
        block: BlockMark,
        view: MarketView
    ) -> [ActorDeed] {
        let deeds: [ActorDeed]
        switch taken() {
        case .retail(var flow):
            deeds = flow.act(at: now, block: block, view: view)
            role = .retail(flow)
        case .macro(var flow):
            deeds = flow.act(at: now, block: block, view: view)
            role = .macro(flow)
        case .oneBlock(var manipulator):
            deeds = manipulator.act(at: now, block: block, view: view)
            role = .oneBlock(manipulator)
        case .holder(var holder):
            deeds = holder.act(at: now, block: block, view: view)
            role = .holder(holder)
        case .rival(var rival):
            deeds = rival.act(at: now, block: block, view: view)
            role = .rival(rival)
        case .provider(var provider):
            deeds = provider.act(at: now, block: block, view: view)
            role = .provider(provider)
        case .oracle(var walk):
            deeds = walk.act(at: now, block: block)
            role = .oracle(walk)
        case .bridge(var crowd):
            deeds = crowd.act(at: now, block: block)
            role = .bridge(crowd)
        case .redeemer(let redeemer):
            deeds = redeemer.act(block: block, view: view)
            role = .redeemer(redeemer)
        case .absent: deeds = []
        }
        return deeds
    }

    /// Does nothing any more, and keeps its books.
    mutating func leave() { role = .absent }

    /// Leaves the seat empty meanwhile, so that whoever takes the role out is its only owner and what it
    /// holds is changed in place.
    private mutating func taken() -> Role {
        let role = role
        self.role = .absent
        return role
    }

    /// Takes note of what came of a deed. `view` only tells which tokens its pool trades.
    public mutating func settle(_ deed: ActorDeed, _ outcome: DeedOutcome, in view: MarketView) {
        books.book(deed.action, outcome, in: view)
        switch role {
        case .oneBlock(var manipulator):
            manipulator.settle(deed.action, outcome)
            role = .oneBlock(manipulator)
        case .holder(var holder):
            holder.settle(deed.action, outcome)
            role = .holder(holder)
        case .rival(var rival):
            rival.settle()
            role = .rival(rival)
        case .provider(var provider):
            provider.settle(deed.action, outcome)
            role = .provider(provider)
        case .retail, .macro, .oracle, .bridge, .redeemer, .absent: break
        }
    }

    /// A bridge has delivered what was sent.
    public mutating func credit(_ amount: UInt256, of token: Int) {
        books.credit(amount, of: token)
    }

    /// How much a swap sells when its turn comes; `nil` when there is nothing to sell, which is a refusal.
    public func amountToSell(in deed: ActorDeed) -> UInt256? {
        switch deed.action {
        case .swap(_, _, let amount): return amount
        case .swapBack:
            let held: UInt256? =
                switch role {
                case .oneBlock(let manipulator): manipulator.position?.held
                case .holder(let holder): holder.position?.held
                default: nil
                }
            guard let held, !held.isZero else { return nil }
            return held
        case .addLiquidity, .removeLiquidity, .setOracle, .bridge: return nil
        }
    }

    /// The last attack that came to its end, for those who make any.
    public var lastAttack: AttackResult? {
        switch role {
        case .oneBlock(let manipulator): manipulator.last
        case .holder(let holder): holder.last
        default: nil
        }
    }
}
