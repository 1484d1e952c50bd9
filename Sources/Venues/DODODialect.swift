internal import Numerics

/// What differs between the compiled contracts that share the PMM formulas.
///
/// `version()` does not tell the two revisions apart, so whoever reads a pool must say which it is.
struct DODODialect: Hashable, Sendable {
    let kind: DODOPool.Kind
    let revision: DODOPool.Revision

    /// Solidity 0.6.9 lets a plain `*` wrap and the code tests for it afterwards; 0.8 panics first.
    var wrapsSilently: Bool { kind != .gsp }

    /// Before the fix of January 2024 a sale so large that the root cancels paid out the whole reserve.
    var refusesZeroNumerator: Bool { revision == .current }

    @inline(__always)
    func squareRoot(_ x: UInt256) -> UInt256 {
        kind == .gsp ? x.squareRoot() : DODOArithmetic.safeMathRoot(x)
    }

    /// The revert a caller sees.
    func revert(for fault: DODOFault) -> Revert {
        switch fault {
        case .targetIsZero: return .error("TARGET_IS_ZERO")
        case .exceedsUInt112: return .error("OVERFLOW")
        case .transferFails: return .error("SafeERC20: low-level call failed")
        case .numeratorIsZero:
            return .error(
                kind == .gsp ? "DODOMath: should not be 0" : "DODOMath: should not be zero"
            )
        case .multiplication: return kind == .gsp ? .panic(0x11) : .error("MUL_ERROR")
        case .addition: return kind == .gsp ? .panic(0x11) : .error("ADD_ERROR")
        case .subtraction: return kind == .gsp ? .panic(0x11) : .error("SUB_ERROR")
        case .division: return kind == .gsp ? .panic(0x12) : .error("DIVIDING_ERROR")
        }
    }
}
