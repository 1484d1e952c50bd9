import Ethereum
import Numerics
import Venues
import Vocabulary

extension Transition {
    /// Does an act, all of it or nothing; what a swap brought is in the answer.
    mutating func perform(_ act: ChainAct) -> (succeeded: Bool, received: UInt256) {
        let (before, logCount) = (state, logs.count)
        (gasUsed, gasLimit) = (0, .max)
        do throws(ContractRevert) {
            return (true, try body(act))
        } catch {
            state = before
            logs.removeLast(logs.count - logCount)
            return (false, .zero)
        }
    }

    private func token(_ address: Address) throws(ContractRevert) -> Int {
        guard case .token(let token)? = places[address] else { throw .empty }
        return token
    }

    private mutating func body(_ act: ChainAct) throws(ContractRevert) -> UInt256 {
        switch act {
        case .swap(let trader, let pool, let side, let amount, let least):
            guard case .pool(let place)? = places[pool] else { throw .empty }
            let quote = try swap(place, selling: side, amount, for: trader)
            guard quote.received >= least else { throw .empty }
            return quote.received
        case .mint(let token, let to, let amount):
            try mint(try self.token(token), to: to, amount)
        case .burn(let token, let from, let amount):
            try burn(try self.token(token), from: from, amount)
        case .transfer(let token, let from, let to, let amount):
            return try transfer(try self.token(token), from: from, to: to, amount)
        case .fund(let account, let amount):
            var entry = state.account(account)
            let (sum, overflow) = entry.balance.addingReportingOverflow(amount.value)
            guard !overflow else { throw .empty }
            entry.balance = sum
            state.setAccount(account, entry)
        case .setPrice(let oracle, let answer): try setPrice(oracle, answer)
        case .addLiquidity(let pool, let provider, let share):
            try scaleLiquidity(of: pool, by: share, grows: true, provider)
        case .removeLiquidity(let pool, let provider, let share):
            try scaleLiquidity(of: pool, by: share, grows: false, provider)
        case .pause(let token, let isPaused):
            let place = try self.token(token)
            guard state.tokens[place].canPause else { throw .empty }
            state.pause(token: place, isPaused)
        case .pauseBridge(let bridge, let isPaused):
            guard case .bridge(let place)? = places[bridge] else { throw .empty }
            state.changeBridge(place, note: isPaused ? 1 : 0) { $0.isPaused = isPaused }
        case .pauseExecutor(let executor, let isPaused):
            guard case .executor(let place)? = places[executor] else { throw .empty }
            state.changeExecutor(place, note: isPaused ? 1 : 0) { $0.isPaused = isPaused }
        case .revertNext(let account): state.doom(account)
        case .pay(let payment):
            try pay(payment)
            return payment.amount
        }
        return .zero
    }

    private mutating func setPrice(
        _ oracle: Address,
        _ answer: UInt256
    ) throws(ContractRevert) {
        guard case .oracle(let place)? = places[oracle] else { throw .empty }
        state.setRound(place, answer: answer, at: block.seconds)
        logs.append(
            ChainLog(
                oracle,
                [
                    ChainTopic.answerUpdated, answer.digest,
                    UInt256(state.oracles[place].round).digest,
                ],
                UInt256(block.seconds)
            )
        )
    }
}
