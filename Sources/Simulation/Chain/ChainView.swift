import Contracts
import Ethereum
import Hashing
import Numerics
import Routes
import Venues
import Vocabulary

/// The reading functions of the virtual contracts, at one block: words, as a contract returns them.
struct ChainView {
    let state: ChainState
    let places: [Address: ChainState.Place]
    let number: UInt64
    let seconds: UInt64
    let parent: BlockHash

    enum Answer: Hashable, Sendable {
        case words([UInt256])
        case reverted([UInt8])
        /// No code at the address: success, and nothing.
        case nothing
        /// No view: it has to be run.
        case isAction
    }

    func answer(_ target: Address, _ data: [UInt8]) -> Answer {
        guard let place = places[target] else { return .nothing }
        guard state.silent.isEmpty || !state.silent.contains(target) else { return .reverted([]) }
        if case .bridge(let bridge) = place { return answer(state.bridges[bridge], data) }
        guard let selector = Selector(data) else { return .reverted([]) }
        let arguments = CallArguments(data: data)
        switch place {
        case .token(let token): return answer(state.tokens[token], selector, arguments)
        case .pool(let pool):
            switch selector {
            case .sellBase, .sellQuote, .pairSwap, .exchange: return .isAction
            default: return answer(state.pools[pool], selector, arguments)
            }
        case .oracle(let oracle): return answer(state.oracles[oracle], selector)
        case .executor(let executor):
            return answer(state.executors[executor], selector, arguments)
        case .bridge: return .nothing
        case .aggregator: return answerAggregator(selector, arguments)
        }
    }

    private func answer(
        _ token: TokenState,
        _ selector: Selector,
        _ arguments: CallArguments
    ) -> Answer {
        switch selector {
        case .balanceOf:
            arguments.address(0).map { .words([token.balance(of: $0)]) } ?? .reverted([])
        case .totalSupply: .words([token.supply])
        case .decimals: .words([UInt256(token.decimals)])
        case .allowance:
            if let owner = arguments.address(0), let spender = arguments.address(1) {
                .words([token.allowance(of: owner, to: spender)])
            } else {
                .reverted([])
            }
        case .paused: token.canPause ? .words([token.isPaused ? .one : .zero]) : .reverted([])
        case .transfer, .approve, .transferFrom: .isAction
        default: .reverted([])
        }
    }

    private func answer(_ oracle: OracleState, _ selector: Selector) -> Answer {
        switch selector {
        case .latestRound:
            .words([
                UInt256(oracle.round), oracle.answer, UInt256(oracle.updated),
                UInt256(oracle.updated), UInt256(oracle.round),
            ])
        case .decimals: .words([UInt256(oracle.decimals)])
        default: .reverted([])
        }
    }

    private func answer(
        _ executor: ExecutorState,
        _ selector: Selector,
        _ arguments: CallArguments
    ) -> Answer {
        switch selector {
        case .paused: .words([executor.isPaused ? .one : .zero])
        case .owner: .words([executor.owner.word])
        case .operatorView: .words([executor.trader.word])
        case .allowed:
            arguments.address(0).map { .words([executor.pools.contains($0) ? .one : .zero]) }
                ?? .reverted([])
        case .caps:
            arguments.address(0).map { token in
                guard let cap = executor.caps[token] else { return .words([0, 0, 0]) }
                return .words([cap.perCall, cap.perDay, cap.usedToday(seconds / 86_400)])
            } ?? .reverted([])
        default: .isAction
        }
    }

    private func answer(
        _ bridge: BridgeState,
        _ data: [UInt8]
    ) -> Answer {
        func asks(_ part: BridgePart) -> Bool {
            bridge.interface[part].map { data.starts(with: $0.signature.selector) } ?? false
        }
        if asks(.paused) { return .words([bridge.isPaused ? .one : .zero]) }
        // Nothing here limits what is minted but the bridge's own pace.
        if asks(.mintable) { return .words([.one << 128]) }
        if asks(.send) { return .isAction }
        guard Selector(data) == .processed, let transfer = CallArguments(data: data).digest(0)
        else { return .reverted([]) }
        return .words([bridge.processed.contains(transfer) ? .one : .zero])
    }

    private func answerAggregator(_ selector: Selector, _ arguments: CallArguments) -> Answer {
        switch selector {
        case .blockNumber: .words([UInt256(number)])
        case .lastBlockHash: .words([parent.digest.word])
        case .timestamp: .words([UInt256(seconds)])
        case .nativeBalance:
            arguments.address(0).map { .words([state.account($0).balance]) } ?? .reverted([])
        case .aggregate:
            AggregatedCalls(arguments.data).map { .words($0.answer(self)) }
                ?? .reverted([])
        default: .reverted([])
        }
    }
}

extension ChainView.Answer {
    var callAnswer: CallAnswer {
        switch self {
        case .words(let words): .returned(ABIWords(words))
        case .nothing: .unknown(.empty)
        case .reverted, .isAction: .unknown(.reverted)
        }
    }
}
