import Configuration
import Contracts
import Ethereum
import Live
import Numerics
import Routes
import Vocabulary

// What the contracts of bridges say about themselves, each asked in its own words.

extension Examination {
    func askBridges(_ chain: Chain, _ questions: inout Questions) {
        for lane in strategy.fleet.lanes {
            let witness = LaneWitness(lane, in: strategy.fleet)
            if lane.source.chain == chain.id { askEntry(witness, chain, &questions) }
            if lane.destination.chain == chain.id { askExit(witness, chain, &questions) }
        }
    }

    private func askEntry(_ witness: LaneWitness, _ chain: Chain, _ questions: inout Questions) {
        let lane = witness.lane
        let subject = "\(chain.name) bridge of \(lane.source.symbol)"
        func ask(_ part: BridgePart, _ read: @escaping (UInt256) -> DoctorFinding?) {
            guard let question = witness.question(part) else { return }
            questions.call(question.target, question.data, read)
        }
        ask(.paused) { paused in
            paused.isZero
                ? .ok(subject, "is not paused")
                : .error(subject, "is paused", "wait for its operators; nothing can cross")
        }
        ask(.fee) { found in
            let stated = UInt256(lane.fee.millionths)
            let (millionths, overflow) = found.multipliedReportingOverflow(by: 1_000_000)
            return !overflow && millionths == stated
                ? .ok(subject, "takes \(lane.fee)")
                : .error(
                    subject,
                    "takes \(found) bps, the file says \(lane.fee)",
                    "correct 'fee' of the bridge: trades would be counted wrong"
                )
        }
        ask(.supported) { supported in
            supported.isZero
                ? .error(
                    subject,
                    "does not take \(lane.source.symbol) to chain \(lane.destination.chain)",
                    "correct 'entry', or ask its operators: nothing can cross"
                ) : .ok(subject, "takes \(lane.source.symbol)")
        }
        ask(.dailyLimit) { limit in
            let text = "takes \(Self.amount(limit, lane.source)) a day at most"
            guard let most = lane.most, most > limit else { return .ok(subject, text) }
            return .warning(
                subject,
                text + ", the file says \(Self.amount(most, lane.source)) at once",
                "correct 'most' of the bridge"
            )
        }
        ask(.least) { least in
            lane.least >= least
                ? .ok(subject, "takes \(Self.amount(least, lane.source)) and more")
                : .warning(
                    subject,
                    "takes nothing below \(Self.amount(least, lane.source)), the file says "
                        + Self.amount(lane.least, lane.source),
                    "correct 'least' of the bridge"
                )
        }
        askSend(witness, chain, subject, &questions)
    }

    /// Whether the bridge has the function, and whether the executor calls it as the file says.
    private func askSend(
        _ witness: LaneWitness,
        _ chain: Chain,
        _ subject: String,
        _ questions: inout Questions
    ) {
        let lane = witness.lane
        guard let send = witness.entry[.send]?.signature else { return }
        questions.ask(.code(lane.entry, at: .latest)) { outcome in
            guard case .answered(.code(let code)) = outcome else { return nil }
            return code.names(send.selector)
                ? .ok(subject, "has the function \(send.name)")
                : .warning(
                    subject,
                    "its code does not name the function \(send.canonical)",
                    "correct 'send' of its interface, unless it is a proxy"
                )
        }
        guard
            let executor = chain.executor,
            let recipient = strategy.fleet.chain(lane.destination.chain)?.executor,
            let order = witness.order(to: recipient)
        else { return }
        let data = ExecutorInterface.way.selector + Selectors.word(lane.source.address)
        questions.ask(.call(to: executor, data: data, sender: nil, at: .latest)) { outcome in
            guard
                case .answered(.returned(let bytes)) = outcome,
                let values = try? ExecutorInterface.way.decodeReturn(bytes),
                case .address(let bridge) = values[0], case .bytes(let head) = values[1],
                case .bytes(let tail) = values[2]
            else { return nil }
            let executorSubject = "\(chain.name) executor"
            return BridgeOrder(bridge: bridge, head: head, tail: tail) == order
                ? .ok(
                    executorSubject,
                    "sends \(lane.source.symbol) by \(send.name) to \(recipient)"
                )
                : .error(
                    executorSubject,
                    "does not send \(lane.source.symbol) as the file says",
                    "let its owner call setBridge for \(lane.source.address) with \(order.text)"
                )
        }
    }

    private func askExit(_ witness: LaneWitness, _ chain: Chain, _ questions: inout Questions) {
        let token = witness.lane.destination
        switch witness.lane.release {
        case .vault:
            let data = Selectors.balance(of: witness.lane.exit)
            questions.call(token.address, data) { held in
                let subject = "\(chain.name) vault of \(token.symbol)"
                let text = "holds \(Self.amount(held, token))"
                return held.isZero
                    ? .error(subject, text, "nothing that is sent would be paid out: wait")
                    : .ok(subject, text)
            }
        case .mint:
            guard let question = witness.question(.mintable) else { return }
            questions.call(question.target, question.data) { left in
                let subject = "\(chain.name) bridge of \(token.symbol)"
                let text = "may still mint \(Self.amount(left, token))"
                return left.isZero
                    ? .error(subject, text, "nothing that is sent would be minted: wait")
                    : .ok(subject, text)
            }
        }
    }
}

extension BridgeOrder {
    fileprivate var text: String {
        "bridge \(bridge), head \(Hexadecimal.text(of: head)), tail \(Hexadecimal.text(of: tail))"
    }
}
