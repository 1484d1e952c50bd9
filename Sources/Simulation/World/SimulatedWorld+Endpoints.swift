import Bot
import Contracts
import Ethereum
import Execution
import Numerics
import Routes
import Vocabulary

// What endpoints say, and what becomes of it on the way.

extension SimulatedWorld {
    /// What goes wrong with one exchange.
    struct Trouble {
        var delay = Interval(milliseconds: 0)
        var lag: UInt64 = 0
        var isRefused = false
        /// The question never arrives.
        var isDeaf = false
        /// The answer never arrives.
        var isMute = false
        var isDoubled: Interval?
    }

    private mutating func trouble(of endpoint: Endpoint) -> Trouble {
        var trouble = Trouble()
        guard hasFaults else { return trouble }
        let (chain, index) = (endpoint.chain, UInt8(clamping: endpoint.index))
        func add(_ shape: FaultShape?) {
            guard let lasting = shape?.lasting else { return }
            trouble.delay = Interval(
                milliseconds: trouble.delay.milliseconds + lasting.milliseconds
            )
        }
        add(dice.strike(.rpcDelay, on: chain, of: index))
        add(dice.strike(.answerReordered, on: chain, of: index))
        trouble.isDeaf = dice.shouldFail(.rpcTimeoutBefore, on: chain, of: index)
        trouble.isMute =
            dice.shouldFail(.rpcTimeoutAfter, on: chain, of: index)
            || dice.shouldFail(.answerDropped, on: chain, of: index)
        trouble.isRefused =
            dice.shouldFail(.rpcError, on: chain, of: index)
            || dice.prevails(.rpcRateLimit, on: chain, of: index, at: elapsed) != nil
        trouble.lag = dice.strike(.rpcStale, on: chain, of: index)?.depth ?? 0
        for regress in spell.regressed where regress.chain == chain { trouble.lag += regress.depth }
        trouble.isDoubled = dice.strike(.answerDuplicated, on: chain, of: index)?.lasting
        return trouble
    }

    mutating func ask(_ number: QueryNumber, _ endpoint: Endpoint, _ query: Query) {
        let place = place(of: endpoint.chain)
        let behaviour = endpoints[place][endpoint.index]
        guard !behaviour.isDown else { return }
        // The few inspections have chances of their own, so that they shift no others.
        let isInspection = if case .inspect = query { true } else { false }
        let trouble = isInspection ? inspectionTrouble(of: endpoint) : trouble(of: endpoint)
        guard !trouble.isDeaf, !trouble.isMute else { return }
        var answer =
            trouble.isRefused
            ? Answer.failure : self.answer(query, at: place, lag: behaviour.lag + trouble.lag)
        if behaviour.hidesLogs, case .sight(let sight) = answer {
            answer = .sight(sight.withoutLogs)
        }
        if hasFaults, case .inspection(let inspection) = answer {
            answer = .inspection(shown(inspection, by: endpoint))
        }
        if hasFaults, case .sight(let sight) = answer {
            let index = UInt8(clamping: endpoint.index)
            if dice.shouldFail(.rpcLie, on: endpoint.chain, of: index) {
                answer = .sight(sight.lying(generator.next()))
            } else if dice.shouldFail(.rpcFork, on: endpoint.chain, of: index) {
                answer = .sight(sight.forked)
            }
        }
        deliver(.answered(number, answer), behaviour, trouble)
    }

    private mutating func answer(_ query: Query, at place: Int, lag: UInt64) -> Answer {
        // Chains are large: each is looked at where it lies.
        place == 0
            ? shown[0].answer(query, of: first, genesis: genesis[0], lag: lag)
            : shown[1].answer(query, of: second, genesis: genesis[1], lag: lag)
    }

    mutating func broadcast(
        _ number: QueryNumber,
        _ endpoint: Endpoint,
        _ payload: SignedPayload
    ) {
        let behaviour = endpoints[place(of: endpoint.chain)][endpoint.index]
        if let broken = audit.handOver(payload, on: endpoint.chain) { violate(broken) }
        guard !behaviour.isDown else { return }
        let trouble = trouble(of: endpoint)
        guard !trouble.isDeaf else { return }
        let word: SendWord
        let index = UInt8(clamping: endpoint.index)
        if hasFaults, dice.shouldFail(.rpcHashThenDrop, on: endpoint.chain, of: index) {
            word = .hash(payload.hash)
        } else {
            word = change(endpoint.chain) { [now] in $0.take(payload.envelope.encoded, at: now) }
        }
        guard !trouble.isMute else { return }
        let answer: Answer = trouble.isRefused ? .failure : .broadcast(word)
        deliver(.answered(number, answer), behaviour, trouble)
    }

    private mutating func deliver(
        _ happening: Event.Happening,
        _ behaviour: SimulatedEndpoint,
        _ trouble: Trouble
    ) {
        let time = behaviour.latency.milliseconds + trouble.delay.milliseconds
        deliver(happening, after: Interval(milliseconds: time))
        guard let later = trouble.isDoubled else { return }
        deliver(happening, after: Interval(milliseconds: time + later.milliseconds))
    }
}

extension Sight {
    /// In good order and wrong: one of its numbers is another.
    fileprivate func lying(_ draw: UInt64) -> Sight {
        var answers = answers
        var counter = counter
        if answers.isEmpty || draw % 4 == 0 {
            if case .known(let count) = counter { counter = .known(count + 1) }
        } else {
            let index = Int((draw >> 8) % UInt64(answers.count))
            if case .returned(let words) = answers[index] {
                let values = (0..<words.count).map { place in
                    let word = (try? words.word(place)) ?? .zero
                    return place == 0 ? word &+ (word / 100) &+ 1 : word
                }
                answers[index] = .returned(ABIWords(values))
            }
        }
        return Sight(
            header: header,
            answers: answers,
            gasMoney: gasMoney,
            counter: counter,
            suggestedGas: suggestedGas,
            logs: logs,
            transactions: transactions
        )
    }

    /// Whoever asks for logs is told of none.
    fileprivate var withoutLogs: Sight {
        guard case .known = logs else { return self }
        return Sight(
            header: header,
            answers: answers,
            gasMoney: gasMoney,
            counter: counter,
            suggestedGas: suggestedGas,
            logs: .known([]),
            transactions: transactions
        )
    }

    /// Of a block that is on nobody else's chain.
    fileprivate var forked: Sight {
        var header = self.header.header
        header.extraData = [0xF0]
        return Sight(
            header: SeenHeader(hash: BlockHash(header.plainHash), header: header),
            answers: answers,
            gasMoney: gasMoney,
            counter: counter,
            suggestedGas: suggestedGas,
            logs: logs,
            transactions: transactions
        )
    }
}
