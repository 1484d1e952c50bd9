import Numerics
import Parity
import Routes
import Vocabulary

// Whether a target can be kept in the market the operator expects.

extension Assembly {
    mutating func judgeMarket(_ route: Named<RouteDraft>) {
        guard let draft = route.value.market else {
            if !reader.hasFailed(route.path) {
                reader.report(
                    .note,
                    route.path,
                    "whether the target can be kept is not judged",
                    hint: "say what is expected of the market in 'market'"
                )
            }
            return
        }
        let own = route.value.tuning.parameters
        if let flow = draft.flowPerHour, isReadable(route, "size") {
            judgeDailyVolume(route, flow, own.size.perDay)
            judgeFrequency(route, draft, flow, own.size)
        }
        if let largest = draft.largestTrade, isReadable(route, "size") {
            judgeCaps(route, largest, own.size)
        }
        guard
            isReadable(route, "parity", "confirmation", "safety"), own.fault == nil,
            let largest = draft.largestTrade, let depth = draft.depth, let drift = draft.drift,
            let noise = draft.noise, let inclusion = draft.inclusion, let slippage = draft.slippage
        else { return }
        let jump = Feasibility.jump(
            size: largest.units.magnitude,
            depth: depth.units.magnitude,
            slippage: slippage
        )
        guard let jump else {
            return refuse(route, "market.depth", "a pool without depth has no price")
        }
        let market = ExpectedMarket(
            largest: largest,
            depth: depth,
            slippage: slippage,
            drift: drift,
            noise: noise,
            jump: jump,
            inclusion: inclusion
        )
        judgeFeasibility(route, own, market)
    }

    private struct ExpectedMarket {
        let largest: Worth
        let depth: Worth
        let slippage: UInt256
        let drift: BasisPoints
        let noise: BasisPoints
        let jump: BasisPoints
        let inclusion: UInt64

        func feasibility(_ parameters: RouteParameters, delay: UInt64) -> Feasibility {
            Feasibility(
                parameters,
                drift: drift,
                noise: noise,
                jump: jump,
                inclusion: inclusion + delay
            )
        }

        /// The trade that moves the pool by this much, in whole units of the numéraire, rounded down.
        func trade(moving jump: BasisPoints) -> UInt256? {
            let whole = UInt256(BasisPoints.millionthsInWhole)
            guard
                !slippage.isZero,
                let share = UInt256(jump.millionths).multiplied(
                    by: 1_000_000_000_000_000_000,
                    dividedBy: slippage &* 2,
                    rounding: .down
                ),
                let units = share.multiplied(
                    by: depth.units.magnitude,
                    dividedBy: whole,
                    rounding: .down
                )
            else { return nil }
            return units / 1_000_000_000_000_000_000
        }
    }

    private mutating func judgeFeasibility(
        _ route: Named<RouteDraft>,
        _ own: RouteParameters,
        _ market: ExpectedMarket
    ) {
        let delays = [delay(of: route.value.first.chain), delay(of: route.value.second.chain)]
        let delay = max(delays[0].blocks, delays[1].blocks)
        let judged = market.feasibility(own, delay: delay)
        let slowest = delays.first { $0.blocks == delay && delay > 0 }
        let blocks = market.inclusion + delay
        if own.safety.deadlineInIntervals > 0, blocks > own.safety.deadlineInIntervals {
            let words =
                "a transaction may wait \(blocks) blocks and is void after "
                + "\(own.safety.deadlineInIntervals)"
            if let slowest {
                reader.complain(slowest.path, "\(slowest.words): \(words) on route '\(route.name)'")
            } else {
                refuse(route, "market.inclusion", words)
            }
        }
        guard !judged.isFeasible else {
            let shock = Self.rounded(judged.designShock, .down)
            let size =
                market.trade(moving: judged.designShock).map { grouped("\($0)") } ?? "any size"
            let unit = reader.terms.numeraire.map { " " + $0 } ?? ""
            return reader.report(
                .note,
                route.path,
                "keeps its target of \(judged.target) through a jump of \(shock), a "
                    + "trade of \(size)\(unit)"
            )
        }
        let (used, jump) = (Self.rounded(judged.used, .up), Self.rounded(judged.jump, .up))
        let total = Self.rounded(judged.total, .up)
        let words =
            "a target of \(judged.target) can't be kept: enter, drift and noise take "
            + "\(used), the largest trade jumps \(jump), \(total) in all"
        if let slowest, market.feasibility(own, delay: 0).isFeasible {
            reader.complain(
                slowest.path,
                "\(slowest.words): on route '\(route.name)' \(words)",
                hint: "reach more validators, or promise less"
            )
        } else {
            refuse(
                route,
                "parity.target",
                words,
                hint: "promise more than \(total), enter earlier, or deepen the pools"
            )
        }
    }

    /// To hundredths of a basis point, for people.
    private static func rounded(_ share: BasisPoints, _ rounding: Rounding) -> BasisPoints {
        let step: UInt64 = 10_000
        let up = rounding == .up && share.millionths % step != 0
        let steps = share.millionths / step + (up ? 1 : 0)
        let (product, overflow) = steps.multipliedReportingOverflow(by: step)
        return overflow ? share : BasisPoints(millionths: product)
    }

    /// What a private endpoint adds to inclusion.
    private func delay(of name: String?) -> (blocks: UInt64, path: String, words: String) {
        guard
            let chain = draft.chains.named(name ?? ""), let reached = chain.value.privateEndpoint,
            let reaches = reached.reaches, let validators = reached.validators,
            case let blocks = PrivateEndpoint.delay(reaching: reaches, of: validators),
            blocks > 0
        else { return (0, "", "") }
        return (
            blocks, chain.path + ".private_endpoint.reaches",
            "too few validators: \(reaches) of \(validators) add \(blocks) "
                + "block\(blocks == 1 ? "" : "s") to inclusion"
        )
    }

    /// In whole units of the numéraire.
    private func whole(_ worth: Worth, rounding: Rounding) -> UInt256 {
        let one: UInt256 = 1_000_000_000_000_000_000
        return worth.units.magnitude.multiplied(by: 1, dividedBy: one, rounding: rounding) ?? .max
    }

    private mutating func judgeFrequency(
        _ route: Named<RouteDraft>,
        _ market: MarketDraft,
        _ flow: Worth,
        _ size: SizeParameters
    ) {
        let names = [route.value.first.chain, route.value.second.chain]
        let intervals = names.compactMap { draft.chains.named($0 ?? "")?.value.blockInterval }
        guard let slower = intervals.max(), intervals.count == 2 else { return }
        let model = VolumeModel(
            flowPerHour: whole(flow, rounding: .up),
            blockInterval: slower,
            blocksBetween: size.blocksBetween
        )
        let pause = "blocks of \(slower) with \(size.blocksBetween) between two trades"
        if let stated = market.tradesPerMinute, stated > model.mostPerMinute {
            refuse(
                route,
                "market.trades_per_minute",
                "\(stated) are more than \(pause) allow, \(model.mostPerMinute)"
            )
        }
        let frequency = min(market.tradesPerMinute ?? model.mostPerMinute, model.mostPerMinute)
        let key = market.tradeSize == nil ? "size.most" : "market.trade_size"
        let traded = market.tradeSize ?? size.most
        let short = model.shortfall(
            size: whole(traded, rounding: .down),
            perMinute: frequency
        )
        guard !short.isZero else { return }
        let least = model.leastSize(perMinute: frequency).map { grouped("\($0)") }
        let unit = reader.terms.numeraire.map { " " + $0 } ?? ""
        refuse(
            route,
            key,
            "\(money(traded)) \(frequency) times a minute fall short by \(grouped("\(short)"))\(unit) of a flow "
                + "of \(grouped("\(model.load)"))\(unit) a minute",
            hint: least.map { "at this frequency it takes \($0)\(unit)" }
        )
    }

    private mutating func judgeCaps(
        _ route: Named<RouteDraft>,
        _ largest: Worth,
        _ size: SizeParameters
    ) {
        for (key, cap) in [("most", size.most), ("per_pool_and_block", size.perPoolAndBlock)]
        where cap < largest {
            refuse(
                route,
                "size." + key,
                "\(money(cap)) are below the design shock, a trade of \(money(largest))"
            )
        }
    }

    private mutating func judgeDailyVolume(
        _ route: Named<RouteDraft>,
        _ flow: Worth,
        _ perDay: Worth
    ) {
        guard flow > .zero else { return }
        let minutes = perDay.units.magnitude.multiplied(
            by: 60,
            dividedBy: flow.units.magnitude,
            rounding: .down
        )
        guard let minutes, let covered = UInt64(exactly: minutes), covered < 24 * 60 else { return }
        let time = Interval(milliseconds: covered * 60_000)
        warn(
            route,
            "size.per_day",
            "\(money(perDay)) cover \(time) of a flow of \(money(flow)) an hour"
        )
    }
}
