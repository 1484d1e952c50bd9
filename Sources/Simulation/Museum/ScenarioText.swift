import Vocabulary

/// The text form of a scenario: the lines of a fault script, and with them the world, what single endpoints
/// and an operator do, and what is expected. `#` begins a comment, the first one is the title.
///
///     seed 7                                   # all that is left out is as in the built-in demo
///     lasting 40 min
///     flow 5x
///     at 10 min bridge-vault-drained for 20 min times 2
///     endpoint 138/1 stalled from 5 min to 25 min
///     operator halt at 30 min
///     expect hold bridge-reserve-claims-on-top from 10 min to 30 min
///     expect settled at least 5
///     expect converged
extension Scenario {
    /// Reads a scenario, or says where the first thing is that it does not understand.
    public init(text: String) throws(FaultScriptError) {
        self.init()
        var said: [Directive] = []
        var stretches: [(start: Instant, word: FaultLineReader.Word, line: Int)] = []
        var endpointLines: [(reader: FaultLineReader, word: FaultLineReader.Word, line: Int)] = []
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        title = lines.compactMap(Self.comment).first ?? ""
        for (index, line) in lines.enumerated() {
            var reader = FaultLineReader(line, number: index + 1)
            guard let first = reader.next() else { continue }
            if try order.faults.read(first, &reader) { continue }
            guard let directive = first.text.flatMap(Directive.init(rawValue:)) else {
                let words = Directive.allCases.map(\.rawValue) + FaultPlan.words
                throw reader.unexpected(first, expected: words)
            }
            if directive.isSaidOnce, said.contains(directive) {
                throw reader.error(first, .again(directive.rawValue))
            }
            said.append(directive)
            if said.count > Self.mostLines {
                throw reader.error(first, .tooManyLines(most: Self.mostLines))
            }
            // How many endpoints there are, the whole text says.
            if directive == .endpoint {
                endpointLines.append((reader, first, index + 1))
                continue
            }
            if let start = try take(directive, &reader, line: index + 1) {
                stretches.append((start, first, index + 1))
            }
            try reader.finish()
        }
        for (reader, word, line) in endpointLines {
            var reader = reader
            let spell = try reader.endpointSpell(endpoints: order.endpoints)
            try reader.finish()
            spells.append(spell)
            stretches.append((spell.from, word, line))
        }
        // What is said of a time that never comes would always be true.
        for stretch in stretches where stretch.start.milliseconds >= order.lasting.milliseconds {
            throw FaultScriptError(
                line: stretch.line,
                column: stretch.word.column,
                problem: .neverComes(Interval(milliseconds: stretch.start.milliseconds))
            )
        }
    }

    /// The text of a line that is nothing but a comment.
    private static func comment(_ line: Substring) -> String? {
        guard line.hasPrefix("#") else { return nil }
        let text = line.drop { $0 == "#" || $0 == " " }
        return text.isEmpty ? nil : String(text)
    }

    /// With what a line begins that is no fault.
    enum Directive: String, CaseIterable {
        case seed, lasting, flow, trouble, feeds, pools, endpoints, inventory, vault, coins
        case oneWay = "one-way"
        case endpoint, `operator`, expect

        var isSaidOnce: Bool {
            switch self {
            case .endpoint, .operator, .expect: false
            default: true
            }
        }
    }

    /// Takes in what stands behind the first word; answers the moment from which on it means anything.
    private mutating func take(
        _ directive: Directive,
        _ reader: inout FaultLineReader,
        line: Int
    ) throws(FaultScriptError) -> Instant? {
        switch directive {
        case .seed: order.seed = try reader.count()
        case .lasting: order.lasting = try reader.lasting()
        case .flow: order.flow = try reader.flow()
        case .oneWay: order.isOneWay = true
        case .trouble: order.hasTroublemakers = true
        case .feeds: order.hasFeeds = true
        case .pools: order.poolsEach = Int(try reader.count(atLeast: 1, atMost: 8))
        case .endpoints: order.endpointsEach = Int(try reader.count(atLeast: 1, atMost: 8))
        case .inventory: order.inventory = try reader.count(atMost: 1_000_000_000)
        case .vault: order.vault = try reader.count(atMost: 1_000_000_000)
        case .coins: order.coins = try reader.coins()
        // Read when all others are.
        case .endpoint: break
        case .operator:
            let deed = try reader.operatorDeed()
            deeds.append(deed)
            return deed.at
        case .expect:
            let claim = try reader.claim()
            expectations.append(Expectation(line: line, claim))
            guard case .happens(_, _, let span) = claim else { return nil }
            return span.from
        }
        return nil
    }
}
