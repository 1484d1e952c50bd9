public import Numerics

/// A StableSwap pool of up to eight coins, asked about two of them.
public struct StableSwapPool: Hashable, Sendable {
    public static let mostCoins = 8

    public let rules: Rules
    public internal(set) var balances: [UInt256]
    /// What turns a balance into the invariant's units: 10^(36 - decimals), or a rate oracle's number.
    public let rates: [UInt256]
    /// A * n^(n-1), as stored: a hundredfold where the rules say so.
    public let amplification: UInt256
    /// In parts of 10^10.
    public let fee: UInt256
    /// The administrator's share of the fee, in parts of 10^10.
    public let administratorShare: UInt256
    /// How the fee grows away from the peg, in parts of 10^10; below one it doesn't.
    public let offPegMultiplier: UInt256
    /// Which coins are base and quote.
    public let base: Int
    public let quote: Int

    static var whole: UInt256 { 10_000_000_000 }
    static var precision: UInt256 { 1_000_000_000_000_000_000 }

    public init(
        rules: Rules,
        balances: [UInt256],
        rates: [UInt256],
        amplification: UInt256,
        fee: UInt256,
        administratorShare: UInt256,
        offPegMultiplier: UInt256 = .zero,
        base: Int,
        quote: Int
    ) throws(InvalidState) {
        guard (2...Self.mostCoins).contains(balances.count) else {
            throw InvalidState("balances", .wrongCount(balances.count))
        }
        guard rates.count == balances.count else {
            throw InvalidState("rates", .wrongCount(rates.count))
        }
        guard !balances.contains(where: \.isZero) else { throw InvalidState("balances", .isZero) }
        guard !rates.contains(where: \.isZero) else { throw InvalidState("rates", .isZero) }
        let least = UInt256(rules.amplificationPrecision)
        guard amplification >= least else { throw InvalidState("amplification", .isZero) }
        // Beyond anything the contracts let an administrator set.
        let most = least * 1_000_000_000
        guard amplification <= most else { throw InvalidState("amplification", .exceeds(most)) }
        guard fee < Self.whole else { throw InvalidState("fee", .exceeds(Self.whole - 1)) }
        // The most the fee can grow to, which the contracts bound as well.
        let (grown, overflow) = fee.multipliedReportingOverflow(by: offPegMultiplier)
        guard !overflow, grown < Self.whole * Self.whole else {
            throw InvalidState("offPegMultiplier", .exceeds((Self.whole * Self.whole - 1) / fee))
        }
        guard administratorShare <= Self.whole else {
            throw InvalidState("administratorShare", .exceeds(Self.whole))
        }
        guard balances.indices.contains(base) else {
            throw InvalidState("base", .outOfOrder(index: base))
        }
        guard balances.indices.contains(quote), base != quote else {
            throw InvalidState("quote", .outOfOrder(index: quote))
        }
        self.rules = rules
        self.balances = balances
        self.rates = rates
        self.amplification = amplification
        self.fee = fee
        self.administratorShare = administratorShare
        self.offPegMultiplier = offPegMultiplier
        self.base = base
        self.quote = quote
    }

    /// The rate of a plain token with this many decimals; `nil` for more than 36.
    public static func rate(decimals: UInt8) -> UInt256? {
        guard decimals <= 36 else { return nil }
        return (0..<36 - decimals).reduce(UInt256.one) { rate, _ in rate * 10 }
    }

    func coins(selling side: Side) -> (sold: Int, bought: Int) {
        side == .base ? (base, quote) : (quote, base)
    }
}
