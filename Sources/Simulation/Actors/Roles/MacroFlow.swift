internal import Numerics
public import Venues
public import Vocabulary

/// Money that moves one way for a while: on every leg a steady volume that pushes its price, on every
/// second leg against the others, and turns round from time to time.
///
/// Two legs on two chains pull their prices apart: the load a parity bot has to carry.
public struct MacroFlow: Hashable, Sendable {
    /// When the flow turns round.
    public enum Turning: Hashable, Sendable {
        /// After the interval, give or take a fifth of it, each length as likely as the others.
        case about(Interval)
        /// After the interval on average, whatever has passed already.
        case memoryless(Interval)
        /// Never: one way, as long as the run lasts.
        case never
    }

    public struct Leg: Hashable, Sendable {
        public let chain: ChainID
        public let pools: [Int]

        public init(chain: ChainID, pools: [Int]) {
            self.chain = chain
            self.pools = pools
        }
    }

    /// How much flows, on each leg.
    public struct Volume: Hashable, Sendable {
        /// Whole base tokens an hour.
        public let perHour: UInt64
        /// Whole base tokens in a trade on average; sizes are exponential, and cut at eight times that.
        public let meanTrade: UInt64
        /// Multiplies the number of trades; their sizes stay.
        public let scale: UInt64

        public init(perHour: UInt64, meanTrade: UInt64, scale: UInt64 = 1) {
            self.perHour = perHour
            self.meanTrade = meanTrade
            self.scale = scale
        }

        /// Of the shipped demo: 50,000 an hour in trades of 250.
        public static func projected(scale: UInt64 = 1) -> Volume {
            Volume(perHour: 50_000, meanTrade: 250, scale: scale)
        }
    }

    private struct Stretch: Hashable, Sendable {
        let leg: Leg
        /// What was first seen of each of its pools, where there is a limit.
        var openings: [Opening?]
        var arrivals: PoissonArrivals
        var stream: SeededStream

        mutating func due(by now: Instant) -> Int { arrivals.due(by: now, from: &stream) }
    }

    /// A pool's first price; prices themselves have no hash.
    private struct Opening: Hashable, Sendable {
        private let quote: UInt256
        private let base: UInt256

        init(_ price: Price) {
            (quote, base) = (price.numerator, price.denominator)
        }

        var price: Price? { Price(numerator: quote, denominator: base) }
    }

    public let volume: Volume
    public let turning: Turning
    /// Nobody trades at a price that is this far, or farther, behind the first one; `nil` for at any price.
    public let limit: BasisPoints?
    /// What the first leg sells now.
    public private(set) var selling: Side
    /// How often the flow has turned round.
    public private(set) var turns: UInt64 = 0
    private var legs: [Stretch]
    private var turnStream: SeededStream
    private var nextTurn: Instant?

    public init(
        legs: [Leg],
        volume: Volume,
        turning: Turning,
        firstSelling selling: Side,
        limit: BasisPoints? = nil,
        stream: SeededStream
    ) {
        self.volume = volume
        self.turning = turning
        self.limit = limit
        self.selling = selling
        var seeds = stream
        turnStream = SeededStream(seed: seeds.next())
        let (perHour, tooMany) = volume.perHour.multipliedReportingOverflow(by: volume.scale)
        self.legs = legs.map { leg in
            Stretch(
                leg: leg,
                openings: leg.pools.map { _ in nil },
                arrivals: PoissonArrivals(
                    tooMany ? .max : perHour,
                    perHours: max(1, volume.meanTrade)
                ),
                stream: SeededStream(seed: seeds.next())
            )
        }
        nextTurn = turn(after: .start)
    }

    mutating func act(at now: Instant, block: BlockMark, view: MarketView) -> [ActorDeed] {
        while let turning = nextTurn, turning <= now {
            selling = selling.other
            turns += 1
            nextTurn = turn(after: turning)
        }
        var deeds: [ActorDeed] = []
        for index in legs.indices where legs[index].leg.chain == block.chain {
            let side = index.isMultiple(of: 2) ? selling : selling.other
            let count = legs[index].due(by: now)
            for _ in 0..<count {
                let size = Self.size(mean: volume.meanTrade, &legs[index].stream)
                guard let pool = legs[index].stream.pick(from: legs[index].leg.pools),
                    let market = view[pool: pool]?.market,
                    isWorth(selling: side, in: market, pool, at: index),
                    let amount = market.amount(ofSize: size, selling: side)
                else { continue }
                deeds.append(ActorDeed(.swap(pool: pool, selling: side, amount: amount)))
            }
        }
        return deeds
    }

    /// Whether the price is still within the limit for whoever sells this.
    private mutating func isWorth(
        selling side: Side,
        in market: Market,
        _ pool: Int,
        at index: Int
    ) -> Bool {
        guard let limit, let place = legs[index].leg.pools.firstIndex(of: pool),
            let price = try? market.price()
        else { return true }
        guard let opening = legs[index].openings[place]?.price else {
            legs[index].openings[place] = Opening(price)
            return true
        }
        let gone = Deviation(of: opening, from: price)
        return gone.dear != (side == .quote ? .second : .first) || !gone.isAtLeast(limit)
    }

    /// Drawn again above eight times the mean, which lowers the mean by a quarter of a per cent.
    private static func size(mean: UInt64, _ stream: inout SeededStream) -> UInt64 {
        var drawn = stream.exponential()
        while drawn > 8 * Fraction48.one { drawn = stream.exponential() }
        let (unit, overflow) = mean.multipliedReportingOverflow(by: TradeSize.millionthsInWhole)
        return Fraction48.times(drawn, overflow ? .max : unit)
    }

    /// Never at the same moment again, so that a turn cannot follow itself without end.
    private mutating func turn(after instant: Instant) -> Instant? {
        let gap: UInt64
        switch turning {
        case .never: return nil
        case .about(let interval):
            let fifth = interval.milliseconds / 5
            let (span, overflow) = fifth.multipliedReportingOverflow(by: 2)
            gap = interval.milliseconds - fifth + turnStream.within(0...(overflow ? fifth : span))
        case .memoryless(let mean):
            gap = Fraction48.times(turnStream.exponential(), mean.milliseconds)
        }
        let next = instant.advanced(by: Interval(milliseconds: max(1, gap)))
        return next > instant ? next : nil
    }
}
