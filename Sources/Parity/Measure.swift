public import Numerics
public import Routes
public import Vocabulary

/// A number with its unit, as an explanation shows it and as its check compared it.
public enum Measure: Hashable, Sendable {
    case share(BasisPoints)
    case worth(Worth)
    case amount(UInt256, AmountUnit)
    case blocks(UInt64)
    case time(Interval)
    case gasPrice(Wei)
    case count(UInt64)
    /// What is or is not so.
    case fact(Bool)
    case unknown(Unknown)
}

/// What an amount is counted in.
public struct AmountUnit: Hashable, Sendable {
    public let symbol: String
    public let decimals: UInt8

    public init(symbol: String, decimals: UInt8) {
        self.symbol = symbol
        self.decimals = decimals
    }

    public init(_ token: Token) {
        self.init(symbol: token.symbol, decimals: token.decimals)
    }
}

extension Measure {
    public init(_ reading: Reading<UInt256>, _ unit: AmountUnit) {
        switch reading {
        case .known(let amount): self = .amount(amount, unit)
        case .unknown(let reason): self = .unknown(reason)
        }
    }

    public init(_ reading: Reading<Bool>) {
        switch reading {
        case .known(let value): self = .fact(value)
        case .unknown(let reason): self = .unknown(reason)
        }
    }

    public var isUnknown: Bool {
        if case .unknown = self { true } else { false }
    }

    /// Which of two measures of one unit is less; `nil` where they can't be compared.
    func compared(to other: Measure) -> Order? {
        switch (self, other) {
        case (.share(let left), .share(let right)): Order(left, right)
        case (.worth(let left), .worth(let right)): Order(left, right)
        case (.amount(let left, let unit), .amount(let right, let otherUnit)):
            unit == otherUnit ? Order(left, right) : nil
        case (.blocks(let left), .blocks(let right)): Order(left, right)
        case (.time(let left), .time(let right)): Order(left, right)
        case (.gasPrice(let left), .gasPrice(let right)): Order(left.value, right.value)
        case (.count(let left), .count(let right)): Order(left, right)
        case (.fact(let left), .fact(let right)): left == right ? .equal : left ? .greater : .less
        default: nil
        }
    }

    /// How far apart two measures of one unit are, and one smallest unit more if `beyond`.
    func distance(to other: Measure, beyond: Bool) -> Measure? {
        let extra: UInt64 = beyond ? 1 : 0
        switch (self, other) {
        case (.share(let left), .share(let right)):
            let gap = Self.gap(left.millionths, right.millionths)
            return .share(BasisPoints(millionths: gap &+ extra))
        case (.worth(let left), .worth(let right)):
            guard let gap = left.subtracting(right) else { return nil }
            let size = gap.isNegative ? gap.negated : gap
            return size.adding(Worth(units: Int256(extra))).map { .worth($0) }
        case (.amount(let left, let unit), .amount(let right, _)):
            let gap = left > right ? left - right : right - left
            let (sum, overflow) = gap.addingReportingOverflow(UInt256(extra))
            return overflow ? nil : .amount(sum, unit)
        case (.blocks(let left), .blocks(let right)):
            return .blocks(Self.gap(left, right) &+ extra)
        case (.time(let left), .time(let right)):
            let gap = Self.gap(left.milliseconds, right.milliseconds)
            return .time(Interval(milliseconds: gap &+ extra))
        case (.gasPrice(let left), .gasPrice(let right)):
            let (left, right) = (left.value, right.value)
            let gap = left > right ? left - right : right - left
            return .gasPrice(Wei(gap &+ UInt256(extra)))
        case (.count(let left), .count(let right)):
            return .count(Self.gap(left, right) &+ extra)
        default: return nil
        }
    }

    private static func gap(_ left: UInt64, _ right: UInt64) -> UInt64 {
        left > right ? left - right : right - left
    }
}

/// Which of two is less.
enum Order: Hashable, Sendable {
    case less
    case equal
    case greater

    init<Value: Comparable>(_ left: Value, _ right: Value) {
        self = left < right ? .less : left == right ? .equal : .greater
    }
}

extension Measure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .share(let share): share.description
        case .worth(let worth): worth.text(decimals: 6)
        case .amount(let amount, let unit):
            Amount(units: amount).text(decimals: unit.decimals) + " " + unit.symbol
        case .blocks(let count): "\(count) block\(count == 1 ? "" : "s")"
        case .time(let interval): interval.description
        case .gasPrice(let price): price.description
        case .count(let count): "\(count)"
        case .fact(let isSo): isSo ? "yes" : "no"
        case .unknown(let reason): "unknown (\(reason.rawValue))"
        }
    }
}

extension AmountUnit: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("symbol", symbol)
        writer.field("decimals", decimals)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(symbol: try reader.read(), decimals: try reader.read())
    }
}

extension Measure: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .share(let share): writer.choice(0, "share", share)
        case .worth(let worth): writer.choice(1, "worth", worth)
        case .amount(let amount, let unit):
            writer.choice(2, "amount") { writer in
                writer.field("units", amount)
                writer.field("of", unit)
            }
        case .blocks(let count): writer.choice(3, "blocks", count)
        case .time(let interval): writer.choice(4, "milliseconds", interval)
        case .gasPrice(let price): writer.choice(5, "wei", price)
        case .count(let count): writer.choice(6, "count", count)
        case .fact(let isSo): writer.choice(7, "fact", isSo)
        case .unknown(let reason): writer.choice(8, "unknown", reason)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .share(try reader.read())
        case 1: self = .worth(try reader.read())
        case 2: self = .amount(try reader.read(), try reader.read())
        case 3: self = .blocks(try reader.read())
        case 4: self = .time(try reader.read())
        case 5: self = .gasPrice(try reader.read())
        case 6: self = .count(try reader.read())
        case 7: self = .fact(try reader.read())
        case 8: self = .unknown(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
