import Ethereum

/// What was read lately of a chain, by the very text it was read from: endpoints show the same, and what they
/// show is read and hashed once.
///
/// A text that differs in one byte is read anew, so nothing is taken for what it is not.
final class Readings {
    private var headers = Shelf<HeaderSight>(most: 8, longest: 1 << 15)
    private var codes = Shelf<CodeSight>(most: 32, longest: 1 << 17)

    func header(_ fragment: JSONFragment) throws(HeaderFault) -> HeaderSight {
        if let known = headers.find(fragment) { return known }
        let sight = try HeaderSight(fragment)
        headers.keep(sight, of: fragment)
        return sight
    }

    func code(_ fragment: JSONFragment) throws(JSONReadingError) -> CodeSight {
        if let known = codes.find(fragment) { return known }
        let sight = try CodeSight(fragment)
        codes.keep(sight, of: fragment)
        return sight
    }

    /// Codes are large, and asked for seldom.
    func forgetCodes() { codes.empty() }
}

/// The last few, the oldest given up for the newest.
private struct Shelf<Value> {
    private let most: Int
    /// Of what is longer no copy is kept.
    private let longest: Int
    private var kept: [(text: [UInt8], value: Value)] = []
    private var next = 0

    init(most: Int, longest: Int) {
        self.most = most
        self.longest = longest
    }

    func find(_ fragment: JSONFragment) -> Value? {
        kept.first { fragment.isWritten(as: $0.text) }?.value
    }

    mutating func keep(_ value: Value, of fragment: JSONFragment) {
        guard fragment.length <= longest else { return }
        if kept.count < most { return kept.append((fragment.source, value)) }
        kept[next] = (fragment.source, value)
        next = (next + 1) % most
    }

    mutating func empty() {
        guard !kept.isEmpty else { return }
        kept = []
        next = 0
    }
}
