import Numerics
public import Routes
public import Vocabulary

/// One source's answer to what a token is worth.
public struct PriceAnswer: Equatable, Sendable {
    public let source: String
    /// In the numéraire for one whole token.
    public let price: Reading<Price>
    public let age: Interval
    /// The oldest it may be in calm weather; `nil` for a peg, which has no age.
    public let oldest: Interval?
    public let isPaused: Bool

    public init(
        source: String,
        price: Reading<Price>,
        age: Interval = Interval(milliseconds: 0),
        oldest: Interval? = nil,
        isPaused: Bool = false
    ) {
        self.source = source
        self.price = price
        self.age = age
        self.oldest = oldest
        self.isPaused = isPaused
    }

    /// An aggregator's round, as of now.
    public init(
        source: String,
        feed: Feed,
        round: Reading<OracleRound>,
        isPaused: Bool = false,
        now: Instant
    ) {
        self.source = source
        self.isPaused = isPaused
        oldest = feed.oldest
        switch round {
        case .unknown(let reason):
            price = .unknown(reason)
            age = Interval(milliseconds: 0)
        case .known(let round):
            let price = Price(
                quote: round.answer,
                quoteDecimals: feed.decimals,
                base: 1,
                baseDecimals: 0
            )
            // A round of the future has no age that could be trusted.
            let isPossible = round.updated <= now
            let passed =
                isPossible ? now.milliseconds - round.updated.milliseconds : 0
            age = Interval(milliseconds: passed)
            self.price =
                isPossible
                ? price.map { .known($0) } ?? .unknown(.malformed) : .unknown(.contradictory)
        }
    }
}

/// A price that enough sources agree on, and what became of each source.
public struct OraclePrice: Equatable, Sendable {
    public let price: Reading<Price>
    public let sources: [Source]

    public struct Source: Hashable, Sendable {
        public let name: String
        public let outcome: Outcome
    }

    public enum Outcome: Hashable, Sendable {
        case used
        case unknown(Unknown)
        case paused
        case stale(age: Interval, limit: Interval)
        /// Too far from the median of all fresh sources.
        case rejected(by: BasisPoints)
    }
}

extension OracleParameters {
    /// How old an answer may be now: the more a price moves, the less.
    public func ageLimit(_ oldest: Interval, volatility: BasisPoints) -> Interval {
        guard volatility > calm else { return oldest }
        let limit = UInt256(oldest.milliseconds).multiplied(
            by: UInt256(calm.millionths),
            dividedBy: UInt256(volatility.millionths),
            rounding: .down
        )
        return Interval(milliseconds: limit.map { UInt64(clamping: $0) } ?? 0)
    }

    /// The median of what can be believed.
    ///
    /// Of an even number of prices the lower middle one is the median: no average is exact. Where the sources
    /// left after rejection are not the majority of the fresh ones, they contradict each other and there is
    /// no price.
    public func combine(_ answers: [PriceAnswer], volatility: BasisPoints) -> OraclePrice {
        var outcomes: [OraclePrice.Outcome] = []
        var fresh: [(index: Int, price: Price)] = []
        for (index, answer) in answers.enumerated() {
            let limit = answer.oldest.map { ageLimit($0, volatility: volatility) }
            switch answer.price {
            case .unknown(let reason): outcomes.append(.unknown(reason))
            case .known where answer.isPaused: outcomes.append(.paused)
            case .known(let price):
                if let limit, answer.age > limit {
                    outcomes.append(.stale(age: answer.age, limit: limit))
                } else {
                    outcomes.append(.used)
                    fresh.append((index, price))
                }
            }
        }
        let count = fresh.count
        if let median = Self.median(fresh.map(\.price)) {
            fresh.removeAll { entry in
                let deviation = Deviation(of: median, from: entry.price).share
                guard deviation > widest else { return false }
                outcomes[entry.index] = .rejected(by: deviation)
                return true
            }
        }
        let sources = zip(answers, outcomes).map {
            OraclePrice.Source(name: $0.source, outcome: $1)
        }
        let price: Reading<Price>
        if fresh.count * 2 <= count, count > 0 {
            price = .unknown(.contradictory)
        } else if fresh.count < Int(quorum) {
            price = .unknown(answers.isEmpty ? .unasked : .stale)
        } else {
            price = Self.median(fresh.map(\.price)).map { .known($0) } ?? .unknown(.unasked)
        }
        return OraclePrice(price: price, sources: sources)
    }

    private static func median(_ prices: [Price]) -> Price? {
        prices.isEmpty ? nil : prices.sorted()[(prices.count - 1) / 2]
    }
}
