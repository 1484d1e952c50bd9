public import Ethereum
public import Hashing
public import Vocabulary

/// What a chain says of a transaction that is in a block.
public struct TransactionReceipt: Hashable, Sendable {
    public let transaction: TransactionHash
    public let block: BlockHash
    public let number: UInt64
    public let succeeded: Bool
    public let gasUsed: UInt64
    public let gasPrice: Wei
    public let logs: [EventLog]

    /// More logs than any call of ours writes are refused.
    public static let mostLogs = 512

    public init(
        transaction: TransactionHash,
        block: BlockHash,
        number: UInt64,
        succeeded: Bool,
        gasUsed: UInt64,
        gasPrice: Wei,
        logs: [EventLog]
    ) {
        self.transaction = transaction
        self.block = block
        self.number = number
        self.succeeded = succeeded
        self.gasUsed = gasUsed
        self.gasPrice = gasPrice
        self.logs = logs
    }

    /// Reads a node's object. A missing receipt is `null` and no receipt: unknown, never failed.
    public init(_ fragment: JSONFragment) throws(LogError) {
        let logs: [EventLog]
        do throws(JSONReadingError) {
            let elements = try fragment.member("logs").readElements()
            guard elements.count <= Self.mostLogs else {
                throw .expected(.array, at: fragment.offset)
            }
            var read: [EventLog] = []
            for element in elements {
                do throws(LogError) {
                    read.append(try EventLog(element))
                } catch {
                    throw error.reason
                }
            }
            logs = read
            let status = try fragment.member("status").readShortQuantity()
            guard status <= 1 else { throw .expected(.flag, at: fragment.offset) }
            let hash = try fragment.member("transactionHash").readData(count: 32)
            let block = try fragment.member("blockHash").readData(count: 32)
            let price = try fragment.optionalMember("effectiveGasPrice")
            guard let hash = Digest(bytes: hash), let block = Digest(bytes: block) else {
                throw .expected(.dataOf(count: 32), at: fragment.offset)
            }
            self.init(
                transaction: TransactionHash(hash),
                block: BlockHash(block),
                number: try fragment.member("blockNumber").readShortQuantity(),
                succeeded: status == 1,
                gasUsed: try fragment.member("gasUsed").readShortQuantity(),
                gasPrice: Wei(try price?.readQuantity() ?? .zero),
                logs: logs
            )
        } catch {
            throw LogError(error)
        }
    }

    /// What became of a plan's leg.
    public enum LegResult: Hashable, Sendable {
        /// Every swap that was asked for, in its order, as the executor's own logs tell it.
        case filled([ExecutorFill])
        case reverted
        /// It succeeded without the logs it must have written, or with others: something is not what it
        /// should be, and nothing is booked on a status alone.
        case contradictory
    }

    /// Confirmed by the executor's events, and by no other contract's.
    public func result(
        plan: Digest,
        swaps: [ExecutorCall.Swap],
        executor: Address
    ) -> LegResult {
        guard succeeded else { return logs.isEmpty ? .reverted : .contradictory }
        var fills: [ExecutorFill] = []
        for log in logs where log.address == executor {
            guard log.transaction == transaction, log.place.block == block else {
                return .contradictory
            }
            if case .filled(let fill)? = LogFact(log) { fills.append(fill) }
        }
        guard fills.count == swaps.count else { return .contradictory }
        for (fill, swap) in zip(fills, swaps) {
            guard
                fill.plan == plan, fill.pool == swap.pool, fill.sellsBase == swap.sellsBase,
                fill.sold == swap.amount, fill.received >= swap.minimum
            else { return .contradictory }
        }
        return .filled(fills)
    }
}
