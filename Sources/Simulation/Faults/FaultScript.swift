internal import Vocabulary

/// The text form of a fault plan: one line a fault, `#` begins a comment.
///
///     rate 2000 rpc-delay for 800 ms                     # of a million chances
///     at 60 min rpc-rate-limit chain 138 endpoint 0 for 30 s
///     at 90 min halted-chain chain 651940 for 10 min
///     at block 1200 reorganisation chain 138 depth 3
///     at step 500 crash
///     at chance 17 journal-failure times 3               # or: always
///     stop at 20 h
///
/// What a line leaves out is as the fault usually is. Read and written back, a plan is the same plan.
extension FaultPlan {
    /// Reads a script, or says where the first thing is that it does not understand.
    public init(script text: String) throws(FaultScriptError) {
        self.init()
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            var reader = FaultLineReader(line, number: index + 1)
            guard let first = reader.next() else { continue }
            guard try read(first, &reader) else {
                throw reader.unexpected(first, expected: Self.words)
            }
        }
    }

    static let words = ["rate", "at", "stop"]

    /// Takes in a line that begins with this word; `false` where no line of a script does.
    mutating func read(
        _ first: FaultLineReader.Word,
        _ reader: inout FaultLineReader
    ) throws(FaultScriptError) -> Bool {
        guard let word = first.text, Self.words.contains(word) else { return false }
        if rates.count + cues.count == Self.mostLines {
            throw reader.error(first, .tooManyLines(most: Self.mostLines))
        }
        switch word {
        case "rate":
            let (rate, fault) = try reader.rate()
            let isSaid = rates.contains { other in
                other.fault == rate.fault && other.shape.chain == rate.shape.chain
                    && other.shape.endpoint == rate.shape.endpoint
            }
            if isSaid { throw reader.error(fault, .again(rate.fault.rawValue)) }
            rates.append(rate)
        case "at": cues.append(try reader.cue())
        default:
            if stopsAt != nil { throw reader.error(first, .again("stop")) }
            stopsAt = try reader.stop()
        }
        return true
    }

    /// The script that reads as this plan: rates first, then cues, then the end.
    public var script: String {
        var lines = rates.map { rate in
            "rate \(rate.perMillion) \(rate.fault.rawValue)" + rate.shape.script(for: rate.fault)
        }
        lines += cues.map { cue in
            "at \(cue.moment.script) \(cue.fault.rawValue)" + cue.shape.script(for: cue.fault)
                + cue.times.script
        }
        if let stopsAt {
            lines.append("stop at \(Interval(milliseconds: stopsAt.milliseconds))")
        }
        return lines.map { $0 + "\n" }.joined()
    }
}

extension FaultShape {
    fileprivate func script(for fault: Fault) -> String {
        fault.settings.map { setting -> String in
            switch setting {
            case .chain: chain.map { " chain \($0)" } ?? ""
            case .endpoint: endpoint.map { " endpoint \($0)" } ?? ""
            case .depth: depth.map { " depth \($0)" } ?? ""
            case .factor: factor.map { " factor \($0)" } ?? ""
            case .share: share.map { " share \($0)" } ?? ""
            case .lasting: lasting.map { " for \($0)" } ?? ""
            case .times: ""
            }
        }.joined()
    }
}

extension FaultPlan.Moment {
    fileprivate var script: String {
        switch self {
        case .time(let instant): "\(Interval(milliseconds: instant.milliseconds))"
        case .block(let number): "block \(number)"
        case .step(let number): "step \(number)"
        case .chance(let number): "chance \(number)"
        }
    }
}

extension FaultPlan.Times {
    fileprivate var script: String {
        switch self {
        case .count(1): ""
        case .count(let count): " times \(count)"
        case .always: " always"
        }
    }
}
