import Live
import Vocabulary

/// Something that is wrong with an endpoint, and what makes it the same as another time.
struct Trouble: Hashable {
    let key: String
    let line: String

    init(key: String, line: String) {
        self.key = key
        self.line = line
    }

    /// The same trouble at another block, or with another number in its words, is no other trouble.
    init(_ notice: LiveNotice) {
        line = "\(notice)"
        switch notice {
        case .failed(let chain, let failure), .untold(let chain, let failure):
            // In the line the endpoint's name has numbers of its own.
            let words = line.replacing(failure.endpoint, with: "").filter { !$0.isNumber }
            key = "\(chain) \(failure.endpoint) " + words
        case .disagreement(let chain, _, let one, let other):
            key = "\(chain) " + [one, other].sorted().joined(separator: " ")
        case .refused: key = line
        }
    }
}

/// What is wrong again and again, told once in a while.
struct TroubleNews {
    private var told: [(key: String, at: SteadyTime)] = []
    private var waiting: [String] = []

    /// The same is told again after so long.
    static let pause = Interval(milliseconds: 300_000)
    /// More different troubles are not remembered: the oldest is told anew when it comes again.
    static let most = 64

    mutating func hear(_ trouble: Trouble, at now: SteadyTime) {
        if let place = told.firstIndex(where: { $0.key == trouble.key }) {
            guard told[place].at.elapsed(at: now) >= Self.pause else { return }
            told.remove(at: place)
        }
        if told.count == Self.most { told.removeFirst() }
        told.append((trouble.key, now))
        say(trouble.line)
    }

    /// Whatever was told before. More than anybody can read at once are not kept.
    mutating func say(_ line: String) {
        if waiting.count < Self.most { waiting.append(line) }
    }

    mutating func take() -> [String] {
        guard !waiting.isEmpty else { return [] }
        defer { waiting = [] }
        return waiting
    }
}
