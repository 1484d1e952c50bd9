import Contracts
import Ethereum
import Hashing
import Numerics
import Venues
import Vocabulary

// What the virtual executor does, in the order of the contract's own checks.

extension Transition {
    mutating func callExecutor(
        _ place: Int,
        _ data: [UInt8],
        from sender: Address
    ) throws(ContractRevert) -> [UInt8] {
        try charge(GasUse.executor)
        switch Selector(data) {
        case .trade, .send, .pause: break
        default: return try callAsOwner(place, data, from: sender)
        }
        guard let call = ExecutorCall(calldata: data) else { throw .empty }
        switch call {
        case .trade(let plan, let deadline, let swaps):
            try checkOperator(place, sender)
            try checkOnce(place, plan, deadline)
            return try trade(place, plan, swaps)
        case .send(let transfer, let deadline, let token, let amount):
            try checkOperator(place, sender)
            try checkOnce(place, transfer, deadline)
            return try send(place, transfer, token, amount)
        case .pause:
            let executor = state.executors[place]
            guard sender == executor.trader || sender == executor.owner else {
                throw ContractRevert(ExecutorInterface.notOperator, sender.word)
            }
            state.changeExecutor(place, note: .one) { $0.isPaused = true }
            logs.append(ChainLog(executor.address, [ChainTopic.paused], sender.word))
            return []
        }
    }

    private func checkOperator(_ place: Int, _ sender: Address) throws(ContractRevert) {
        guard sender == state.executors[place].trader else {
            throw ContractRevert(ExecutorInterface.notOperator, sender.word)
        }
        guard !state.executors[place].isPaused else {
            throw ContractRevert(ExecutorInterface.isPaused)
        }
    }

    private func checkOnce(
        _ place: Int,
        _ number: Digest,
        _ deadline: UInt64
    ) throws(ContractRevert) {
        guard !state.executors[place].done.contains(number) else {
            throw ContractRevert(ExecutorInterface.alreadyDone, number.word)
        }
        guard block.seconds <= deadline else {
            throw ContractRevert(ExecutorInterface.expired, UInt256(deadline))
        }
    }

    private mutating func trade(
        _ place: Int,
        _ plan: Digest,
        _ swaps: [ExecutorCall.Swap]
    ) throws(ContractRevert) -> [UInt8] {
        state.changeExecutor(place, note: plan.word) { $0.done.insert(plan) }
        let address = state.executors[place].address
        var received: [UInt256] = [32, UInt256(UInt64(swaps.count))]
        for swap in swaps {
            guard state.executors[place].pools.contains(swap.pool),
                case .pool(let pool)? = places[swap.pool]
            else { throw ContractRevert(ExecutorInterface.notAllowed, swap.pool.word) }
            try charge(GasUse.swap(state.pools[pool].venue))
            let side: Side = swap.sellsBase ? .base : .quote
            let fill = try self.swap(pool, selling: side, swap.amount, for: address)
            guard fill.received >= swap.minimum, fill.sold == swap.amount else {
                throw ContractRevert(
                    ExecutorInterface.belowMinimum,
                    swap.pool.word,
                    fill.received,
                    swap.minimum
                )
            }
            received.append(fill.received)
            logs.append(
                ChainLog(
                    address,
                    [ChainTopic.filled, plan, swap.pool.topic],
                    swap.sellsBase ? .one : .zero,
                    fill.sold,
                    fill.received
                )
            )
        }
        return received.abiBytes
    }

    private mutating func send(
        _ place: Int,
        _ number: Digest,
        _ token: Address,
        _ amount: UInt256
    ) throws(ContractRevert) -> [UInt8] {
        let executor = state.executors[place]
        guard let order = executor.bridges[token]?.order,
            case .bridge(let bridge)? = places[order.bridge]
        else { throw ContractRevert(ExecutorInterface.notAllowed, token.word) }
        let today = block.seconds / 86_400
        guard var cap = executor.caps[token] else {
            throw ContractRevert(ExecutorInterface.aboveCap, token.word, amount, .zero)
        }
        guard amount <= cap.perCall else {
            throw ContractRevert(ExecutorInterface.aboveCap, token.word, amount, cap.perCall)
        }
        let used = cap.usedToday(today)
        guard amount <= cap.perDay, used <= cap.perDay - amount else {
            throw ContractRevert(ExecutorInterface.aboveCap, token.word, amount, cap.perDay)
        }
        cap.day = today
        cap.used = used + amount
        state.changeExecutor(place, note: number.word) { executor in
            executor.caps[token] = cap
            executor.done.insert(number)
        }
        let call = order.calldata(amount)
        guard let order = self.order(call, to: bridge, from: executor.address) else {
            throw .empty
        }
        let transfer = try lock(bridge, order, from: executor.address)
        logs.append(
            ChainLog(
                executor.address,
                [ChainTopic.sent, number, token.topic],
                amount,
                transfer.word
            )
        )
        return []
    }

    private mutating func callAsOwner(
        _ place: Int,
        _ data: [UInt8],
        from sender: Address
    ) throws(ContractRevert) -> [UInt8] {
        guard let selector = Selector(data) else { throw .empty }
        guard sender == state.executors[place].owner else {
            throw ContractRevert("Ownable: caller is not the owner")
        }
        try charge(GasUse.setting)
        let arguments = CallArguments(data: data)
        let note = arguments.word(0) ?? .zero
        switch (selector, arguments.address(0)) {
        case (.resume, _):
            state.changeExecutor(place, note: .zero) { $0.isPaused = false }
        case (.setOperator, let trader?):
            state.changeExecutor(place, note: note) { $0.trader = trader }
        // Kind, tokens and fee are the virtual pool's own.
        case (.allow, let pool?):
            state.changeExecutor(place, note: note &+ .one) { executor in
                executor.pools.insert(pool)
            }
        case (.forbid, let pool?):
            state.changeExecutor(place, note: note) { executor in
                executor.pools.remove(pool)
            }
        case (.setCaps, let token?):
            guard let perCall = arguments.word(1), let perDay = arguments.word(2) else {
                throw .empty
            }
            state.changeExecutor(place, note: note &+ perCall &+ perDay) { executor in
                var cap =
                    executor.caps[token] ?? ExecutorState.Cap(perCall: perCall, perDay: perDay)
                (cap.perCall, cap.perDay) = (perCall, perDay)
                executor.caps[token] = cap
            }
        case (.setBridge, let token?):
            guard
                let values = try? ExecutorInterface.setBridge.decodeCall(data),
                case .address(let bridge) = values[1], case .bytes(let head) = values[2],
                case .bytes(let tail) = values[3]
            else { throw .empty }
            let order = BridgeOrder(bridge: bridge, head: head, tail: tail)
            state.changeExecutor(place, note: note &+ bridge.word) { executor in
                executor.bridges[token] = VirtualExecutor.Exit(token: token, order: order)
            }
        case (.withdraw, let token?):
            guard let amount = arguments.word(1), let to = arguments.address(2),
                case .token(let token)? = places[token]
            else { throw .empty }
            try transfer(token, from: state.executors[place].address, to: to, amount)
        default: throw .empty
        }
        return []
    }
}
