public import Bot
import Contracts
import Ethereum
import Hashing
import Numerics
import Routes
public import Vocabulary

// A virtual chain as one of its endpoints shows it.

extension VirtualChain {
    /// What an endpoint answers that is so many blocks behind.
    public func answer(_ query: Query, genesis: BlockHash, lag: UInt64) -> Answer {
        switch query {
        case .identity: return .identity(chainID: rules.id.value, genesis: genesis)
        case .header(let hash):
            guard let header = try? header(.hash(hash)) else { return .failure }
            return .header(SeenHeader(hash: hash, header: header))
        case .inspect(let plan, let block):
            return (try? inspection(plan, at: .hash(block))).map { .inspection($0) } ?? .failure
        case .look(let request):
            let newest = head.number >= lag ? head.number - lag : 0
            let place: BlockReference =
                switch request.place {
                case .newest: .number(newest)
                case .block(let hash): .hash(hash)
                }
            guard let sight = try? sight(request, at: place), sight.header.header.number <= newest
            else { return .failure }
            return .sight(sight)
        }
    }

    /// Virtual contracts have no code: what stands for it tells kinds and upgrades apart. None is a proxy.
    private func inspection(
        _ plan: InspectionPlan,
        at place: BlockReference
    ) throws(ReadFailure) -> Inspection {
        let answers = try answers(to: plan.calls, at: place)
        let slots = [Reading<UInt256>](
            repeating: .known(.zero),
            count: InspectionPlan.slots.count
        )
        return Inspection(
            contracts: plan.contracts.map { contract in
                ContractSight(code: .known(code(of: contract)), slots: slots)
            },
            answers: answers
        )
    }

    private func sight(
        _ request: LookRequest,
        at place: BlockReference
    ) throws(ReadFailure) -> Sight {
        let block = try block(place)
        let reference = BlockReference.hash(block.hash)
        var counter = Reading<UInt64>.unknown(.unasked)
        if let account = request.account {
            counter = .known(try nonce(of: account, at: reference))
        }
        return Sight(
            header: SeenHeader(hash: block.hash, header: try header(reference)),
            answers: try answers(to: request.plan.calls, at: reference),
            counter: counter,
            suggestedGas: shownGas ?? .known(gasPrice),
            logs: logs(request, through: block.number),
            transactions: request.transactions.map { self.sight(of: $0, through: block.number) }
        )
    }

    /// What another request is shown of the same block: its calls have the same answers.
    func sight(_ known: Sight, again request: LookRequest) -> Sight {
        let number = known.header.header.number
        return Sight(
            header: known.header,
            answers: known.answers,
            counter: known.counter,
            suggestedGas: shownGas ?? .known(gasPrice),
            logs: logs(request, through: number),
            transactions: request.transactions.map { self.sight(of: $0, through: number) }
        )
    }

    private func logs(_ request: LookRequest, through number: UInt64) -> Reading<[EventLog]> {
        guard let wanted = request.logs else { return .unknown(.unasked) }
        let last = min(
            number,
            wanted.from.addingReportingOverflow(LookRequest.LogRequest.mostBlocks - 1).partialValue
        )
        return .known(
            wanted.from <= last
                ? logs(in: wanted.from...last, addresses: wanted.contracts) : []
        )
    }

    private func sight(of hash: TransactionHash, through number: UInt64) -> TransactionSight {
        switch transaction(hash) {
        case nil: return .absent
        case .pending: return .pending
        case .mined(_, let place, _):
            guard place <= number, let receipt = receipt(hash) else { return .pending }
            return .mined(receipt)
        }
    }

    /// What an endpoint says to bytes.
    public mutating func take(_ bytes: [UInt8], at now: Instant) -> SendWord {
        switch submit(bytes, at: now) {
        case .hash(let hash): .hash(hash)
        case .refused(let refusal): .failure(refusal.failure(from: rules.client))
        }
    }
}
