import Hashing
import Numerics
import Routes
import TestSupport
import Testing
import Vocabulary

@testable import Execution
@testable import Parity

/// What a paired trade may become, whatever happens to it and in whatever order.
struct SagaTests {
    private let sellAccount: AccountKey
    private let buyAccount: AccountKey
    private let plan: Plan
    private let now = Instant(milliseconds: 1_000)

    private static func chain(_ number: UInt64) throws -> ChainID {
        try #require(ChainID(number))
    }

    init() throws {
        func token(_ chain: UInt64, _ address: UInt64) throws -> Token {
            try #require(
                Token(
                    chain: try Self.chain(chain),
                    address: Address(word: UInt256(address)) ?? .zero,
                    symbol: "T",
                    decimals: 6
                )
            )
        }
        func leg(_ chain: UInt64) throws -> PlannedLeg {
            let (into, out) = (try token(chain, 1), try token(chain, 2))
            return PlannedLeg(
                chain: into.chain,
                chainName: "",
                tokenIn: into.key,
                unitIn: AmountUnit(into),
                tokenOut: out.key,
                unitOut: AmountUnit(out),
                swaps: [],
                amountIn: 1,
                quotedOut: 1,
                minimumOut: 1,
                deadline: Instant(milliseconds: 8_000),
                gasLimit: 1
            )
        }
        let account = try #require(Address(word: 0xAC))
        let (sell, buy) = (try leg(138), try leg(651_940))
        sellAccount = AccountKey(chain: sell.chain, account: account)
        buyAccount = AccountKey(chain: buy.chain, account: account)
        plan = Plan(
            route: "usd",
            mission: .profit,
            dear: .first,
            size: 1,
            sizeUnit: AmountUnit(try token(138, 1)),
            sell: sell,
            buy: buy,
            order: .together,
            gross: .zero,
            costs: [],
            net: .zero,
            worstCase: WorstCase(bothAtMinimum: .zero, onlySold: .zero, onlyBought: .zero),
            tolerance: BasisPoints(millionths: 0),
            shadowPrice: ShadowPrice(share: BasisPoints(millionths: 0), isCredit: false),
            transfers: []
        )
    }

    private var together: Saga {
        Saga(1, plan, sell: Leg(sellAccount, nonce: 5), buy: Leg(buyAccount, nonce: 5), at: now)
    }

    private let fill = LegFill(sold: 10, received: 11, gas: Wei(3))

    private func end(
        _ saga: inout Saga,
        _ account: AccountKey,
        nonce: UInt64 = 5,
        _ outcome: LegOutcome
    ) {
        saga.take(.leg(account, nonce: nonce, .mined(outcome)), at: now)
        saga.take(.leg(account, nonce: nonce, .final), at: now)
    }

    @Test func `one filled leg is not naked while the other may still land`() {
        var saga = together
        end(&saga, sellAccount, .filled(fill))
        #expect(saga.underWay.count == 1)
        let attempt = Attempt(.reverse, plan.sell)
        var taken = [saga.take(.attempted(attempt, sellAccount, nonce: 6), at: now)]
        saga.take(.leg(buyAccount, nonce: 5, .mined(.reverted(gas: Wei(2)))), at: now)
        taken.append(saga.take(.attempted(attempt, sellAccount, nonce: 6), at: now))
        saga.take(.leg(buyAccount, nonce: 5, .final), at: now)
        taken.append(saga.take(.attempted(attempt, sellAccount, nonce: 6), at: now))
        taken.append(saga.take(.attempted(attempt, sellAccount, nonce: 7), at: now))
        #expect(taken == [false, false, true, false])
    }

    @Test func `a block that is taken back makes nobody naked`() {
        var saga = together
        end(&saga, sellAccount, .filled(fill))
        saga.take(.leg(buyAccount, nonce: 5, .mined(.reverted(gas: Wei(2)))), at: now)
        saga.take(.leg(buyAccount, nonce: 5, .returned), at: now)
        saga.take(.leg(buyAccount, nonce: 5, .final), at: now)
        #expect(saga.underWay.count == 1)
        end(&saga, buyAccount, .filled(fill))
        #expect(saga.state == .filled(PairFill(sell: fill, buy: fill)))
        #expect(saga.wasted.isEmpty)
    }

    @Test func `what dead legs and attempts burnt is counted once each`() {
        var saga = together
        end(&saga, sellAccount, .filled(fill))
        end(&saga, buyAccount, .reverted(gas: Wei(2)))
        end(&saga, buyAccount, .reverted(gas: Wei(2)))
        for nonce in UInt64(6)...8 {
            saga.take(.attempted(Attempt(.retry, plan.buy), buyAccount, nonce: nonce), at: now)
            end(&saga, buyAccount, nonce: nonce, .cancelled(gas: Wei(1)))
        }
        #expect(saga.wasted.map(\.gas) == [Wei(2), Wei(1), Wei(1), Wei(1)])
        guard case .ended(.parked(_, .tooManyFailures)) = saga.state else {
            Issue.record("\(saga.state)")
            return
        }
    }

    @Test(arguments: 1...200)
    func `no order of events signs a second trade for a leg that may land, or revives an end`(
        seed: UInt64
    ) {
        var chance = Chance(seed: seed)
        var saga = together
        if seed.isMultiple(of: 2) {
            saga = Saga(1, plan, first: .buy, Leg(buyAccount, nonce: 5), at: now)
        }
        let outcomes: [LegOutcome] = [
            .filled(fill), .reverted(gas: Wei(1)), .cancelled(gas: Wei(1)), .lost, .contradictory,
        ]
        for _ in 0..<60 {
            let before = saga
            let account = Bool.random(using: &chance) ? sellAccount : buyAccount
            let nonce = UInt64.random(in: 5...8, using: &chance)
            let event: SagaEvent =
                switch Int.random(in: 0...7, using: &chance) {
                case 0, 1:
                    .leg(
                        account,
                        nonce: nonce,
                        .mined(outcomes.randomElement(using: &chance) ?? .lost)
                    )
                case 2, 3: .leg(account, nonce: nonce, .final)
                case 4: .leg(account, nonce: nonce, .returned)
                case 5: .attempted(Attempt(.retry, plan.buy), account, nonce: nonce)
                case 6: .legSigned(.sell, sellAccount, nonce: nonce)
                default: Bool.random(using: &chance) ? .legGivenUp : .park(.operatorChose)
                }
            let changed = saga.take(event, at: now)
            #expect(changed == (saga != before))
            #expect(saga.wasted.count <= 5)
            if before.ending != nil { #expect(saga == before) }
            switch (before.state, saga.state) {
            case (.naked, .unwinding), (.opening, .trading): #expect(before.underWay.isEmpty)
            case (.unwinding, .unwinding), (.trading, .trading), (.opening, .opening): break
            case (_, .unwinding): Issue.record("mended \(before.state)")
            case (_, .naked): #expect(saga.underWay.isEmpty)
            default: break
            }
        }
    }
}
