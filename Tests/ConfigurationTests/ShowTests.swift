import Configuration
import Execution
import Hashing
import Numerics
import Risk
import Routes
import Testing
import Vocabulary

/// What a strategy says in the end, and who said so.
@Suite struct ShowTests {
    private let review = Sample.review(Sample.text)

    private func setting(_ path: String) -> Setting? {
        review.settings.first { $0.path == path }
    }

    @Test func `the sample is sound and says how much it promises`() {
        #expect(review.strategy != nil)
        #expect(
            review.problems.map { $0.text(in: "file") } == [
                "file:111:3: note: routes.usd: keeps its target of 15 bps through a jump of "
                    + "5.73 bps, a trade of 5735 USD"
            ]
        )
    }

    @Test func `a value is of the route, of all routes, or the shipped default`() throws {
        let enter = try #require(setting("routes.usd.parity.enter"))
        #expect(enter.value == "5 bps")
        #expect(enter.origin == .file(Location(line: 118, column: 21)))
        let factor = try #require(setting("routes.usd.reserve.factor"))
        #expect(factor.value == "4")
        #expect(factor.origin == .file(Location(line: 109, column: 21)))
        let aim = try #require(setting("routes.usd.parity.aim"))
        #expect(aim.value == "0 bps")
        #expect(aim.origin == .shippedDefault)
    }

    @Test func `what the file does not say is what the parameter structs say`() throws {
        let strategy = try #require(review.strategy)
        var expected = RouteParameters()
        expected.mission = .parity(
            Mission.Subsidy(perUnit: try BasisPoints("20 bps"))
        )
        expected.parity.enter = try BasisPoints("5 bps")
        expected.size.perDay = Worth(1_500_000)
        expected.reserve.factor = 4
        expected.safety.gasCeiling = try Wei("50 gwei")
        expected.safety.gasBufferInHundredths = 125
        #expect(strategy.fleet.routes.first?.parameters == expected)
        #expect(strategy.fleet.stabilisers.first?.parameters == StabiliserParameters())
        #expect(strategy.breakers == BreakerParameters())
        #expect(strategy.limits == LimitParameters())
        #expect(strategy.access.first?.privateEndpoint?.delay == 0)
    }

    @Test func `whom to tell is what the file says, and what it does not say is shipped`() throws {
        let alerts = try #require(review.strategy?.alerts)
        #expect(alerts.webhook?.url.variables == ["HOOK"])
        #expect(alerts.webhook?.token == .file("hook.token"))
        #expect(alerts.command?.arguments == ["/usr/bin/tell", "me"])
        #expect(alerts.command?.limit == (try Interval("5 s")))
        #expect(alerts.heartbeat?.url == .file("beat.url"))
        #expect(alerts.heartbeat?.every == (try Interval("30 s")))
        var expected = AlertParameters()
        expected.least = .notice
        expected.rhythm.first = try Interval("1 min")
        expected.rhythm.longest = try Interval("1 h")
        expected.rhythm.calm = try Interval("30 s")
        expected.thresholds.winsWarning = try BasisPoints("95 %")
        expected.thresholds.outOfParity = 8
        #expect(alerts.parameters == expected)
        #expect(setting("alerts.webhook.url")?.value == "*** (${HOOK})")
        #expect(setting("alerts.thresholds.gas_price")?.origin == .shippedDefault)
        #expect(AlertParameters().fault == nil)
    }

    @Test func `bridges written the other way round are turned`() throws {
        let lanes = try #require(review.strategy?.fleet.routes.first?.lanes)
        #expect(lanes.quoteOut.source.symbol == "cUSDC")
        #expect(lanes.quoteOut.destination.symbol == "USDC")
        #expect(lanes.baseOut.release == .mint)
        #expect(lanes.baseBack.release == .vault)
        #expect(lanes.baseOut.fee == (try BasisPoints("2 bps")))
        #expect(lanes.baseBack.fee == (try BasisPoints("3 bps")))
        #expect(lanes.baseOut.most == 50_000_000_000)
        #expect(lanes.baseBack.most == nil)
    }

    @Test func `secrets are named and masked, and are no part of the strategy`() throws {
        let password = try #require(setting("chains.west.keystore.password"))
        #expect(password.value == "*** (file:west.password)")
        let header = try #require(setting("chains.west.endpoints.hosted.headers.Authorization"))
        #expect(header.value == "*** (${WEST_TOKEN})")
        let access = try #require(review.strategy?.access.first)
        let url = try access.endpoints[1].url.resolved(
            environment: { $0 == "WEST_KEY" ? "k" : nil },
            file: { _ in nil }
        )
        #expect(url == "https://rpc.example.org/k")
        #expect(throws: TextReference.Missing.environment("WEST_KEY")) {
            _ = try access.endpoints[1].url.resolved(environment: { _ in "" }, file: { _ in nil })
        }
        #expect(
            review.references.map(\.path) == [
                "chains.west.endpoints.own.url", "chains.west.endpoints.own.websocket",
                "chains.west.endpoints.own.proxy", "chains.west.endpoints.hosted.url",
                "chains.west.endpoints.hosted.headers.Authorization",
                "chains.west.private_endpoint.url", "chains.west.keystore.password",
                "alerts.webhook.url", "alerts.webhook.token", "alerts.heartbeat.url",
            ]
        )
    }

    @Test func `what the bot must know of chains and lanes is read, or left to its own defaults`()
        throws
    {
        let strategy = try #require(review.strategy)
        let west = try #require(strategy.access.first)
        let fees = try #require(west.fees)
        #expect(fees.market == .legacy)
        let shipped = try #require(
            FeePolicy(ceiling: try Wei("100 gwei"), cancelCeiling: try Wei("150 gwei"))
        )
        #expect(fees.policy == shipped)
        #expect(west.genesis?.description.hasSuffix("aa") == true)
        #expect(west.poll == (try Interval("1 s")))
        #expect(west.planAge == 3)
        #expect(west.endpoints.map(\.client) == [.besu, nil])
        #expect(strategy.access[1].fees == nil && strategy.access[1].poll == nil)
        #expect(strategy.lanes.map(\.lane.source.chain.value) == [138, 651_940])
        #expect(strategy.lanes.map(\.cap) == [100_000_000_000, 100_000_000_000])
        #expect(strategy.lanes.map(\.dust) == [10_000_000, 10_000_000])
    }

    @Test func `a secret in a file is that file's, and a missing one is named`() throws {
        let password = try #require(review.strategy?.access.first?.keystore?.password)
        let found = try password.resolved(
            environment: { _ in nil },
            file: { $0 == "west.password" ? "open" : nil }
        )
        #expect(found == "open")
        #expect(throws: TextReference.Missing.file("west.password")) {
            _ = try password.resolved(environment: { _ in nil }, file: { _ in nil })
        }
    }

    @Test func `what risk allows is read over its own defaults`() throws {
        let text = Sample.text.replacing(
            "parameters:\n",
            with: "breakers: {daily_loss: 300 USD, wins: {window: 400}}\n"
                + "limits: {ramp_trades: 20}\nparameters:\n"
        )
        let strategy = try #require(Sample.review(text).strategy)
        var breakers = BreakerParameters()
        breakers.dailyLoss = Worth(300)
        breakers.wins.window = 400
        #expect(strategy.breakers == breakers)
        #expect(strategy.limits.rampTrades == 20)
    }

    @Test func `the simulation is in base units of its tokens`() throws {
        let simulation = try #require(review.strategy?.simulation)
        #expect(simulation.seed == 7)
        let stable = try #require(simulation.pools.last)
        #expect(stable.base == 1_000_000_000_000)
        #expect(stable.quote == 1_000_000_000_000_000_000_000_000)
        let crowd = try #require(simulation.pools.first?.crowd)
        #expect(crowd.tradesPerHour == 180)
        #expect(crowd.most == 5_000_000_000)
        #expect(crowd.tailInThousandths == 1_250)
        let tide = try #require(simulation.tides.first)
        #expect(tide.turns == (try Interval("30 min")))
        #expect(tide.pools == [simulation.pools[0].pool, stable.pool])
        #expect(tide.perHour == 50_000 && tide.startsSelling)
        #expect(simulation.chains.map(\.client) == [.besu, .geth])
        #expect(simulation.chains[0].fees == .market(first: try Wei("1 gwei")))
        #expect(simulation.chains[1].coins == (try Wei("1000 ether")))
        #expect(simulation.holdings.map(\.amount) == [250_000_000_000, 250_000_000_000])
        #expect(
            simulation.bridges.map(\.slowest) == [try Interval("15 min"), try Interval("15 min")]
        )
    }

    @Test func `numbers keep every digit, and never pass through floating point`() throws {
        let text = Sample.text.replacing("enter: 5 bps", with: "enter: 5.000001 bps")
            .replacing("per_day: 1_500_000 USD", with: "per_day: 1_500_000.000000000000000001 USD")
        let parameters = try #require(
            Sample.review(text).strategy?.fleet.routes.first?.parameters
        )
        #expect(parameters.parity.enter == BasisPoints(millionths: 5_000_001))
        #expect(parameters.size.perDay.description == "1500000.000000000000000001")
    }

    @Test func `every value shown reads back as itself`() throws {
        // Shown values of a route, written into the file, change nothing but their origin.
        let settings = review.settings.filter {
            $0.path.hasPrefix("routes.usd.") && $0.origin == .shippedDefault
        }
        #expect(settings.count > 40)
        for setting in settings {
            let keys = setting.path.split(separator: ".").dropFirst(2)
            let written = keys.reversed().reduce("\"\(setting.value)\"") { "{\($1): \($0)}" }
                .dropFirst().dropLast()
            let key = keys.first.map { "\n    \($0):" } ?? ""
            guard !Sample.text.contains(key) else { continue }
            let text = Sample.text.replacing(
                "    base_bridge: usdt",
                with: "    \(written)\n    base_bridge: usdt"
            )
            #expect(Sample.review(text).strategy == review.strategy, "\(written)")
        }
    }

    @Test func `the order of what is shown is the order of the keys, not of the file`() {
        let text = Sample.text
            .replacing("    base_bridge: usdt\n", with: "")
            .replacing(
                "    quote_bridge: usdc\n",
                with: "    quote_bridge: usdc\n    base_bridge: usdt\n"
            )
        #expect(Sample.review(text).settings.map(\.path) == review.settings.map(\.path))
    }

    @Test func `every key is described`() {
        let keys = Strategy.keys
        #expect(keys.count > 200)
        for key in keys { #expect(!key.text.isEmpty && !key.notation.isEmpty, "\(key.path)") }
        let target = keys.first { $0.path == "routes.NAME.parity.target" }
        #expect(target?.text == "what is promised and measured")
        #expect(target?.isRequired == false)
    }
}
