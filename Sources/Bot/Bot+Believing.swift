import Parity
import Contracts
import Ethereum
import Execution
import Hashing
import Numerics
import Risk
import Routes
import Vocabulary
import Watch

// What an agreed sight says happened: to our transactions, on the bridge, and to our balances.

extension Bot {
    mutating func believe(at index: Int) {
        guard let seen = desks[index].seen else { return }
        let chain = desks[index].chain.id
        if desks[index].wasDisputed, desks[index].watch.isTrusted {
            desks[index].wasDisputed = false
            for _ in 0..<Int(memory.settings?.breakers.healing ?? 1) {
                record(.observed(.endpoints(chain, .agreed)))
            }
        }
        learnTicks(seen, at: index)
        // Departures first: what has come back since must find them.
        readTransactions(seen, at: index)
        readLogs(seen, at: index)
        count(seen, at: index)
        noticeStrangers(seen, at: index)
        tellFinality(at: index)
        tellAble(seen, on: chain)
        reconcile(seen, at: index)
        decide(after: chain)
        inspect(at: index)
    }

    private mutating func learnTicks(_ seen: Desk.Seen, at index: Int) {
        guard !seen.ticks.isEmpty, let fleet = memory.settings?.fleet else { return }
        if let plan = SnapshotPlan(fleet, chain: desks[index].chain.id, ticks: seen.ticks) {
            desks[index].plan = plan
        }
    }

    private mutating func count(_ seen: Desk.Seen, at index: Int) {
        guard
            let account = desks[index].account, let lane = memory.lane(account),
            case .known(let count) = seen.sight.counter
        else { return }
        // What an operator can adopt is what was counted since the start.
        var isUnseen = false
        if case .refusing = lane.standing { isUnseen = lane.counted != count }
        guard
            lane.standing == .unchecked || isUnseen || !lane.slots.isEmpty || count != lane.next
        else { return }
        record(.lane(account, .counter(count: count, block: seen.block.number)))
    }

    private mutating func tellAble(_ seen: Desk.Seen, on chain: ChainID) {
        for crossing in crossings where crossing.lane.destination.chain == chain {
            let lane = crossing.lane
            guard
                let gate = memory.gate(lane.key),
                case .known(let isPaused)? = seen.snapshot
                    .vault(of: lane.destination.address, at: lane.exit)?.isPaused,
                gate.isDestinationAble == isPaused
            else { continue }
            record(.bridge(lane.key, .destination(isAble: !isPaused)))
        }
    }
}

// Our transactions.

extension Bot {
    private mutating func readTransactions(_ seen: Desk.Seen, at index: Int) {
        guard let account = desks[index].account else { return }
        for receipt in seen.witnessed where stands(receipt, at: index) {
            land(receipt, on: account, at: index)
        }
    }

    /// Whether the receipt's block is one of the line, as far as the line is remembered.
    private func stands(_ receipt: TransactionReceipt, at index: Int) -> Bool {
        let headers = desks[index].watch.headers
        if let block = headers.block(receipt.number) { return block.hash == receipt.block }
        guard let oldest = headers.blocks.first else { return false }
        return receipt.number < oldest.number
    }

    private mutating func land(
        _ receipt: TransactionReceipt,
        on account: AccountKey,
        at index: Int
    ) {
        guard
            let lane = memory.lane(account),
            let slot = lane.slots.first(where: { $0.holds(receipt.transaction) }),
            let payload = slot.payloads.first(where: { $0.hash == receipt.transaction })
        else { return }
        let inclusion = Inclusion(
            hash: receipt.transaction,
            block: receipt.number,
            succeeded: receipt.succeeded
        )
        if case .mined(let known, _) = slot.state, known == inclusion { return }
        let (gas, overflow) = receipt.gasPrice.value
            .multipliedReportingOverflow(by: UInt256(receipt.gasUsed))
        let deed = deed(receipt, payload, account, at: index)
        record(
            .landed(
                account,
                nonce: slot.nonce,
                inclusion,
                Landing(deed, gas: overflow ? .zero : Wei(gas))
            )
        )
    }

    private func deed(
        _ receipt: TransactionReceipt,
        _ payload: SignedPayload,
        _ account: AccountKey,
        at index: Int
    ) -> Landing.Deed {
        let gas = Wei(receipt.gasPrice.value &* UInt256(receipt.gasUsed))
        let call = payload.envelope.transaction.call
        // By what was signed, not by today's configuration: a leg through an executor that has been replaced
        // since is a leg all the same.
        guard let executor = call.to, !call.data.isEmpty else { return .nothing }
        switch ExecutorCall(calldata: call.data) {
        case .trade(let plan, _, let swaps)?:
            switch receipt.result(plan: plan, swaps: swaps, executor: executor) {
            case .filled(let fills):
                let sold = fills.reduce(UInt256.zero) { $0 &+ $1.sold }
                let received = fills.reduce(UInt256.zero) { $0 &+ $1.received }
                return .traded(.filled(LegFill(sold: sold, received: received, gas: gas)))
            case .reverted: return .traded(.reverted(gas: gas))
            case .contradictory: return .traded(.contradictory)
            }
        case .send(let transfer, _, let token, let amount)?:
            guard receipt.succeeded else { return .sendReverted }
            guard
                case .send(let lane, _)? = memory.errand(account, payload.nonce)?.purpose,
                let lock = lock(receipt, transfer, token, amount, on: lane, at: index)
            else { return .withoutLock }
            return lock
        case .pause?, nil: return .nothing
        }
    }

    /// The executor and the bridge must both tell of it, and of the same where the executor knows the number.
    private func lock(
        _ receipt: TransactionReceipt,
        _ transfer: Digest,
        _ token: Address,
        _ amount: UInt256,
        on lane: LaneKey,
        at index: Int
    ) -> Landing.Deed? {
        let desk = desks[index]
        guard
            lane.source == ContractKey(chain: desk.chain.id, address: token),
            let crossing = crossings.first(where: { $0.lane.key == lane })
        else { return nil }
        var told: Digest?
        for log in receipt.logs where log.address == desk.chain.executor {
            guard case .sent(transfer, token, amount, let bridged)? = LogFact(log) else { continue }
            told = bridged
        }
        guard let told else { return nil }
        let isNumbered = crossing.witness.entry[.send]?.returnsTransfer ?? false
        for log in receipt.logs {
            guard
                let departure = crossing.witness.departure(log),
                !isNumbered || departure.transfer == told,
                departure.sender.map({ $0 == desk.chain.executor }) ?? true,
                let owed = crossing.arriving(departure.amount)
            else { continue }
            let time =
                desk.watch.headers.block(receipt.number)?.time ?? desk.seen?.block.time ?? step.now
            return .locked(
                BridgeLock(id: departure.transfer, block: receipt.number, owed: owed),
                at: time
            )
        }
        return nil
    }
}

// The bridge.

extension Bot {
    private mutating func readLogs(_ seen: Desk.Seen, at index: Int) {
        guard let through = desks[index].logsThrough else {
            desks[index].logsThrough = seen.block.number
            desks[index].logsFloor = seen.block.number
            return
        }
        guard case .known(let logs) = seen.sight.logs else { return }
        // Asked before blocks were taken back, it has nothing of those that came in their place.
        if let from = seen.request.logs?.from, from > through, from - through > 1 { return }
        let last = through.addingReportingOverflow(LookRequest.LogRequest.mostBlocks)
        desks[index].logsThrough = min(
            last.overflow ? .max : last.partialValue,
            max(seen.block.number, through)
        )
        var earlier: [Payment] = []
        for log in logs { read(log, at: index, &earlier) }
    }

    /// That a log of a transaction paid a transfer: one may pay it more than once.
    private struct Payment: Equatable {
        let transaction: TransactionHash
        let transfer: Digest
    }

    private mutating func read(_ log: EventLog, at index: Int, _ earlier: inout [Payment]) {
        let desk = desks[index]
        let number = desk.number(of: log.place.block)
        let time = desk.watch.headers.block(number)?.time ?? step.now
        var payment: Payment?
        func payout(_ arrival: BridgeArrival, _ token: Token) -> BridgePayout {
            let found = Payment(transaction: log.transaction, transfer: arrival.transfer)
            payment = found
            return BridgePayout(
                id: arrival.transfer,
                place: BridgePayout.Place(
                    transaction: log.transaction,
                    ordinal: UInt8(clamping: earlier.count { $0 == found })
                ),
                token: token.key,
                recipient: arrival.recipient,
                amount: arrival.amount,
                block: number
            )
        }
        for place in crossings.indices {
            let witness = crossings[place].witness
            let lane = witness.lane
            if lane.source.chain == desk.chain.id {
                if let departure = witness.departure(log) {
                    depart(departure, at: place, from: desk.chain.executor, time)
                }
                if let arrival = witness.refund(log) {
                    refund(payout(arrival, lane.source), at: place)
                }
            } else if lane.destination.chain == desk.chain.id, let arrival = witness.release(log) {
                release(payout(arrival, lane.destination), at: place, time)
            }
        }
        if let payment { earlier.append(payment) }
    }

    private mutating func depart(
        _ departure: BridgeDeparture,
        at place: Int,
        from executor: Address?,
        _ time: Instant
    ) {
        guard let amount = crossings[place].arriving(departure.amount) else { return }
        // A log that names nobody is our own only when the transfer is known as such.
        let isOwn =
            departure.sender.map { $0 == executor }
            ?? self.isOwn(departure.transfer, on: crossings[place].lane.key)
        crossings[place].departed(departure.transfer, amount, isOwn: isOwn, at: time)
    }

    private mutating func release(_ payout: BridgePayout, at place: Int, _ time: Instant) {
        let lane = crossings[place].lane.key
        let isOwn = isOwn(payout.id, on: lane)
        if !isOwn { keep(payout) }
        let isNews = crossings[place].released(payout.id, payout.amount, isOwn: isOwn, at: time)
        if isOwn { record(.bridge(lane, .all(.paid(payout)))) }
        for other in crossings.indices where isNews && crossings[other].lane.key == lane.back {
            crossings[other].cameBack(payout.amount, isOwn: isOwn, at: time)
        }
    }

    private mutating func refund(_ payout: BridgePayout, at place: Int) {
        let lane = crossings[place].lane.key
        crossings[place].refunded(payout.id)
        guard isOwn(payout.id, on: lane) else { return keep(payout) }
        record(.bridge(lane, .all(.refunded(payout))))
    }

    /// Of what is paid to us the departure may be news still to come.
    private mutating func keep(_ payout: BridgePayout) {
        guard
            let index = desk(payout.token.chain), payout.recipient == desks[index].chain.executor,
            !desks[index].unclaimed.contains(payout)
        else { return }
        if desks[index].unclaimed.count == Desk.mostUnclaimed {
            desks[index].unclaimed.removeFirst()
        }
        desks[index].unclaimed.append(payout)
    }

    /// A transfer has got its name on the bridge: it may have been paid under it already.
    mutating func claim(_ lock: BridgeLock, on lane: LaneKey) {
        for (token, isRefund) in [(lane.destination, false), (lane.source, true)] {
            guard let index = desk(token.chain) else { continue }
            let found = desks[index].unclaimed.filter { $0.id == lock.id && $0.token == token }
            desks[index].unclaimed.removeAll { found.contains($0) }
            for payout in found {
                record(.bridge(lane, .all(isRefund ? .refunded(payout) : .paid(payout))))
            }
        }
    }

    private func isOwn(_ id: Digest, on lane: LaneKey) -> Bool {
        guard let gate = memory.gate(lane) else { return false }
        return gate.open.contains { $0.lock?.id == id } || gate.ended.contains { $0.lock?.id == id }
    }
}

extension Crossing {
    /// What comes out of what is on its way, after the bridge's fee.
    func arriving(_ amount: UInt256) -> UInt256? {
        Decimals.floor(amount, from: lane.source.decimals, to: lane.destination.decimals)
    }
}
