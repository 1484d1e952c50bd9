import Ethereum
public import Vocabulary

/// One view to be called.
public struct ContractCall: Hashable, Sendable {
    public let target: Address
    public let data: [UInt8]

    init(_ target: Address, _ signature: ABISignature, _ arguments: [ABIValue] = []) {
        self.target = target
        data = signature.calldata(arguments)
    }

    init(_ target: Address, data: [UInt8]) {
        self.target = target
        self.data = data
    }

    /// The calldata of one call that makes all of these, each allowed to fail by itself.
    public static func aggregated(_ calls: [ContractCall]) -> [UInt8] {
        PoolInterface.aggregate.calldata([
            .list(
                calls.map { call in
                    .list([.address(call.target), .bool(true), .bytes(call.data)])
                }
            )
        ])
    }
}
