public import Numerics
public import Routes
public import Vocabulary

/// What an executor calls to send one token over its bridge: all but the amount, which stands between head
/// and tail.
public struct BridgeOrder: Hashable, Sendable {
    public let bridge: Address
    public let head: [UInt8]
    public let tail: [UInt8]

    public init(bridge: Address, head: [UInt8], tail: [UInt8]) {
        self.bridge = bridge
        self.head = head
        self.tail = tail
    }

    public func calldata(_ amount: UInt256) -> [UInt8] { head + amount.bigEndianBytes + tail }
}

extension BridgeInterface {
    /// `destination` is the bridge's own number of the chain. `nil` where the call can't be written.
    public func order(
        bridge: Address,
        token: Address,
        destination: UInt256,
        recipient: Address
    ) -> BridgeOrder? {
        guard let send = self[.send], let place = send.place(of: .amount) else { return nil }
        var values = BridgeValues()
        values[.token] = token.word
        values[.amount] = .zero
        values[.destination] = destination
        values[.recipient] = recipient.word
        // All arguments are static, so the amount's word stands at its place.
        let start = 4 + 32 * place
        return send.calldata(values).map { call in
            BridgeOrder(
                bridge: bridge,
                head: Array(call.prefix(start)),
                tail: Array(call.dropFirst(start + 32))
            )
        }
    }
}

extension LaneWitness {
    /// What the executor at the lane's source should call for `recipient` at its destination.
    public func order(to recipient: Address) -> BridgeOrder? {
        entry.order(
            bridge: lane.entry,
            token: lane.source.address,
            destination: entry.number(of: lane.destination.chain),
            recipient: recipient
        )
    }
}
