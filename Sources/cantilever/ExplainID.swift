import Ethereum

/// What a person calls a thing of the journal.
enum ExplainID: Equatable {
    case entry(UInt64)
    case trade(UInt64)
    /// The start of a digest or hash, in small letters.
    case digest(String)

    private static let leastDigits = 6
    private static let names = ["trade", "saga", "plan"]

    init(_ words: [String]) throws(Failure) {
        let text = words.joined(separator: " ")
        var parts = text.lowercased().split { $0 == " " || $0 == ":" }.map(String.init)
        if parts.count == 2, ["entry", "verdict"].contains(parts[0]) { parts.removeFirst() }
        switch parts.count {
        case 1:
            let word = parts[0]
            // No entry's number begins with a zero, and one digest in sixteen does.
            if !word.hasPrefix("0"), let number = UInt64(word) {
                self = .entry(number)
                return
            }
            let digits = word.hasPrefix("0x") ? String(word.dropFirst(2)) : word
            if digits.utf8.count >= Self.leastDigits, digits.allSatisfy(\.isHexDigit) {
                self = .digest(digits)
                return
            }
        case 2:
            if Self.names.contains(parts[0]), let number = UInt64(parts[1]) {
                self = .trade(number)
                return
            }
        default: break
        }
        throw Failure(
            .usage,
            "'\(text)' is no id: say an entry's number, 'trade 7', or at least \(Self.leastDigits) "
                + "digits of a digest or a hash; 'cantilever explain' lists what there is"
        )
    }
}
