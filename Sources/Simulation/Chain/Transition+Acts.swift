import Ethereum
import Numerics
import Venues
import Routes
import Vocabulary

extension Transition {
    /// Does an act, all of it or nothing.
    mutating func perform(_ act: ChainAct) -> ActOutcome {
        let (before, logCount) = (state, logs.count)
        (gasUsed, gasLimit) = (0, .max)
        do throws(ContractRevert) {
            return try body(act)
        } catch {
            state = before
            logs.removeLast(logs.count - logCount)
            return .refused(error.data)
        }
    }

    private func token(_ address: Address) throws(ContractRevert) -> Int {
        guard case .token(let token)? = places[address] else { throw .empty }
        return token
    }

    private mutating func body(_ act: ChainAct) throws(ContractRevert) -> ActOutcome {
        switch act {
        case .swap(let trader, let pool, let side, let amount, let least):
            guard case .pool(let place)? = places[pool] else { throw .empty }
            let quote = try swap(place, selling: side, amount, for: trader)
            guard quote.received >= least else { throw .empty }
            return .swapped(quote)
        case .mint(let token, let to, let amount):
            try mint(try self.token(token), to: to, amount)
            return .moved(amount)
        case .burn(let token, let from, let amount):
            try burn(try self.token(token), from: from, amount)
            return .moved(amount)
        case .transfer(let token, let from, let to, let amount):
            return .moved(try transfer(try self.token(token), from: from, to: to, amount))
        case .fund(let account, let amount): return try fund(account, amount)
        case .setPrice(let oracle, let answer): return try setPrice(oracle, answer)
        case .addLiquidity(let pool, let provider, let share):
            return try scaleLiquidity(of: pool, by: share, grows: true, provider)
        case .removeLiquidity(let pool, let provider, let share):
            return try scaleLiquidity(of: pool, by: share, grows: false, provider)
        case .lock(let bridge, let token, let amount, let sender, let recipient, let destination):
            guard case .bridge(let place)? = places[bridge] else { throw .empty }
            let order = LockOrder(
                token: token,
                amount: amount,
                destination: state.bridges[place].interface.number(of: destination),
                recipient: recipient
            )
            return .locked(transfer: try lock(place, order, from: sender))
        case .pay(let payment):
            try pay(payment)
            return .moved(payment.amount)
        case .pause, .setTransferFee, .setDecimals, .pauseBridge, .pauseExecutor, .revertNext,
            .pardon,
            .emptyNext, .takeNonce:
            return try change(act)
        }
    }

    /// What moves nothing.
    private mutating func change(_ act: ChainAct) throws(ContractRevert) -> ActOutcome {
        switch act {
        case .pause(let token, let isPaused):
            let place = try self.token(token)
            guard state.tokens[place].canPause else { throw .empty }
            state.changeToken(place, note: isPaused ? 1 : 0) { $0.isPaused = isPaused }
        case .setTransferFee(let token, let fee):
            guard fee <= .whole else { throw .empty }
            state.changeToken(try self.token(token), note: fee.millionths) { token in
                token.transferFee = fee
            }
        case .setDecimals(let token, let decimals):
            state.changeToken(try self.token(token), note: UInt64(decimals)) { token in
                token.decimals = decimals
            }
        case .pauseBridge(let bridge, let isPaused):
            guard case .bridge(let place)? = places[bridge] else { throw .empty }
            state.changeBridge(place, note: isPaused ? 1 : 0) { $0.isPaused = isPaused }
        case .pauseExecutor(let executor, let isPaused):
            guard case .executor(let place)? = places[executor] else { throw .empty }
            state.changeExecutor(place, note: isPaused ? 1 : 0) { $0.isPaused = isPaused }
        case .revertNext(let account): state.doom(account, .reverts)
        case .emptyNext(let account): state.doom(account, .doesNothing)
        case .pardon(let account): state.pardon(account)
        case .takeNonce(let account):
            var entry = state.account(account)
            entry.nonce += 1
            state.setAccount(account, entry)
        case .swap, .mint, .burn, .transfer, .fund, .setPrice, .addLiquidity, .removeLiquidity,
            .lock, .pay:
            throw .empty
        }
        return .done
    }

    private mutating func fund(
        _ account: Address,
        _ amount: Wei
    ) throws(ContractRevert) -> ActOutcome {
        var entry = state.account(account)
        let (sum, overflow) = entry.balance.addingReportingOverflow(amount.value)
        guard !overflow else { throw .empty }
        entry.balance = sum
        state.setAccount(account, entry)
        return .done
    }

    private mutating func setPrice(
        _ oracle: Address,
        _ answer: UInt256
    ) throws(ContractRevert) -> ActOutcome {
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
        return .done
    }
}
