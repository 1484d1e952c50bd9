public import Contracts
import Ethereum
public import Hashing
import Numerics
public import Vocabulary

extension VirtualChain {
    /// Where a transaction is.
    public enum TransactionPlace: Hashable, Sendable {
        /// Its bytes, as they came.
        case pending([UInt8])
        case mined(block: BlockHash, number: UInt64, bytes: [UInt8])
    }

    /// `nil` for what was never here, was evicted, or is in a block that is pruned.
    public func transaction(_ hash: TransactionHash) -> TransactionPlace? {
        if let (block, record) = mined(hash) {
            guard case .signed(let transaction) = record.origin else { return nil }
            return .mined(
                block: block.hash,
                number: block.header.number,
                bytes: transaction.bytes
            )
        }
        return mempool.entry(hash).map { .pending($0.bytes) }
    }

    private func mined(
        _ hash: TransactionHash
    ) -> (block: BlockRecord, record: TransactionRecord)? {
        guard let place = history.place(hash), let block = history.block(place.number) else {
            return nil
        }
        return (block, block.transactions[place.index])
    }

    /// Of a transaction or an act that is in a block.
    public func receipt(_ hash: TransactionHash) -> TransactionReceipt? {
        mined(hash).map { receipt($0.record, in: $0.block) }
    }

    /// What came of an act; `nil` until a block holds it.
    public func outcome(ofAct hash: TransactionHash) -> ActOutcome? {
        guard case .act(_, let outcome)? = mined(hash)?.record.origin else { return nil }
        return outcome
    }

    /// What came of an act that is in a block; what a swap brought, and nothing for anything else.
    func result(of hash: TransactionHash) -> (succeeded: Bool, received: UInt256)? {
        mined(hash).map { _, record in
            let bytes = record.outcome.returned.suffix(32)
            return (record.outcome.succeeded, UInt256(bigEndian: bytes) ?? .zero)
        }
    }

    /// Every receipt of a block, in its order.
    public func receipts(
        _ hash: BlockHash
    ) -> [TransactionReceipt]? {
        history.block(hash).map { block in
            block.transactions.map { receipt($0, in: block) }
        }
    }

    private func receipt(
        _ record: TransactionRecord,
        in block: BlockRecord
    ) -> TransactionReceipt {
        TransactionReceipt(
            transaction: record.hash,
            block: block.hash,
            number: block.header.number,
            succeeded: record.outcome.succeeded,
            gasUsed: record.outcome.gasUsed,
            gasPrice: Wei(record.outcome.price),
            logs: logs(record, in: block)
        )
    }

    private func logs(_ record: TransactionRecord, in block: BlockRecord) -> [EventLog] {
        record.logs.enumerated().map { index, log in
            EventLog(
                address: log.address,
                topics: log.topics,
                data: log.data,
                place: LogPlace(block: block.hash, index: record.firstLog + UInt64(index)),
                transaction: record.hash
            )
        }
    }

    /// The logs of a block; `topics` and `addresses` that are empty let everything through.
    public func logs(
        inBlock hash: BlockHash,
        addresses: [Address] = [],
        topics: [Digest] = []
    ) -> [EventLog]? {
        history.block(hash).map { matching($0, addresses, topics) }
    }

    /// The logs of blocks by their numbers, as far as they are made and kept.
    public func logs(
        in numbers: ClosedRange<UInt64>,
        addresses: [Address] = [],
        topics: [Digest] = []
    ) -> [EventLog] {
        let last = min(numbers.upperBound, history.head.header.number)
        guard numbers.lowerBound <= last else { return [] }
        return (numbers.lowerBound...last).flatMap { number in
            history.block(number).map { matching($0, addresses, topics) } ?? []
        }
    }

    private func matching(
        _ block: BlockRecord,
        _ addresses: [Address],
        _ topics: [Digest]
    ) -> [EventLog] {
        var found: [EventLog] = []
        for record in block.transactions {
            for (index, log) in record.logs.enumerated() {
                guard addresses.isEmpty || addresses.contains(log.address),
                    topics.isEmpty || log.topics.first.map(topics.contains) ?? false
                else { continue }
                found.append(
                    EventLog(
                        address: log.address,
                        topics: log.topics,
                        data: log.data,
                        place: LogPlace(
                            block: block.hash,
                            index: record.firstLog + UInt64(index)
                        ),
                        transaction: record.hash
                    )
                )
            }
        }
        return found
    }
}
