import Contracts
import Ethereum
import Hashing
import Numerics
import Routes
import Vocabulary

extension ChainQuery {
    /// More logs or fees in one answer are refused.
    static let mostLogs = 10_000
    static let mostFees = 1_025

    /// What the outcome of this question's call says; what was read lately is not read again.
    func read(_ outcome: CallOutcome, _ readings: Readings) -> QueryOutcome {
        switch outcome {
        case .refused(let failure): return .refused(failure)
        case .missing: return .missing
        case .value(let fragment):
            if fragment.isNull { return .absent }
            do throws(JSONReadingError) {
                return try read(fragment, readings)
            } catch {
                return .malformed(error)
            }
        }
    }

    func read(_ outcome: CallOutcome) -> QueryOutcome { read(outcome, Readings()) }

    private func read(
        _ fragment: JSONFragment,
        _ readings: Readings
    ) throws(JSONReadingError) -> QueryOutcome {
        switch self {
        case .chainID: return .answered(.chainID(try fragment.readQuantity()))
        case .header(let reference): return try Self.header(fragment, at: reference, readings)
        case .call: return .answered(.returned(try fragment.readData()))
        case .logs(let question, let range): return try Self.logs(fragment, question, range)
        case .receipt(let hash): return try Self.receipt(fragment, of: hash)
        case .transaction(let hash): return try Self.transaction(fragment, of: hash)
        case .nonce, .pendingNonce: return .answered(.nonce(try fragment.readShortQuantity()))
        case .balance: return .answered(.balance(Wei(try fragment.readQuantity())))
        case .code: return .answered(.code(try readings.code(fragment)))
        case .storage: return .answered(.word(try Self.word(fragment)))
        case .gasPrice, .priorityFee:
            return .answered(.gasPrice(Wei(try fragment.readQuantity())))
        case .baseFees: return .answered(.baseFees(try Self.baseFees(fragment)))
        case .send: return .answered(.sent(TransactionHash(try fragment.readDigest())))
        }
    }

    /// Nodes write a word whole, and some without its zeros.
    private static func word(_ fragment: JSONFragment) throws(JSONReadingError) -> UInt256 {
        let bytes = try fragment.readData()
        guard bytes.count <= 32, let word = UInt256(bigEndian: bytes[...]) else {
            throw .expected(.data, at: fragment.offset)
        }
        return word
    }

    private static func header(
        _ fragment: JSONFragment,
        at reference: BlockReference,
        _ readings: Readings
    ) throws(JSONReadingError) -> QueryOutcome {
        let sight: HeaderSight
        do throws(HeaderFault) {
            sight = try readings.header(fragment)
        } catch {
            switch error {
            case .malformed(let error): throw error
            case .otherHash(let claimed): return .contradictory(.headerHash(claimed: claimed))
            }
        }
        switch reference {
        case .number(let number) where sight.block.number != number:
            return .contradictory(
                .otherNumber(asked: number, answered: sight.block.number)
            )
        case .hash(let hash) where sight.block.hash != hash:
            return .contradictory(.otherBlock(asked: hash, answered: sight.block.hash))
        default: return .answered(.header(sight))
        }
    }

    private static func logs(
        _ fragment: JSONFragment,
        _ question: LogQuestion,
        _ range: LogRange
    ) throws(JSONReadingError) -> QueryOutcome {
        let elements = try fragment.readElements()
        guard elements.count <= mostLogs else { throw .expected(.array, at: fragment.offset) }
        var logs: [EventLog] = []
        logs.reserveCapacity(elements.count)
        for element in elements {
            let log: EventLog
            do throws(LogError) {
                log = try EventLog(element)
            } catch {
                throw error.reason
            }
            guard question.includes(log) else { return .contradictory(.foreignLog) }
            switch range {
            case .block(let hash):
                guard log.place.block == hash else { return .contradictory(.foreignLog) }
            case .numbers(let numbers):
                let number = try element.member("blockNumber").readShortQuantity()
                guard numbers.contains(number) else { return .contradictory(.foreignLog) }
            case .since(let first):
                let number = try element.member("blockNumber").readShortQuantity()
                guard number >= first else { return .contradictory(.foreignLog) }
            case .latest: break
            }
            logs.append(log)
        }
        return .answered(.logs(logs))
    }

    private static func receipt(
        _ fragment: JSONFragment,
        of hash: TransactionHash
    ) throws(JSONReadingError) -> QueryOutcome {
        let receipt: TransactionReceipt
        do throws(LogError) {
            receipt = try TransactionReceipt(fragment)
        } catch {
            throw error.reason
        }
        guard receipt.transaction == hash else {
            return .contradictory(.otherTransaction(asked: hash, answered: receipt.transaction))
        }
        return .answered(.receipt(receipt))
    }

    private static func transaction(
        _ fragment: JSONFragment,
        of hash: TransactionHash
    ) throws(JSONReadingError) -> QueryOutcome {
        let answered = TransactionHash(try fragment.member("hash").readDigest())
        guard answered == hash else {
            return .contradictory(.otherTransaction(asked: hash, answered: answered))
        }
        var place = TransactionSight.Place.waiting
        if let block = try fragment.optionalMember("blockHash") {
            place = .mined(
                block: BlockHash(try block.readDigest()),
                number: try fragment.member("blockNumber").readShortQuantity()
            )
        }
        let sight = TransactionSight(
            hash: hash,
            sender: try fragment.member("from").readAddress(),
            nonce: try fragment.member("nonce").readShortQuantity(),
            place: place
        )
        return .answered(.transaction(sight))
    }

    private static func baseFees(_ fragment: JSONFragment) throws(JSONReadingError) -> BaseFees {
        let elements = try fragment.member("baseFeePerGas").readElements()
        guard elements.count <= mostFees else { throw .expected(.array, at: fragment.offset) }
        var fees: [Wei] = []
        for element in elements { fees.append(Wei(try element.readQuantity())) }
        return BaseFees(
            oldest: try fragment.member("oldestBlock").readShortQuantity(),
            fees: fees
        )
    }
}
