import Numerics

/// Where the contract stops: Vyper checks every operation and reverts without a word.
struct StableSwapFault: Error {}

/// Checked arithmetic, as Vyper has it.
enum StableSwapArithmetic {
    static func add(_ left: UInt256, _ right: UInt256) throws(StableSwapFault) -> UInt256 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        guard !overflow else { throw StableSwapFault() }
        return sum
    }

    static func subtract(_ left: UInt256, _ right: UInt256) throws(StableSwapFault) -> UInt256 {
        let (difference, overflow) = left.subtractingReportingOverflow(right)
        guard !overflow else { throw StableSwapFault() }
        return difference
    }

    static func multiply(_ left: UInt256, _ right: UInt256) throws(StableSwapFault) -> UInt256 {
        let (product, overflow) = left.multipliedReportingOverflow(by: right)
        guard !overflow else { throw StableSwapFault() }
        return product
    }

    static func divide(_ left: UInt256, _ right: UInt256) throws(StableSwapFault) -> UInt256 {
        guard !right.isZero else { throw StableSwapFault() }
        return left / right
    }

    /// `left * right / divisor` in 256 bits: a product that does not fit reverts.
    static func scale(
        _ left: UInt256,
        _ right: UInt256,
        _ divisor: UInt256
    ) throws(StableSwapFault) -> UInt256 {
        try divide(try multiply(left, right), divisor)
    }
}

/// The invariant: its sum D, and one balance from all others.
struct StableSwapInvariant {
    let balances: [8 of UInt256]
    let count: Int
    let rules: StableSwapPool.Rules
    let amplification: UInt256
    private(set) var sum: UInt256 = .zero
    /// D^(n+1) / (n^n * product of the balances) at the sum.
    private(set) var product: UInt256 = .zero

    /// How often a contract refines its guess.
    private static let mostRounds = 255

    private var n: UInt256 { UInt256(UInt64(count)) }
    private var precision: UInt256 { UInt256(rules.amplificationPrecision) }
    private var scaled: UInt256 { amplification &* n }

    /// `get_D`.
    init(
        balances: [8 of UInt256],
        count: Int,
        rules: StableSwapPool.Rules,
        amplification: UInt256
    ) throws(StableSwapFault) {
        self.balances = balances
        self.count = count
        self.rules = rules
        self.amplification = amplification
        var total = UInt256.zero
        for index in 0..<count { total = try StableSwapArithmetic.add(total, balances[index]) }
        sum = total
        guard !total.isZero else { return }
        for _ in 0..<Self.mostRounds {
            let previous = sum
            try refine(total)
            let distance = sum > previous ? sum &- previous : previous &- sum
            if distance <= .one { return }
        }
        if rules.search == .reverts { throw StableSwapFault() }
    }

    private mutating func refine(_ total: UInt256) throws(StableSwapFault) {
        product = try productAtSum()
        let upper = try StableSwapArithmetic.add(
            try StableSwapArithmetic.scale(scaled, total, precision),
            try StableSwapArithmetic.multiply(product, n)
        )
        let lower = try StableSwapArithmetic.add(
            try StableSwapArithmetic.scale(
                try StableSwapArithmetic.subtract(scaled, precision),
                sum,
                precision
            ),
            try StableSwapArithmetic.multiply(n &+ .one, product)
        )
        sum = try StableSwapArithmetic.scale(upper, sum, lower)
    }

    private func productAtSum() throws(StableSwapFault) -> UInt256 {
        var product = sum
        for index in 0..<count {
            let divisor: UInt256
            switch rules.product {
            case .coinByCoin: divisor = try StableSwapArithmetic.multiply(balances[index], n)
            case .coinByCoinPlusOne:
                divisor = try StableSwapArithmetic.add(
                    try StableSwapArithmetic.multiply(balances[index], n),
                    .one
                )
            case .atOnce: divisor = balances[index]
            }
            product = try StableSwapArithmetic.scale(product, sum, divisor)
        }
        return rules.product == .atOnce ? product / countToTheCount : product
    }

    /// n^n, at most 8^8.
    private var countToTheCount: UInt256 {
        var power = UInt256.one
        for _ in 0..<count { power = power &* n }
        return power
    }

    /// `get_y`: the balance of `bought` once `sold` has this one.
    func balance(
        of bought: Int,
        when sold: Int,
        has amount: UInt256
    ) throws(StableSwapFault) -> UInt256 {
        var rest = UInt256.zero
        var c = sum
        for index in 0..<count where index != bought {
            let balance = index == sold ? amount : balances[index]
            rest = try StableSwapArithmetic.add(rest, balance)
            c = try StableSwapArithmetic.scale(
                c,
                sum,
                try StableSwapArithmetic.multiply(balance, n)
            )
        }
        let scaledByCount = try StableSwapArithmetic.multiply(scaled, n)
        c = try StableSwapArithmetic.multiply(c, sum)
        c = try StableSwapArithmetic.scale(c, precision, scaledByCount)
        let b = try StableSwapArithmetic.add(
            rest,
            try StableSwapArithmetic.scale(sum, precision, scaled)
        )
        var balance = sum
        for _ in 0..<Self.mostRounds {
            let previous = balance
            let square = try StableSwapArithmetic.multiply(balance, balance)
            let twice = try StableSwapArithmetic.multiply(2, balance)
            balance = try StableSwapArithmetic.divide(
                try StableSwapArithmetic.add(square, c),
                try StableSwapArithmetic.subtract(try StableSwapArithmetic.add(twice, b), sum)
            )
            let distance = balance > previous ? balance &- previous : previous &- balance
            if distance <= .one { return balance }
        }
        if rules.search == .reverts { throw StableSwapFault() }
        return balance
    }

    /// What `upkeep_oracles` computes after an exchange that left these two balances. The prices are of no use
    /// here; that one does not fit 256 bits reverts the exchange.
    func notePrices(
        _ sold: Int,
        _ grown: UInt256,
        _ bought: Int,
        _ left: UInt256
    ) throws(StableSwapFault) {
        var after = balances
        after[sold] = grown
        after[bought] = left
        var product = sum / countToTheCount
        for index in 0..<count {
            product = try StableSwapArithmetic.scale(product, sum, after[index])
        }
        let weight = try StableSwapArithmetic.multiply(scaled, after[0]) / precision
        let divisor = try StableSwapArithmetic.add(weight, product)
        for index in 1..<count {
            let ratio = try StableSwapArithmetic.scale(product, after[0], after[index])
            _ = try StableSwapArithmetic.scale(
                StableSwapPool.precision,
                try StableSwapArithmetic.add(weight, ratio),
                divisor
            )
        }
    }
}
