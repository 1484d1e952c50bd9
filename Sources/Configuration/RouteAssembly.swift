import Numerics
import Routes
import Vocabulary

// Bridges, routes and stabilisers.

extension Assembly {
    mutating func build(_ bridge: Named<BridgeDraft>) -> BuiltBridge? {
        let (from, to) = (bridge.value.from, bridge.value.to)
        let source = end(from, bridge.path + ".from")
        let destination = end(to, bridge.path + ".to")
        guard
            let source, let destination, let fee = bridge.value.fee,
            let fromEntry = from.entry, let fromExit = from.exit,
            let toEntry = to.entry, let toExit = to.exit, let fromRelease = from.release,
            let toRelease = to.release
        else { return nil }
        guard fee < .whole, bridge.value.feeBack ?? fee < .whole else {
            reader.complain(bridge.path + ".fee", "nothing would arrive")
            return nil
        }
        let out = Lane(
            source: source.token,
            destination: destination.token,
            entry: fromEntry,
            exit: toExit,
            release: toRelease,
            fee: fee,
            least: source.least ?? .zero,
            most: source.most
        )
        let back = Lane(
            source: destination.token,
            destination: source.token,
            entry: toEntry,
            exit: fromExit,
            release: fromRelease,
            fee: bridge.value.feeBack ?? fee,
            least: destination.least ?? .zero,
            most: destination.most
        )
        guard let out, let back else {
            // One chain under two names has been reported there.
            guard from.chain == to.chain else { return nil }
            reader.complain(bridge.path + ".to.chain", "a bridge joins two chains, not one")
            return nil
        }
        var built = BuiltBridge(out: out, back: back)
        let path = bridge.path + ".limits"
        if let draft = bridge.value.limits {
            built.limits = [
                limits(draft, (draft.capOut, draft.dustOut), out, path, "out"),
                limits(draft, (draft.capBack, draft.dustBack), back, path, "back"),
            ].compactMap(\.self)
        }
        return built
    }

    private mutating func limits(
        _ draft: BridgeLimitsDraft,
        _ amounts: (cap: WrittenAmount?, dust: WrittenAmount?),
        _ lane: Lane,
        _ path: String,
        _ way: String
    ) -> LaneLimits? {
        let cap = units(amounts.cap, of: lane.source, path + ".cap_" + way)
        let dust = units(amounts.dust, of: lane.source, path + ".dust_" + way)
        guard let cap, let dust, let overdue = draft.overdue else { return nil }
        if dust.isZero || dust > cap {
            reader.complain(
                path + ".dust_" + way,
                "0 < dust_\(way) <= cap_\(way) does not hold"
            )
        }
        return LaneLimits(lane: lane.key, cap: cap, dust: dust, overdue: overdue)
    }

    private mutating func end(
        _ end: EndDraft,
        _ path: String
    ) -> (token: Token, least: UInt256?, most: UInt256?)? {
        guard
            let chain = findChain(end.chain, path),
            let token = findToken(end.token, on: chain, path + ".token")
        else { return nil }
        let least = units(end.least, of: token, path + ".least")
        let most = units(end.most, of: token, path + ".most")
        if let least, let most, least > most {
            reader.complain(path + ".most", "is below the least")
        }
        return (token, least, most)
    }

    mutating func place(_ draft: PlaceDraft, _ path: String) -> Route.Place? {
        guard let chain = findChain(draft.chain, path) else { return nil }
        let base = findToken(draft.base, on: chain, path + ".base")
        let quote = findToken(draft.quote, on: chain, path + ".quote")
        for token in [base, quote] {
            if let token { requirePrice(token, on: chain) }
        }
        var pools: [PoolDescription] = []
        for (index, name) in draft.pools.enumerated() {
            let path = path + ".pools.\(index)"
            if draft.pools[..<index].contains(name) {
                reader.complain(path, "the pool '\(Quoted.text(name))' is named twice")
            }
            let found = find(name, in: chain.pools, path, "pool", of: chain.name)
            guard let base, let quote, let pool = found ?? nil else { continue }
            guard Set([pool.base, pool.quote]) == [base, quote] else {
                reader.complain(
                    path,
                    "the pool '\(pool.name)' trades \(pool.base.symbol) and "
                        + "\(pool.quote.symbol), not \(base.symbol) and \(quote.symbol)"
                )
                continue
            }
            pools.append(pool)
        }
        guard let base, let quote else { return nil }
        guard base != quote else {
            reader.complain(path + ".quote", "is the base as well")
            return nil
        }
        let most = Route.Place.mostPools
        if !reader.hasFailed(path + ".pools"), !(1...most).contains(draft.pools.count) {
            reader.complain(
                path + ".pools",
                "expected 1 to \(most) pools, found \(draft.pools.count)"
            )
        }
        return Route.Place(base: base, quote: quote, pools: pools)
    }

    mutating func route(_ route: Named<RouteDraft>) -> Route? {
        let draft = route.value
        let first = place(draft.first, route.path + ".first")
        let second = place(draft.second, route.path + ".second")
        let base = lanes(
            draft.baseBridge,
            route.path + ".base_bridge",
            first?.base,
            second?.base
        )
        let quote = lanes(
            draft.quoteBridge,
            route.path + ".quote_bridge",
            first?.quote,
            second?.quote
        )
        guard let first, let second else { return nil }
        guard first.chain != second.chain else {
            guard draft.first.chain == draft.second.chain else { return nil }
            reader.complain(route.path + ".second.chain", "a route joins two chains, not one")
            return nil
        }
        guard let base, let quote else { return nil }
        return try? Route(
            name: route.name,
            first: first,
            second: second,
            lanes: Route.Lanes(
                baseOut: base.out,
                baseBack: base.back,
                quoteOut: quote.out,
                quoteBack: quote.back
            ),
            parameters: draft.tuning.parameters
        )
    }

    /// A bridge as seen from the route's first chain; which way the file wrote it is all the same.
    private mutating func lanes(
        _ name: String?,
        _ path: String,
        _ first: Token?,
        _ second: Token?
    ) -> BuiltBridge? {
        guard
            let bridge = find(name, in: bridges, path, "bridge") ?? nil, let first, let second
        else { return nil }
        if bridge.out.source == first, bridge.out.destination == second { return bridge }
        if bridge.back.source == first, bridge.back.destination == second {
            return BuiltBridge(out: bridge.back, back: bridge.out, limits: bridge.limits)
        }
        let (from, to) = (bridge.out.source, bridge.out.destination)
        reader.complain(
            path,
            "joins \(from.symbol) of chain \(from.chain) and \(to.symbol) of chain \(to.chain), "
                + "not \(first.symbol) of \(first.chain) and \(second.symbol) of \(second.chain)"
        )
        return nil
    }

    mutating func stabiliser(_ stabiliser: Named<StabiliserDraft>) -> Stabiliser? {
        let draft = stabiliser.value
        let place = place(draft.place, stabiliser.path)
        let anchor = anchor(stabiliser, place)
        guard let place, let anchor else { return nil }
        return Stabiliser(
            name: stabiliser.name,
            place: place,
            anchor: anchor,
            parameters: draft.parameters
        )
    }

    private mutating func anchor(
        _ stabiliser: Named<StabiliserDraft>,
        _ place: Route.Place?
    ) -> Stabiliser.Anchor? {
        let (draft, path) = (stabiliser.value, stabiliser.path)
        let keys = ["anchor_base_pool", "anchor_quote_pool"].map { path + "." + $0 }
        switch draft.anchor {
        case nil: return nil
        case .prices, .fixed:
            for key in keys where reader.isGiven(key) {
                reader.complain(key, "means nothing but for the anchor 'gold'")
            }
            if case .fixed(let price) = draft.anchor { return .fixed(price) }
            return .prices
        case .gold:
            for key in keys where !reader.isGiven(key) {
                reader.complain(key, "is missing: the anchor 'gold' needs it")
            }
            let home = chains.first { $0.name == draft.place.chain }
            guard let home else { return nil }
            let base =
                find(draft.anchorBasePool, in: home.pools, keys[0], "pool", of: home.name) ?? nil
            let quote =
                find(draft.anchorQuotePool, in: home.pools, keys[1], "pool", of: home.name) ?? nil
            guard let base, let quote, let place else { return nil }
            guard let gold = gold(base, quote, place, keys) else { return nil }
            return gold
        }
    }

    /// Both pools must have one token in common, and it is neither of the two that are priced by it.
    private mutating func gold(
        _ base: PoolDescription,
        _ quote: PoolDescription,
        _ place: Route.Place,
        _ keys: [String]
    ) -> Stabiliser.Anchor? {
        for (pool, token, key) in [(base, place.base, keys[0]), (quote, place.quote, keys[1])]
        where ![pool.base, pool.quote].contains(token) {
            reader.complain(key, "the pool '\(pool.name)' does not trade \(token.symbol)")
            return nil
        }
        let left = base.base == place.base ? base.quote : base.base
        let right = quote.base == place.quote ? quote.quote : quote.base
        guard left == right, left != place.base, left != place.quote else {
            reader.complain(
                keys[1],
                "has no gold in common with '\(base.name)': \(left.symbol) there, "
                    + "\(right.symbol) here"
            )
            return nil
        }
        return .gold(base: base, quote: quote)
    }
}
