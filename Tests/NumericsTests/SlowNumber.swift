import Numerics

/// Arithmetic as taught at school, on base-256 digits: slow, short and plainly right.
struct SlowNumber: Equatable {
    /// Least significant first, without leading zeros.
    private(set) var digits: [UInt8]

    init(digits: [UInt8]) {
        self.digits = digits
        while self.digits.last == 0 { self.digits.removeLast() }
    }

    init(_ value: UInt256) {
        self.init(digits: value.bigEndianBytes.reversed())
    }

    init(high: UInt256, low: UInt256) {
        self.init(digits: low.bigEndianBytes.reversed() + high.bigEndianBytes.reversed())
    }

    static func + (left: SlowNumber, right: SlowNumber) -> SlowNumber {
        var sum: [UInt8] = []
        var carry = 0
        for index in 0..<max(left.digits.count, right.digits.count) + 1 {
            carry += left.digit(index) + right.digit(index)
            sum.append(UInt8(carry % 256))
            carry /= 256
        }
        return SlowNumber(digits: sum)
    }

    static func * (left: SlowNumber, right: SlowNumber) -> SlowNumber {
        var product = [Int](repeating: 0, count: left.digits.count + right.digits.count + 1)
        for i in left.digits.indices {
            for j in right.digits.indices {
                product[i + j] += Int(left.digits[i]) * Int(right.digits[j])
            }
        }
        var carry = 0
        return SlowNumber(
            digits: product.map { column in
                carry += column
                defer { carry /= 256 }
                return UInt8(carry % 256)
            }
        )
    }

    static func < (left: SlowNumber, right: SlowNumber) -> Bool {
        guard left.digits.count == right.digits.count else {
            return left.digits.count < right.digits.count
        }
        return left.digits.reversed().lexicographicallyPrecedes(right.digits.reversed())
    }

    var fits: Bool { digits.count <= 32 }

    private func digit(_ index: Int) -> Int {
        index < digits.count ? Int(digits[index]) : 0
    }
}
