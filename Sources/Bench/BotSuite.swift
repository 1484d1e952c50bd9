import Bot
import CMallocCount
import Contracts
import Ethereum
import Execution
import Numerics
import Parity
import Vocabulary

/// The bot's own steps, in signatures.
enum BotSuite {
    static func comparisons() -> [Comparison] {
        let bare = BareSignature()
        let market = BenchMarket(pairs: 1)
        guard
            let plan = market.decide(market.scene(pushed: true)).plan,
            let signer = PlanSigner(plan)
        else { preconditionFailure("there is no plan to sign") }
        let quiet = QuietBot(blocks: 2_000)
        return [
            Comparison(
                what: "a plan's two legs, from the plan to signed and recorded bytes",
                limitName: "two bare signatures",
                goal: 1.10,
                ours: { count in for _ in 0..<count { consume(signer.signed()) } },
                limit: { count in bare.sign(2 * count) }
            ),
            Comparison(
                what: "a block of one chain without a trade" + quiet.heap(),
                limitName: BareSignature.name,
                goal: 1.0,
                ours: { count in quiet.replay(count) },
                limit: bare.sign
            ),
        ]
    }
}

/// A plan's way from its decision to bytes that the journal and the wire take.
private final class PlanSigner {
    private let plan: Plan
    private let key: SecretKey
    private let account: Address

    init?(_ plan: Plan) {
        guard let key = try? SecretKey.generate() else { return nil }
        self.plan = plan
        account = key.address
        self.key = key
    }

    func signed() -> Int {
        let id = PlanID(plan, number: 1)
        return sign(plan.sell, id) + sign(plan.buy, id)
    }

    private func sign(_ leg: PlannedLeg, _ id: PlanID) -> Int {
        let transaction = Transaction.feeMarket(
            FeeMarketTransaction(
                call: TransactionCall(
                    nonce: 0,
                    gasLimit: leg.gasLimit,
                    to: account,
                    value: .zero,
                    data: leg.call(of: id).calldata
                ),
                maximumPriorityFee: 1_000_000_000,
                maximumFee: 2_000_000_000,
                chain: leg.chain
            )
        )
        let envelope = transaction.signed(with: key)
        let payload = SignedPayload(envelope, .original, until: leg.deadline)
        var lane = NonceLane(AccountKey(chain: leg.chain, account: account))
        _ = lane.take(.counter(count: 0, block: 1))
        _ = lane.take(.reserve)
        return lane.take(.signed(payload)).count
    }
}
