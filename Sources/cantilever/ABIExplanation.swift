import Ethereum
import Vocabulary

/// What is wrong with a signature, a value or data, in words.
enum ABIExplanation {
    static func words(for error: ABITextError) -> String {
        switch error {
        case .expected(let what, let at): "expected \(what) at character \(at + 1)"
        case .unknownType(let name, let at):
            "'\(name)' at character \(at + 1) is no type of the ABI"
        case .tooDeep(let at): "types nest too deep at character \(at + 1)"
        }
    }

    static func words(for error: ABIError) -> String {
        place(error.path) + words(for: error.problem)
    }

    /// `value 2[0][1]: `: the second value, in it the first element, in that the second one.
    private static func place(_ path: [Int]) -> String {
        guard let first = path.first else { return "" }
        return "value \(first + 1)" + path.dropFirst().map { "[\($0)]" }.joined() + ": "
    }

    private static func words(for problem: ABIError.Problem) -> String {
        switch problem {
        case .mismatch(let type): "it does not fit \(type)"
        case .wrongCount(let expected, let found):
            "there are \(found) elements where the type says \(expected)"
        case .truncated(let at): "the data ends before what stands at byte \(at) does"
        case .outOfRange(let type, let at): "the word at byte \(at) is no \(type)"
        case .nonZeroPadding(let at): "the padding from byte \(at) on is not zero"
        case .badOffset(let at): "the offset or length at byte \(at) points out of the data"
        case .notText(let at): "the string at byte \(at) is no UTF-8"
        case .tooManyValues(let at): "there are more values at byte \(at) than data for them"
        case .wrongSelector: "the data begins with another function's selector"
        }
    }

    static func words(for error: ABIEventError) -> String {
        switch error {
        case .otherEvent: "the first topic is another event's"
        case .wrongTopicCount(let expected, let found):
            "the event has \(expected) indexed arguments, and there are \(found) topics for them"
        case .topic(let index, let error): "value \(index + 1), in a topic: \(words(for: error))"
        case .data(let error): words(for: error)
        case .notAnEvent: "the signature is not of an event: begin it with 'event'"
        }
    }

    static func words(for error: HexadecimalError) -> String {
        switch error {
        case .oddNumberOfDigits(let count):
            "\(count) digits are no whole number of bytes"
        case .notADigit(let byte, let at):
            "character \(at + 1) ('\(Unicode.Scalar(byte))') is no hexadecimal digit"
        case .wrongLength(let expected, let found): "\(expected) bytes are needed, not \(found)"
        }
    }

    static func words(for error: AddressTextError) -> String {
        switch error {
        case .hexadecimal(let error): "no address: \(words(for: error))"
        case .noPrefix: "an address begins with 0x"
        case .wrongChecksum(let expected):
            "the checksum is wrong, so a digit is mistyped; in order would be \(expected)"
        }
    }
}
