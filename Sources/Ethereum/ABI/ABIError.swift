/// Why a value can't be encoded or bytes can't be decoded, and in which value.
public struct ABIError: Error, Hashable, Sendable {
    public let problem: Problem
    /// Which argument, and from there inwards which element or member, each counted from zero; empty when
    /// no single value is at fault.
    public let path: [Int]

    public init(_ problem: Problem, path: [Int] = []) {
        self.problem = problem
        self.path = path
    }

    /// What is wrong; offsets count from the first byte that was to be decoded.
    public enum Problem: Hashable, Sendable {
        /// The value does not belong to the type.
        case mismatch(ABIType)
        case wrongCount(expected: Int, found: Int)
        /// The bytes end before what stands at this offset does.
        case truncated(at: Int)
        /// The word at this offset is no value of the type.
        case outOfRange(ABIType, at: Int)
        case nonZeroPadding(at: Int)
        /// The offset or length at this place points out of the bytes.
        case badOffset(at: Int)
        case notText(at: Int)
        /// Offsets point to the same bytes over and over: more values than the bytes can hold.
        case tooManyValues(at: Int)
        case wrongSelector
    }

    /// The same error as the one who asked for that element sees it.
    func inside(_ index: Int) -> ABIError {
        ABIError(problem, path: [index] + path)
    }
}

extension ABIError {
    /// Runs `body`, whose errors are about this element.
    @inline(__always)
    static func at<Value>(
        _ index: Int,
        _ body: () throws(ABIError) -> Value
    ) throws(ABIError) -> Value {
        do throws(ABIError) {
            return try body()
        } catch {
            throw error.inside(index)
        }
    }
}
