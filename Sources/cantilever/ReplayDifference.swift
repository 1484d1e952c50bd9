import Bot
import Ethereum
import Vocabulary

/// One recorded thing that comes out otherwise, value by value.
struct ReplayDifference {
    let index: UInt64
    let at: Instant
    let what: String
    /// Those it was recorded by; `nil` where the journal does not say.
    let rules: UInt64?
    /// At most `mostValues`.
    let values: [Value]

    static let mostValues = 40

    struct Value: Hashable {
        /// Such as `checks[3].left.share`.
        let place: String
        let recorded: String
        let again: String
    }

    /// The rules are this program's, and still it decides otherwise.
    var isFault: Bool { rules == Rules.version }

    /// Where two JSON texts differ.
    static func values(_ recorded: String, _ again: String) -> [Value] {
        var values: [Value] = []
        guard
            let left = try? JSONValue(parsing: recorded), let right = try? JSONValue(parsing: again)
        else { return [Value(place: "", recorded: recorded, again: again)] }
        compare(left, right, at: "", into: &values)
        return values
    }

    private static func compare(
        _ left: JSONValue,
        _ right: JSONValue,
        at place: String,
        into values: inout [Value]
    ) {
        guard left != right, values.count < mostValues else { return }
        switch (left, right) {
        case (.object(let ours), .object(let theirs)) where ours.map(\.key) == theirs.map(\.key):
            for (one, other) in zip(ours, theirs) {
                let name = place.isEmpty ? one.key : place + "." + one.key
                compare(one.value, other.value, at: name, into: &values)
            }
        case (.array(let ours), .array(let theirs)):
            for index in 0..<max(ours.count, theirs.count) {
                compare(
                    index < ours.count ? ours[index] : .null,
                    index < theirs.count ? theirs[index] : .null,
                    at: "\(place)[\(index)]",
                    into: &values
                )
            }
        default:
            values.append(
                Value(place: place, recorded: left.description, again: right.description)
            )
        }
    }
}
