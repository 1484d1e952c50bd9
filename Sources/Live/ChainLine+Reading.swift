import Bot
import Numerics
import Routes
import Vocabulary

// What answers say.

extension ChainLine {
    func chainAndHeader(
        _ outcomes: [QueryOutcome],
        _ endpoint: Int
    ) throws(EndpointFailure) -> (id: UInt64, header: HeaderSight) {
        guard case .answered(.chainID(let id))? = outcomes.first else {
            let fault = LookFault(outcomes.first ?? .missing, reading: .chainID)
            throw failure(fault.cause, endpoint)
        }
        guard let id = UInt64(exactly: id) else {
            throw failure(.wrongChain(expected: chain.id, found: id), endpoint)
        }
        return (id, try header(outcomes, 1, endpoint))
    }

    /// Names an endpoint that is of another chain: the bot halts for it, and does not say whose word it was.
    func compare(identity id: UInt64, _ genesis: BlockHash, _ endpoint: Int) {
        let expected = first ?? genesis
        first = expected
        let cause: EndpointFailure.Cause
        if id != chain.id.value {
            cause = .wrongChain(expected: chain.id, found: UInt256(id))
        } else if genesis != expected {
            cause = .wrongGenesis(expected: expected, found: genesis)
        } else {
            return
        }
        notices.append(.failed(chain.id, failure(cause, endpoint)))
    }

    func answer(
        _ inspection: ContractInspection,
        _ outcomes: [QueryOutcome],
        _ endpoint: Int
    ) throws(EndpointFailure) -> Answer {
        do throws(LookFault) {
            return try inspection.read(outcomes).map { .inspection($0) } ?? .failure
        } catch {
            throw failure(error.cause, endpoint)
        }
    }

    func newest(
        _ outcomes: [QueryOutcome],
        _ endpoint: Int
    ) throws(EndpointFailure) -> (id: UInt64, header: HeaderSight) {
        let (id, header) = try chainAndHeader(outcomes, endpoint)
        guard id == chain.id.value else {
            throw failure(.wrongChain(expected: chain.id, found: UInt256(id)), endpoint)
        }
        guard header.block.number > 0 else { throw failure(.genesisAsLatest, endpoint) }
        return (id, header)
    }

    func header(
        _ outcomes: [QueryOutcome],
        _ index: Int,
        _ endpoint: Int
    ) throws(EndpointFailure) -> HeaderSight {
        let outcome = outcomes.indices.contains(index) ? outcomes[index] : .missing
        guard case .answered(.header(let sight)) = outcome else {
            throw failure(LookFault(outcome, reading: .header).cause, endpoint)
        }
        return sight
    }
}

extension EndpointFailure.Cause {
    /// Nodes say in one of these ways that a request or its answer is too large.
    var mayBeForSize: Bool {
        switch self {
        case .nodeError, .status(413, _), .tooLarge: true
        default: false
        }
    }

    /// The node has answered, and does not have what was asked for.
    var isRefusal: Bool {
        switch self {
        case .nodeError, .unread(_, .absent): true
        default: false
        }
    }
}
