import Ethereum

/// What is wrong with a JSON text, in words.
enum JSONExplanation {
    static func words(for error: JSONError) -> String {
        switch error {
        case .truncated(let at): "it ends at byte \(at) in the middle of a value"
        case .unexpectedByte(let byte, let at):
            "byte \(at) is \(shown(byte)), which does not belong there"
        case .badEscape(let at): "the escape at byte \(at) is wrong"
        case .notUTF8(let at): "byte \(at) is no UTF-8"
        case .badNumber(let at): "the number at byte \(at) is wrong"
        case .tooDeep(let at): "values nest too deep at byte \(at)"
        case .duplicateKey(let key, let at): "the key '\(key)' at byte \(at) is there twice"
        case .trailingBytes(let at): "more follows behind its end, from byte \(at) on"
        }
    }

    private static func shown(_ byte: UInt8) -> String {
        guard (0x21..<0x7F).contains(byte) else { return "0x" + String(byte, radix: 16) }
        return "'\(Unicode.Scalar(byte))'"
    }
}
