import Bot
import CMallocCount
import Contracts
import Ethereum
import Routes
import Simulation
import Vocabulary

/// A bot on two virtual chains on which nothing happens, and the events it is told meanwhile.
final class QuietBot {
    private let start: Bot
    /// One list for each block of either chain.
    private var blocks: [[Event]] = []
    private var bot: Bot
    private var next = 0

    init(blocks count: Int) {
        var demo = SimulatedDemo()
        demo.endpointsEach = 1
        // No lane is to be proved: nothing is to be begun at all.
        demo.inventory = 1
        demo.dust = 100
        guard let plan = demo.plan() else { preconditionFailure("the demo is refused") }
        var recorder = Recorder(plan)
        for _ in 0..<40 { _ = recorder.block() }
        start = recorder.bot
        bot = recorder.bot
        for _ in 0..<count { blocks.append(recorder.block()) }
    }

    func replay(_ count: Int) {
        for _ in 0..<count {
            if next == blocks.count {
                bot = start
                next = 0
            }
            for event in blocks[next] { consume(bot.handle(event).count) }
            next += 1
        }
    }

    /// What the heap is asked for, counted in the bot's steps alone.
    func heap() -> String {
        bot = start
        next = 0
        replay(100)
        let before = cantilever_allocations()
        replay(1_000)
        let count = cantilever_allocations() - before
        bot = start
        next = 0
        return " (\(Double(count) / 1_000) allocations)"
    }

    private struct Recorder {
        var bot = Bot()
        private var chains: [VirtualChain]
        private var now: Instant
        private var turn = 0

        init(_ plan: SimulatedPlan) {
            chains = [VirtualChain(plan.first), VirtualChain(plan.second)]
            now = plan.start
            _ = tell(.configured(plan.settings))
        }

        /// The next block of one of the chains, a look at it, and the answer.
        mutating func block() -> [Event] {
            now = now.advanced(by: Interval(milliseconds: 1_000))
            chains[turn % 2].makeBlock(at: now)
            turn += 1
            return tell(.woke)
        }

        private mutating func tell(_ happening: Event.Happening) -> [Event] {
            let event = Event(at: now, happening)
            var events = [event]
            for effect in bot.handle(event) {
                guard case .ask(let number, let endpoint, let query) = effect,
                    let answer = answer(query, on: endpoint.chain)
                else { continue }
                events += tell(.answered(number, answer))
            }
            return events
        }

        private func answer(_ query: Query, on id: ChainID) -> Answer? {
            guard
                let chain = chains.first(where: { $0.rules.id == id }),
                let genesis = try? chain.block(.number(0)), let header = try? chain.header()
            else { return nil }
            switch query {
            case .identity: return .identity(chainID: id.value, genesis: genesis.hash)
            case .header: return .failure
            case .inspect: return chain.answer(query, genesis: genesis.hash, lag: 0)
            case .look(let request):
                guard let answers = try? chain.answers(to: request.plan.calls) else { return nil }
                return .sight(
                    Sight(
                        header: SeenHeader(hash: chain.head.hash, header: header),
                        answers: answers,
                        counter: .known(0),
                        suggestedGas: .known(chain.gasPrice),
                        logs: .known([]),
                        transactions: []
                    )
                )
            }
        }
    }
}
