import Contracts
import Hashing
import Numerics
import Routes
import Vocabulary

// What the virtual bridge contracts do on their chain. What happens between chains is `VirtualBridge`'s.

extension Transition {
    mutating func callBridge(
        _ place: Int,
        _ data: [UInt8],
        from sender: Address
    ) throws(ContractRevert) -> [UInt8] {
        guard let order = order(data, to: place, from: sender) else { throw .empty }
        if case .token(let index)? = places[order.token] {
            try spendAllowance(index, of: sender, by: state.bridges[place].address, order.amount)
        }
        return ([try lock(place, order, from: sender).word] as [UInt256]).abiBytes
    }

    /// What somebody wants a bridge to take.
    struct LockOrder {
        let token: Address
        let amount: UInt256
        /// By the bridge's own number.
        let destination: UInt256
        let recipient: Address
    }

    /// Reads a call to the bridge's own function. What it does not say is what there is one of.
    func order(_ data: [UInt8], to place: Int, from sender: Address) -> LockOrder? {
        let bridge = state.bridges[place]
        let only = bridge.tokens.count == 1 ? bridge.tokens.first?.key : nil
        guard
            let values = bridge.interface[.send]?.read(call: data), let amount = values.amount,
            let token = values.address(.token) ?? only, let terms = bridge.tokens[token]
        else { return nil }
        return LockOrder(
            token: token,
            amount: amount,
            destination: values.destination ?? terms.destination,
            recipient: values.address(.recipient) ?? sender
        )
    }

    /// Takes tokens in, and writes the log the other side pays by.
    mutating func lock(
        _ place: Int,
        _ order: LockOrder,
        from sender: Address
    ) throws(ContractRevert) -> Digest {
        let (bridge, token, amount) = (state.bridges[place], order.token, order.amount)
        try charge(GasUse.lock)
        guard !bridge.isPaused else { throw ContractRevert("Pausable: paused") }
        guard let terms = bridge.tokens[token], case .token(let index)? = places[token] else {
            throw ContractRevert("token not supported")
        }
        guard amount >= terms.least, !amount.isZero else { throw ContractRevert("below minimum") }
        let custodian: Address =
            if case .vault(let vault) = terms.custody { vault } else { bridge.address }
        let arrived = try transfer(index, from: sender, to: custodian, amount)
        guard let fee = terms.fee.share(of: arrived, rounding: .up), fee < arrived else {
            throw ContractRevert("fee exceeds amount")
        }
        if !fee.isZero { try transfer(index, from: custodian, to: terms.collector, fee) }
        let net = arrived - fee
        if terms.custody == .mint { try burn(index, from: custodian, net) }
        let number = bridge.nonce
        state.changeBridge(place, note: UInt256(number)) { $0.nonce += 1 }
        let words: [UInt256] = [
            UInt256(chain.value), bridge.address.word, token.word, net, order.destination,
            order.recipient.word, UInt256(number),
        ]
        var told = BridgeValues()
        told[.transfer] = Keccak256.hash(words.abiBytes).word
        told[.token] = token.word
        told[.sender] = sender.word
        told[.amount] = net
        told[.gross] = arrived
        told[.destination] = order.destination
        told[.recipient] = order.recipient.word
        return try log(.departed, told, at: place)
    }

    /// Writes a bridge's log in its own words. Its name may be shorter than a hash.
    @discardableResult
    private mutating func log(
        _ part: BridgePart,
        _ values: BridgeValues,
        at place: Int
    ) throws(ContractRevert) -> Digest {
        let bridge = state.bridges[place]
        var values = values
        guard let event = bridge.interface[part] else { throw .empty }
        values[.transfer] = values[.transfer].map { $0 & event.largestTransfer }
        guard let log = event.log(values), let transfer = values.transfer else { throw .empty }
        logs.append(ChainLog(bridge.address, log.topics, log.data))
        return transfer
    }

    /// Pays a transfer out, here at the destination or back at the source.
    mutating func pay(_ payment: BridgePayment) throws(ContractRevert) {
        guard case .bridge(let place)? = places[payment.bridge],
            case .token(let token)? = places[payment.token]
        else { throw .empty }
        let bridge = state.bridges[place]
        guard !bridge.isPaused else { throw ContractRevert("Pausable: paused") }
        guard let terms = bridge.tokens[payment.token] else {
            throw ContractRevert("token not supported")
        }
        guard !payment.hasExpired else { throw ContractRevert("attestation expired") }
        guard payment.ignoresProcessed || !bridge.processed.contains(payment.transfer) else {
            throw ContractRevert("already processed")
        }
        state.changeBridge(place, note: payment.transfer.word) { bridge in
            bridge.processed.insert(payment.transfer)
        }
        switch (terms.custody, payment.kind) {
        case (.mint, _): try mint(token, to: payment.recipient, payment.amount)
        // A refund comes from where the tokens were put.
        case (.vault(let vault), .refund):
            try transfer(token, from: vault, to: payment.recipient, payment.amount)
        case (.vault, .release):
            try transfer(token, from: bridge.address, to: payment.recipient, payment.amount)
        }
        var told = BridgeValues()
        told[.transfer] = payment.transfer.word
        told[.token] = payment.token.word
        told[.recipient] = payment.recipient.word
        told[.amount] = payment.amount
        try log(payment.kind == .release ? .released : .refunded, told, at: place)
    }
}
