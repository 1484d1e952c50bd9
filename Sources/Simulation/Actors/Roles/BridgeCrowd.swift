internal import Numerics
public import Vocabulary

/// Other people who use the same bridge: what they send empties the vault on the other side.
public struct BridgeCrowd: Hashable, Sendable {
    public let chain: ChainID
    public let token: Int
    public let decimals: UInt8
    /// In millionths of a whole token.
    public let sizes: ParetoSizes
    private var arrivals: PoissonArrivals
    private var stream: SeededStream

    /// Transfers leave `chain`, where the token is; a flow both ways is two crowds.
    public init(
        chain: ChainID,
        token: Int,
        decimals: UInt8,
        transfersPerHour: UInt64,
        sizes: ParetoSizes,
        stream: SeededStream
    ) {
        self.chain = chain
        self.token = token
        self.decimals = decimals
        self.sizes = sizes
        arrivals = PoissonArrivals(transfersPerHour)
        self.stream = stream
    }

    mutating func act(at now: Instant, block: BlockMark) -> [ActorDeed] {
        guard block.chain == chain else { return [] }
        let count = arrivals.due(by: now, from: &stream)
        guard count > 0 else { return [] }
        var deeds: [ActorDeed] = []
        for _ in 0..<count {
            let size = sizes.draw(from: &stream)
            guard let amount = TradeSize.units(size, decimals: decimals), !amount.isZero else {
                continue
            }
            deeds.append(ActorDeed(.bridge(token: token, amount: amount)))
        }
        return deeds
    }
}
