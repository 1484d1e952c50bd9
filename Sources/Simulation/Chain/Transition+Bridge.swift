import Hashing
import Numerics
import Vocabulary

// What the virtual bridge contracts do on their chain. What happens between chains is `VirtualBridge`'s.

extension Transition {
    mutating func callBridge(
        _ place: Int,
        _ data: [UInt8],
        from sender: Address
    ) throws(ContractRevert) -> [UInt8] {
        let arguments = CallArguments(data: data)
        guard Selector(data) == .lock, let token = arguments.address(0),
            let amount = arguments.word(1), let destination = arguments.word(2),
            let recipient = arguments.address(3)
        else { throw .empty }
        if case .token(let index)? = places[token] {
            try spendAllowance(index, of: sender, by: state.bridges[place].address, amount)
        }
        let transfer = try lock(
            place,
            token,
            amount,
            from: sender,
            to: recipient,
            destination: destination
        )
        return ([transfer.word] as [UInt256]).abiBytes
    }

    /// Takes tokens in, and writes the log the other side pays by.
    mutating func lock(
        _ place: Int,
        _ token: Address,
        _ amount: UInt256,
        from sender: Address,
        to recipient: Address,
        destination: UInt256
    ) throws(ContractRevert) -> Digest {
        try charge(GasUse.lock)
        let bridge = state.bridges[place]
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
            UInt256(chain.value), bridge.address.word, token.word, net, destination,
            recipient.word, UInt256(number),
        ]
        let transfer = Keccak256.hash(words.abiBytes)
        logs.append(
            ChainLog(
                bridge.address,
                [ChainTopic.locked, transfer, token.topic, sender.topic],
                net,
                destination,
                recipient.word
            )
        )
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
        let topic = payment.kind == .release ? ChainTopic.released : ChainTopic.refunded
        logs.append(
            ChainLog(
                bridge.address,
                [topic, payment.transfer, payment.token.topic, payment.recipient.topic],
                payment.amount
            )
        )
    }
}
