public import Bot
import Parity
public import Risk
import Routes
public import Vocabulary

/// Looks at what the bot publishes and says of everything that alerts are about how it is.
///
/// It remembers only what the bot forgets: the last block of each chain that endpoints agreed on, and since
/// which blocks a route has been out of parity.
public struct Survey: Sendable {
    var thresholds: AlertThresholds
    /// Before that nobody looked: silence is no older.
    private let start: Instant
    private var agreed: [ChainID: Block] = [:]
    /// By the route's name, the blocks at which it was first seen out of parity.
    private var outside: [String: (first: UInt64, second: UInt64)] = [:]
    /// By the route's name, when it could last be judged.
    private var judged: [String: Instant] = [:]
    /// Of builds for tests.
    package var mistake = AlertMistake()

    public init(_ thresholds: AlertThresholds = AlertThresholds(), since start: Instant) {
        self.thresholds = thresholds
        self.start = start
    }

    public mutating func configure(_ thresholds: AlertThresholds) {
        self.thresholds = thresholds
    }

    /// What one look came to.
    public struct Sight: Sendable {
        public let findings: [AlertFinding]
        /// In the fleet's order: each chain's newest block, where it is young enough and every route over it
        /// could be judged.
        public let assessed: [BlockHash?]
        /// What must have been told where it could not be judged.
        let gaps: [Gap]
    }

    /// Something without a judgement, and the troubles of which each would say why.
    struct Gap: Sendable {
        let reasons: [AlertKey]
    }

    /// `endpoints` names a chain's endpoints, in the order of the settings.
    public mutating func look(
        at bot: Bot,
        endpoints: (ChainID) -> [String],
        now: Instant
    ) -> Sight {
        guard let fleet = bot.settings?.fleet else {
            return Sight(findings: [], assessed: [], gaps: [])
        }
        forget(allBut: fleet)
        let scene = bot.scene(at: now)
        let assessments = bot.assessments(at: now)
        var findings: [AlertFinding] = []
        for chain in fleet.chains {
            if let block = bot.agreedBlock(of: chain.id) { agreed[chain.id] = block }
            findings.append(age(of: chain, fleet, bot.agreedBlock(of: chain.id), now))
            findings.append(gas(on: chain, scene))
            findings += Self.liars(on: chain, endpoints(chain.id), bot, now)
            findings += Self.quarantine(on: chain, fleet, bot)
        }
        for (index, route) in fleet.routes.enumerated() {
            let assessment = assessments.indices.contains(index) ? assessments[index] : nil
            if assessment?.deviation != nil { judged[route.name] = now }
            findings += judge(route, assessment, scene)
            findings.append(wins(of: route, bot))
        }
        var lanes: [LaneKey] = []
        for route in fleet.routes {
            for lane in route.lanes.all where !lanes.contains(lane.key) {
                lanes.append(lane.key)
                findings += Self.judge(lane, route, scene?.lane(lane.key), thresholds)
            }
        }
        findings += [capital(bot), errors(bot)] + Self.halts(bot, now)
        return Sight(
            findings: findings,
            assessed: fleet.chains.map { assessed($0, fleet, assessments, bot, now) },
            gaps: gaps(fleet, now)
        )
    }

    private func assessed(
        _ chain: Chain,
        _ fleet: Fleet,
        _ assessments: [Assessment],
        _ bot: Bot,
        _ now: Instant
    ) -> BlockHash? {
        let isJudged = zip(fleet.routes, assessments).allSatisfy { route, assessment in
            (route.first.chain != chain.id && route.second.chain != chain.id)
                || assessment.deviation != nil
        }
        guard
            let block = bot.agreedBlock(of: chain.id),
            isJudged || mistake.isPlanted(.unjudgedBeats),
            assessments.count == fleet.routes.count,
            Self.gap(from: block.time, to: now) <= Self.allowed(chain, fleet)
        else { return nil }
        return block.hash
    }

    /// Every chain without a young block, and every route that could not be judged for as long. While nobody
    /// has looked for long enough to be surprised, there are none.
    private func gaps(_ fleet: Fleet, _ now: Instant) -> [Gap] {
        func isGap(_ last: Instant?, _ chains: [Chain]) -> Bool {
            let allowed = chains.map { Self.allowed($0, fleet) }.max() ?? Interval(milliseconds: 0)
            return Self.gap(from: max(last ?? start, start), to: now) > allowed
        }
        func stale(_ chains: [Chain]) -> [AlertKey] {
            chains.map { AlertKey(.chainStale, $0.name) }
        }
        let chains = fleet.chains.filter { isGap(agreed[$0.id]?.time, [$0]) }
        return chains.map { Gap(reasons: stale([$0])) }
            + fleet.routes.compactMap { route in
                let crossed = [route.first.chain, route.second.chain].compactMap { fleet.chain($0) }
                guard isGap(judged[route.name], crossed) else { return nil }
                return Gap(reasons: stale(crossed) + [AlertKey(.pricesUnknown, route.name)])
            }
    }

    private mutating func forget(allBut fleet: Fleet) {
        agreed = agreed.filter { fleet.chain($0.key) != nil }
        outside = outside.filter { entry in fleet.routes.contains { $0.name == entry.key } }
        judged = judged.filter { entry in fleet.routes.contains { $0.name == entry.key } }
    }

    // MARK: chains

    /// Of the last block that was agreed on, and not of the newest that any endpoint has shown: two endpoints
    /// of which one is always late never agree on anything, and both look well.
    private func age(
        of chain: Chain,
        _ fleet: Fleet,
        _ current: Block?,
        _ now: Instant
    )
        -> AlertFinding
    {
        let key = AlertKey(.chainStale, chain.name)
        let limit = Self.allowed(chain, fleet)
        guard now > start.advanced(by: limit) else { return AlertFinding(key, .well) }
        guard let last = agreed[chain.id] else {
            let silence = Self.gap(from: start, to: now)
            let text = "in \(Self.seconds(silence)) no block that enough endpoints agree on"
            return AlertFinding(key, .trouble(.critical, text))
        }
        let age = Self.gap(from: last.time, to: now)
        guard age > limit else { return AlertFinding(key, .well) }
        let text =
            "the last block that enough endpoints agree on is \(last.number), "
            + "\(Self.seconds(age)) old; \(Self.seconds(limit)) are allowed"
        return AlertFinding(key, .trouble(.critical, text))
    }

    private func gas(on chain: Chain, _ scene: Scene?) -> AlertFinding {
        let key = AlertKey(.gasPrice, chain.name)
        guard case .known(let price)? = scene?.chain(chain.id)?.gasPrice else {
            return AlertFinding(key, .unknown)
        }
        guard price > thresholds.gasPrice else { return AlertFinding(key, .well) }
        let text = "gas costs \(price); \(thresholds.gasPrice) are usual"
        return AlertFinding(key, .trouble(.warning, text))
    }

    /// As the bot itself allows it: by the first route over the chain.
    private static func allowed(_ chain: Chain, _ fleet: Fleet) -> Interval {
        let route = fleet.routes.first {
            $0.first.chain == chain.id || $0.second.chain == chain.id
        }
        let stabiliser = fleet.stabilisers.first { $0.place.chain == chain.id }
        let freshness =
            route?.parameters.freshness ?? stabiliser?.parameters.freshness
            ?? FreshnessParameters()
        let (product, overflow) = chain.blockInterval.milliseconds
            .multipliedReportingOverflow(by: freshness.oldestHeadInIntervals)
        return Interval(milliseconds: overflow ? .max : product)
    }

    static func gap(from earlier: Instant, to later: Instant) -> Interval {
        Interval(milliseconds: later > earlier ? later.milliseconds - earlier.milliseconds : 0)
    }

    private static func seconds(_ length: Interval) -> String {
        "\(length.milliseconds / 1_000).\(length.milliseconds % 1_000 / 100) s"
    }

    // MARK: routes

    private mutating func judge(
        _ route: Route,
        _ assessment: Assessment?,
        _ scene: Scene?
    )
        -> [AlertFinding]
    {
        let keys = [AlertKind.outOfParity, .toxic, .subsidySpent, .pricesUnknown].map {
            AlertKey($0, route.name)
        }
        guard
            let assessment, let first = scene?.chain(route.first.chain)?.block.number,
            let second = scene?.chain(route.second.chain)?.block.number
        else { return keys.map { AlertFinding($0, .unknown) } }
        guard let deviation = assessment.deviation else {
            let text = "a price is not known, so that nothing can be said of parity"
            return keys.map {
                AlertFinding($0, $0.kind == .pricesUnknown ? .trouble(.warning, text) : .unknown)
            }
        }
        let isToxic = deviation > route.parameters.parity.toxic
        let toxic = "the deviation is \(deviation), beyond \(route.parameters.parity.toxic)"
        let spent = "the day's subsidy is spent: parity is kept only as far as it pays"
        return [
            AlertFinding(keys[0], outOfParity(route, deviation, (first, second))),
            AlertFinding(keys[1], isToxic ? .trouble(.critical, toxic) : .well),
            AlertFinding(
                keys[2],
                assessment.isSubsidySpent ? .trouble(.warning, spent) : .well
            ),
            AlertFinding(keys[3], .well),
        ]
    }

    /// Blocks are counted by their numbers: what stood before and stands now is taken to have stood between,
    /// whether or not each block was seen, and whether or not the bot traded.
    private mutating func outOfParity(
        _ route: Route,
        _ deviation: BasisPoints,
        _ now: (first: UInt64, second: UInt64)
    ) -> AlertFinding.State {
        guard deviation >= route.parameters.parity.target else {
            outside[route.name] = nil
            return .well
        }
        let since = outside[route.name] ?? now
        // Blocks that were taken back count no more.
        let begin = (first: min(since.first, now.first), second: min(since.second, now.second))
        outside[route.name] = begin
        let blocks = min(now.first - begin.first, now.second - begin.second) + 1
        guard blocks >= thresholds.outOfParity else { return .well }
        return .trouble(
            .critical,
            "the deviation is \(deviation), the target \(route.parameters.parity.target), "
                + "for \(blocks) blocks"
        )
    }
}
