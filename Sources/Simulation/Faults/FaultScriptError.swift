public import Vocabulary

/// Where a fault script says something that nobody understands, and what was expected there.
public struct FaultScriptError: Error, Hashable, Sendable {
    /// From one.
    public let line: Int
    /// The character in its line at which the word begins, from one; past the end where a word is missing.
    public let column: Int
    public let problem: Problem

    public enum Problem: Hashable, Sendable {
        /// Another word was expected; `nearest` is the known one most like it, where one is.
        case unexpected(found: String?, expected: [String], nearest: String?)
        case unknownFault(found: String?, nearest: Fault?)
        /// Not a number, or not a whole one.
        case notANumber(found: String?)
        case tooLarge(found: String, most: UInt64)
        case tooSmall(found: String, least: UInt64)
        case notADuration(found: String?)
        case notAShare(found: String?)
        /// A word that this line, or for a rate this script, had before.
        case again(String)
        case tooManyLines(most: Int)
        /// Something is said of a time when the run is over.
        case neverComes(Interval)
        case endsBeforeItBegins
    }
}

extension FaultScriptError: CustomStringConvertible {
    public var description: String { "line \(line), column \(column): \(problem.description)" }
}

extension FaultScriptError.Problem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unexpected(let found, let expected, let nearest):
            let choice = expected.count == 1 ? expected[0] : Self.list(expected)
            return "expected \(choice), found \(Self.name(found))" + Self.hint(nearest)
        case .unknownFault(let found, let nearest):
            return "expected a fault, found \(Self.name(found))" + Self.hint(nearest?.rawValue)
        case .notANumber(let found):
            return "expected a whole number, found \(Self.name(found))"
        case .tooLarge(let found, let most): return "expected at most \(most), found \(found)"
        case .tooSmall(let found, let least): return "expected at least \(least), found \(found)"
        case .notADuration(let found):
            return "expected a time such as 90 s or 5 min, found \(Self.name(found))"
        case .notAShare(let found):
            return "expected a share such as 15 bps or 0.5 %, found \(Self.name(found))"
        case .again(let word): return "\(word) is said already"
        case .tooManyLines(let most): return "a script has at most \(most) lines of a kind"
        case .neverComes(let time): return "\(time) is never reached: the run does not last so long"
        case .endsBeforeItBegins: return "this ends before it begins"
        }
    }

    private static func list(_ words: [String]) -> String {
        "one of " + words.joined(separator: ", ")
    }

    private static func name(_ found: String?) -> String {
        found.map { "'\($0)'" } ?? "the end of the line"
    }

    private static func hint(_ nearest: String?) -> String {
        nearest.map { "; did you mean \($0)?" } ?? ""
    }
}
