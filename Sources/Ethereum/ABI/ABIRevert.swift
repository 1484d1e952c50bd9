public import Numerics

/// What a reverted call said.
public enum ABIRevert: Hashable, Sendable {
    /// Nothing: an old contract, an unknown function, or a bare `revert()`.
    case empty
    /// `require` with a reason.
    case error(String)
    case panic(PanicReason)
    case custom(ABISignature, [ABIValue])
    /// Bytes that are none of these.
    case unknown([UInt8])

    /// Reads revert data; `errors` are the custom errors that may occur.
    public init(data: [UInt8], errors: [ABISignature] = []) {
        guard !data.isEmpty else {
            self = .empty
            return
        }
        let arguments = Array(data.dropFirst(4))
        if data.starts(with: [0x08, 0xC3, 0x79, 0xA0]),
            case .string(let reason)? = try? ABIDecoder.decode(arguments, as: [.string]).first
        {
            self = .error(reason)
        } else if data.starts(with: [0x4E, 0x48, 0x7B, 0x71]),
            case .unsigned(let code)? = try? ABIDecoder.decode(arguments, as: [.unsigned(256)])
                .first
        {
            self = .panic(PanicReason(code: code))
        } else {
            for error in errors where data.starts(with: error.selector) {
                guard let values = try? error.decodeCall(data) else { continue }
                self = .custom(error, values)
                return
            }
            self = .unknown(data)
        }
    }
}

/// Why Solidity's own checks stopped a call.
public struct PanicReason: Hashable, Sendable {
    public let code: UInt256

    public init(code: UInt256) {
        self.code = code
    }

    public var meaning: String {
        switch code {
        case 0x00: "compiler-inserted panic"
        case 0x01: "assertion failed"
        case 0x11: "arithmetic overflow or underflow"
        case 0x12: "division by zero"
        case 0x21: "no such enum value"
        case 0x22: "badly encoded storage bytes"
        case 0x31: "pop from an empty array"
        case 0x32: "index out of bounds"
        case 0x41: "too much memory allocated"
        case 0x51: "call of an uninitialised function"
        default: "unknown panic"
        }
    }
}
