import Ethereum
import Numerics
import Vocabulary

// What the virtual tokens do.

extension Transition {
    /// Moves tokens as their contract does, and tells how many arrive.
    @discardableResult
    mutating func transfer(
        _ token: Int,
        from sender: Address,
        to recipient: Address,
        _ amount: UInt256
    ) throws(ContractRevert) -> UInt256 {
        let address = state.tokens[token].address
        guard !state.tokens[token].isPaused else { throw ContractRevert("Pausable: paused") }
        let held = state.tokens[token].balance(of: sender)
        guard held >= amount else {
            throw ContractRevert("ERC20: transfer amount exceeds balance")
        }
        var fee = UInt256.zero
        if state.tokens[token].transferFee.millionths > 0 {
            let share = state.tokens[token].transferFee.share(of: amount, rounding: .up)
            guard let share else { throw ContractRevert(panic: 0x11) }
            fee = min(share, amount)
        }
        let arriving = amount - fee
        state.setBalance(token, of: sender, held - amount)
        state.setBalance(
            token,
            of: recipient,
            state.tokens[token].balance(of: recipient) + arriving
        )
        logs.append(
            ChainLog(address, [ChainTopic.transfer, sender.topic, recipient.topic], arriving)
        )
        if !fee.isZero {
            state.setSupply(token, state.tokens[token].supply - fee)
            logs.append(
                ChainLog(address, [ChainTopic.transfer, sender.topic, Address.zero.topic], fee)
            )
        }
        return arriving
    }

    mutating func mint(
        _ token: Int,
        to recipient: Address,
        _ amount: UInt256
    ) throws(ContractRevert) {
        let (supply, overflow) = state.tokens[token].supply.addingReportingOverflow(amount)
        guard !overflow else { throw ContractRevert(panic: 0x11) }
        state.setSupply(token, supply)
        let held = state.tokens[token].balance(of: recipient)
        state.setBalance(token, of: recipient, held + amount)
        logs.append(
            ChainLog(
                state.tokens[token].address,
                [ChainTopic.transfer, Address.zero.topic, recipient.topic],
                amount
            )
        )
    }

    mutating func burn(
        _ token: Int,
        from holder: Address,
        _ amount: UInt256
    ) throws(ContractRevert) {
        let held = state.tokens[token].balance(of: holder)
        guard held >= amount else { throw ContractRevert("ERC20: burn amount exceeds balance") }
        state.setBalance(token, of: holder, held - amount)
        state.setSupply(token, state.tokens[token].supply - amount)
        logs.append(
            ChainLog(
                state.tokens[token].address,
                [ChainTopic.transfer, holder.topic, Address.zero.topic],
                amount
            )
        )
    }

    /// Spends an allowance; the greatest number there is stands for all time and is not counted down.
    mutating func spendAllowance(
        _ token: Int,
        of owner: Address,
        by spender: Address,
        _ amount: UInt256
    ) throws(ContractRevert) {
        let allowed = state.tokens[token].allowance(of: owner, to: spender)
        guard allowed >= amount else { throw ContractRevert("ERC20: insufficient allowance") }
        if allowed != .max {
            state.setAllowance(token, of: owner, to: spender, allowed - amount)
        }
    }

    mutating func callToken(
        _ token: Int,
        _ data: [UInt8],
        from sender: Address
    ) throws(ContractRevert) -> [UInt8] {
        let arguments = CallArguments(data: data)
        switch Selector(data) {
        case .transfer:
            try charge(GasUse.transfer)
            guard let to = arguments.address(0), let amount = arguments.word(1) else {
                throw .empty
            }
            try transfer(token, from: sender, to: to, amount)
        case .approve:
            try charge(GasUse.approve)
            guard let spender = arguments.address(0), let amount = arguments.word(1) else {
                throw .empty
            }
            state.setAllowance(token, of: sender, to: spender, amount)
            logs.append(
                ChainLog(
                    state.tokens[token].address,
                    [ChainTopic.approval, sender.topic, spender.topic],
                    amount
                )
            )
        case .transferFrom:
            try charge(GasUse.transfer)
            guard let owner = arguments.address(0), let to = arguments.address(1),
                let amount = arguments.word(2)
            else { throw .empty }
            try spendAllowance(token, of: owner, by: sender, amount)
            try transfer(token, from: owner, to: to, amount)
        default: throw .empty
        }
        return ([.one] as [UInt256]).abiBytes
    }
}
