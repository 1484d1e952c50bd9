import Contracts
import Ethereum
import Live
import Numerics
import Parity
import Routes
import Vocabulary

/// What bridges have paid out within some time, as their logs tell: the largest minute of each lane.
///
/// Two endpoints must name the same logs, where there are two. All releases count, our own among them: too
/// much outflow asks for too much reserve, never for too little.
struct Outflow {
    struct Measured {
        let perMinute: UInt256
        let watched: Interval
    }

    private(set) var measured: [(lane: LaneKey, outflow: Measured)] = []
    /// Chains whose logs could not be read, and why.
    private(set) var problems: [String] = []

    /// Blocks asked for at once, and in all.
    private static let step: UInt64 = 1_000
    private static let mostBlocks: UInt64 = 200_000

    func measured(on lane: LaneKey) -> Measured? {
        measured.first { $0.lane == lane }?.outflow
    }

    init() {}

    init(_ fleet: Fleet, _ heads: [ChainID: Block], within history: Interval, _ ward: Ward) {
        for (index, chain) in fleet.chains.enumerated() {
            let lanes = Self.lanes(of: fleet, to: chain.id)
            guard !lanes.isEmpty, let head = heads[chain.id] else { continue }
            read(chain, index, head, lanes, history, ward)
        }
    }

    private static func lanes(
        of fleet: Fleet,
        to chain: ChainID
    ) -> [(LaneWitness, ReserveParameters)] {
        var lanes: [(LaneWitness, ReserveParameters)] = []
        for route in fleet.routes {
            for lane in route.lanes.all
            where lane.destination.chain == chain
                && !lanes.contains(where: { $0.0.lane.key == lane.key })
            {
                lanes.append((LaneWitness(lane, in: fleet), route.parameters.reserve))
            }
        }
        return lanes
    }

    private mutating func read(
        _ chain: Chain,
        _ index: Int,
        _ head: Block,
        _ lanes: [(LaneWitness, ReserveParameters)],
        _ history: Interval,
        _ ward: Ward
    ) {
        let interval = max(chain.blockInterval.milliseconds, 1)
        let wanted = min(history.milliseconds / interval + 1, Self.mostBlocks)
        let first = head.number > wanted ? head.number - wanted : 1
        let topics = lanes.compactMap { $0.0.exit[.released]?.signature.topic }
        guard
            let question = LogQuestion(
                addresses: lanes.map(\.0.lane.exit).distinct,
                topics: topics.distinct
            ),
            let logs = Self.logs(question, first...head.number, index, ward),
            let times = Self.times(of: logs.map(\.place.block).distinct, index, ward),
            let begin = Self.time(of: first, index, ward), begin <= head.time
        else {
            problems.append(
                "chain \(chain.id): its logs of the last \(history) can't be read; outflow is assumed"
            )
            return
        }
        let watched = Interval(milliseconds: head.time.milliseconds - begin.milliseconds)
        for (witness, reserve) in lanes {
            var meter = OutflowMeter(
                floor: .zero,
                window: max(reserve.window, history),
                span: reserve.latencyFloor,
                since: begin
            )
            for log in logs {
                guard let arrival = witness.release(log), let time = times[log.place.block] else {
                    continue
                }
                meter.note(arrival.amount, at: time, isOwn: false)
            }
            let peak = meter.peak(at: head.time).perMinute
            measured.append((witness.lane.key, Measured(perMinute: peak, watched: watched)))
        }
    }

    /// `nil` where too few endpoints name the same.
    private static func logs(
        _ question: LogQuestion,
        _ range: ClosedRange<UInt64>,
        _ chain: Int,
        _ ward: Ward
    ) -> [EventLog]? {
        let needed = min(2, ward.endpoints(of: chain).count)
        var logs: [EventLog] = []
        var next = range.lowerBound
        while next <= range.upperBound {
            let last = min(next + step - 1, range.upperBound)
            var answers: [[EventLog]] = []
            for result in ward.askAll([.logs(question, .numbers(next...last))], of: chain) {
                guard
                    case .success(let outcomes) = result,
                    case .answered(.logs(let logs))? = outcomes.first
                else { continue }
                answers.append(logs)
            }
            let agreed = answers.first { answer in answers.count { $0 == answer } >= needed }
            guard let agreed else { return nil }
            logs += agreed
            next = last + 1
        }
        return logs
    }

    /// Of blocks by their hashes, which prove them: whoever tells is believed.
    private static func times(
        of blocks: [BlockHash],
        _ chain: Int,
        _ ward: Ward
    ) -> [BlockHash: Instant]? {
        var times: [BlockHash: Instant] = [:]
        for endpoint in ward.endpoints(of: chain) {
            let missing = blocks.filter { times[$0] == nil }
            guard !missing.isEmpty else { return times }
            let queries = missing.map { ChainQuery.header(.hash($0)) }
            guard case .success(let outcomes) = ward.ask(queries, of: endpoint, on: chain) else {
                continue
            }
            for case .answered(.header(let header)) in outcomes {
                times[header.block.hash] = header.block.time
            }
        }
        return times.count == blocks.count ? times : nil
    }

    /// The latest that any endpoint tells: nobody has watched for longer.
    private static func time(of number: UInt64, _ chain: Int, _ ward: Ward) -> Instant? {
        ward.askAll([.header(.number(number))], of: chain).compactMap { result in
            guard
                case .success(let outcomes) = result,
                case .answered(.header(let header))? = outcomes.first
            else { return nil }
            return header.block.time
        }.max()
    }
}

extension Array where Element: Hashable {
    /// Each once, in the order of their first.
    fileprivate var distinct: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
