import Contracts
import Ethereum
import Execution
import Hashing
import Numerics
import Parity
import Risk
import Routes
import Vocabulary

// What the signer is asked for when tokens go over a bridge.

extension Bot {
    /// `false` when no lane takes any of them.
    mutating func sign(_ wanted: [Wanted], saga: UInt64?) -> Bool {
        guard draft == nil else { return false }
        var (requests, until) = ([SigningRequest](), [Instant]())
        var sendings: [Draft.Sending] = []
        var number = memory.nextTransfer
        for want in wanted {
            guard
                !pauses.contains(where: { $0.subject == .lane(want.lane) }),
                let sending = sending(want, number: number),
                !requests.contains(where: { $0.account.chain == want.lane.source.chain }),
                var gate = memory.gate(want.lane),
                !gate.take(.begin(sending.terms), at: step.now).contains(where: \.isRefusal),
                let request = request(sending)
            else { continue }
            guard canPay(for: request) else { continue }
            requests.append(request)
            until.append(step.now.advanced(by: (memory.settings?.timing ?? Timing()).sendDeadline))
            sendings.append(sending)
            number += 1
        }
        guard !requests.isEmpty else { return false }
        sign(requests, until, .sends(sendings, saga: saga))
        return true
    }

    /// Whether the account has the coins for the gas; people are told where it has not.
    private mutating func canPay(for request: SigningRequest) -> Bool {
        guard
            let index = desk(request.account.chain), let seen = desks[index].agreed,
            let most = Fee(of: request.transaction).most(
                for: request.transaction.call.gasLimit
            )
        else { return false }
        if most == .zero { return true }
        guard case .known(let coins) = seen.snapshot.gasMoney else { return false }
        if coins < most { tellShortOfGas(at: index) }
        return coins >= most
    }

    /// Once for each sum that is too little, and not at every block.
    mutating func tellShortOfGas(at index: Int) {
        var coins = Wei.zero
        if case .known(let known)? = desks[index].seen?.snapshot.gasMoney { coins = known }
        guard desks[index].toldShort != coins else { return }
        desks[index].toldShort = coins
        let chain = desks[index].chain
        alert(.critical, "gas money \(chain.id)", "\(chain.name): not enough coins for gas")
    }

    private func sending(_ want: Wanted, number: UInt64) -> Draft.Sending? {
        guard
            let crossing = crossings.first(where: { $0.lane.key == want.lane }),
            let delivered = asDelivered(want.amount, over: crossing.lane), !delivered.isZero,
            let settings = memory.settings,
            let limits = settings.lanes.first(where: { $0.lane == want.lane }),
            let recipient = settings.fleet.chain(want.lane.destination.chain)?.executor,
            let refundee = settings.fleet.chain(want.lane.source.chain)?.executor
        else { return nil }
        let measured = crossing.latency.p99(at: step.now)
        let terms = TransferTerms(
            number: number,
            lane: want.lane,
            recipient: recipient,
            refundee: refundee,
            amount: want.amount,
            most: crossing.arriving(want.amount) ?? want.amount,
            limit: TransferTerms.overdueLimit(
                percentile99: measured.isAssumed ? nil : measured.time,
                configured: limits.overdue
            )
        )
        return Draft.Sending(terms: terms, delivered: delivered)
    }

    private func request(_ sending: Draft.Sending) -> SigningRequest? {
        let terms = sending.terms
        let timing = memory.settings?.timing ?? Timing()
        let deadline = step.now.advanced(by: timing.sendDeadline).milliseconds / 1_000
        let table =
            memory.settings?.fleet.routes.first { $0.lanes.all.contains { $0.key == terms.lane } }?
            .parameters.gas ?? GasTable()
        guard let gas = FeePolicy.gasLimit(for: table.overhead &+ table.bridgeSend) else {
            return nil
        }
        return request(
            .send(
                transfer: Keccak256.hash(terms.canonicalBytes),
                deadline: deadline,
                token: terms.lane.source.address,
                amount: terms.amount
            ),
            gas: gas,
            on: terms.lane.source.chain
        )
    }
}
