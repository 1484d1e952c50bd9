import Testing
import Vocabulary

@testable import Simulation

/// Every distribution against its moments and against the share of draws in each of its classes.
///
/// Seeds are fixed, so a bound that holds once holds always; the bounds are those of four standard
/// deviations and of a chi-square that one seed in ten thousand would miss.
@Suite struct ChanceTests {
    static let draws = 40_000
    static let one = Double(Fraction48.one)

    /// Pearson's statistic of counts against expected counts.
    static func chiSquare(_ counts: [Int], _ expected: [Double]) -> Double {
        zip(counts, expected).reduce(0) { sum, pair in
            let gap = Double(pair.0) - pair.1
            return sum + gap * gap / pair.1
        }
    }

    /// About the quantile of one in ten thousand, after Wilson and Hilferty.
    static func bound(degrees: Int) -> Double {
        let k = Double(degrees)
        let root = 1 - 2 / (9 * k) + 3.72 * (2 / (9 * k)).squareRoot()
        return k * root * root * root
    }

    @Test func `the generator is the published one`() {
        var stream = SeededStream(state: (1, 2, 3, 4))
        let published: [UInt64] = [
            11_520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360,
        ]
        #expect(published.map { _ in stream.next() } == published)
    }

    @Test func `two streams of a seed and two seeds have nothing in common`() {
        var drawn: Set<UInt64> = []
        for seed in 0..<30 as Range<UInt64> {
            for number in 0..<30 as Range<UInt64> {
                var stream = SeededStream(seed: seed, stream: number)
                for _ in 0..<4 { drawn.insert(stream.next()) }
            }
        }
        #expect(drawn.count == 30 * 30 * 4)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `whole numbers below a bound are all as likely`(seed: UInt64) {
        var stream = SeededStream(seed: seed)
        var counts = Array(repeating: 0, count: 37)
        for _ in 0..<Self.draws { counts[Int(stream.below(37))] += 1 }
        let expected = Array(repeating: Double(Self.draws) / 37, count: 37)
        #expect(Self.chiSquare(counts, expected) < Self.bound(degrees: 36))
    }

    @Test func `a bound of nearly the whole range is fair`() {
        // Without throwing draws again, every third number would come twice as often as the others.
        var stream = SeededStream(seed: 9)
        var thirds = 0
        for _ in 0..<Self.draws where stream.below(3 << 62).isMultiple(of: 3) { thirds += 1 }
        let expected = Double(Self.draws) / 3
        #expect(abs(Double(thirds) - expected) < 4 * (expected * 2 / 3).squareRoot())
    }

    @Test func `a rate in a million is met`() {
        var stream = SeededStream(seed: 4)
        var never = 0
        var always = 0
        var some = 0
        for _ in 0..<Self.draws {
            if stream.happens(perMillion: 0) { never += 1 }
            if stream.happens(perMillion: 1_000_000) { always += 1 }
            if stream.happens(perMillion: 250_000) { some += 1 }
        }
        #expect(never == 0)
        #expect(always == Self.draws)
        #expect(abs(some - Self.draws / 4) < 4 * 87)
    }

    @Test(arguments: [11, 12, 13] as [UInt64])
    func `exponential waits have their mean, their variance and their shape`(seed: UInt64) {
        var stream = SeededStream(seed: seed)
        let waits = (0..<Self.draws).map { _ in Double(stream.exponential()) / Self.one }
        let mean = waits.reduce(0, +) / Double(Self.draws)
        let variance = waits.reduce(0) { $0 + ($1 - 1) * ($1 - 1) } / Double(Self.draws)
        #expect(abs(mean - 1) < 4 / Double(Self.draws).squareRoot())
        // The fourth central moment is nine.
        #expect(abs(variance - 1) < 4 * (8 / Double(Self.draws)).squareRoot())

        let edges = (0..<20).map { -Self.logarithm(1 - Double($0) / 20) } + [.infinity]
        let counts = Self.counts(waits, edges)
        let expected = Array(repeating: Double(Self.draws) / 20, count: 20)
        #expect(Self.chiSquare(counts, expected) < Self.bound(degrees: 19))
    }

    @Test(arguments: [21, 22, 23] as [UInt64])
    func `normal steps have their moments and their shape`(seed: UInt64) {
        var stream = SeededStream(seed: seed)
        let steps = (0..<Self.draws).map { _ in Double(stream.normal()) / Self.one }
        func moment(_ power: Int) -> Double {
            steps.reduce(0) { sum, step in
                sum + (0..<power).reduce(1) { product, _ in product * step }
            } / Double(Self.draws)
        }
        let scale = 4 / Double(Self.draws).squareRoot()
        #expect(abs(moment(1)) < scale)
        #expect(abs(moment(2) - 1) < scale * 2.0.squareRoot())
        #expect(abs(moment(3)) < scale * 15.0.squareRoot())
        #expect(abs(moment(4) - 3) < scale * 96.0.squareRoot())

        // The deciles of the normal distribution.
        let deciles = [-1.281552, -0.841621, -0.524401, -0.253347, 0]
        let edges =
            [-Double.infinity] + deciles + deciles.dropLast().reversed().map { -$0 } + [.infinity]
        let expected = Array(repeating: Double(Self.draws) / 10, count: 10)
        #expect(Self.chiSquare(Self.counts(steps, edges), expected) < Self.bound(degrees: 9))
    }

    @Test(arguments: [31, 32, 33] as [UInt64])
    func `sizes keep their bounds, their mean and their shape`(seed: UInt64) throws {
        var stream = SeededStream(seed: seed)
        let sizes = try #require(
            ParetoSizes(least: 20_000_000, most: 5_000_000_000, tailThousandths: 1_250)
        )
        let drawn = (0..<Self.draws).map { _ in sizes.draw(from: &stream) }
        #expect(drawn.allSatisfy { (20_000_000...5_000_000_000).contains($0) })

        let (alpha, low, high) = (1.25, 20e6, 5_000e6)
        let beyond = Self.power(low / high, alpha)
        let mean =
            alpha / (alpha - 1) * low * (1 - Self.power(low / high, alpha - 1)) / (1 - beyond)
        let square =
            alpha / (2 - alpha) * low * low
            * (Self.power(high / low, 2 - alpha) - 1) / (1 - beyond)
        let spread = ((square - mean * mean) / Double(Self.draws)).squareRoot()
        let average = drawn.reduce(0) { $0 + Double($1) } / Double(Self.draws)
        #expect(abs(average - mean) < 4 * spread)

        let edges = (0...20).map { step in
            low / Self.power(1 - Double(step) / 20 * (1 - beyond), 1 / alpha)
        }
        let counts = Self.counts(drawn.map { Double($0) }, [0] + edges[1..<20] + [.infinity])
        let expected = Array(repeating: Double(Self.draws) / 20, count: 20)
        #expect(Self.chiSquare(counts, expected) < Self.bound(degrees: 19))
    }

    @Test func `sizes of a single value and of the whole range are drawn`() throws {
        var stream = SeededStream(seed: 5)
        let single = try #require(ParetoSizes(least: 7, most: 7, tailThousandths: 1_000))
        #expect(single.draw(from: &stream) == 7)
        let whole = try #require(ParetoSizes(least: 1, most: .max, tailThousandths: 1))
        for _ in 0..<1_000 { #expect(whole.draw(from: &stream) >= 1) }
        let thin = try #require(ParetoSizes(least: 5, most: 6, tailThousandths: 100_000))
        for _ in 0..<1_000 { #expect((5...6).contains(thin.draw(from: &stream))) }
        #expect(ParetoSizes(least: 0, most: 7, tailThousandths: 1_000) == nil)
        #expect(ParetoSizes(least: 8, most: 7, tailThousandths: 1_000) == nil)
        #expect(ParetoSizes(least: 1, most: 7, tailThousandths: 0) == nil)
    }

    @Test(arguments: [41, 42, 43] as [UInt64])
    func `arrivals in an hour are Poisson`(seed: UInt64) {
        var stream = SeededStream(seed: seed)
        var arrivals = PoissonArrivals(12)
        let hours = 4_000
        var counts = Array(repeating: 0, count: 40)
        var total = 0
        var squares = 0
        for hour in 1...hours {
            var count = 0
            // Looked at every ten minutes: how often one looks must not matter.
            for part in 0..<6 {
                let moment = UInt64(hour - 1) * 3_600_000 + UInt64(part + 1) * 600_000
                count += arrivals.due(by: Instant(milliseconds: moment), from: &stream)
            }
            counts[min(count, 39)] += 1
            total += count
            squares += count * count
        }
        let mean = Double(total) / Double(hours)
        let variance = Double(squares) / Double(hours) - mean * mean
        #expect(abs(mean - 12) < 4 * (12 / Double(hours)).squareRoot())
        #expect(abs(variance - 12) < 4 * (2 * 144 + 12.0).squareRoot() / Double(hours).squareRoot())

        var probabilities = [Self.exponent(-12)]
        for count in 1..<40 { probabilities.append(probabilities[count - 1] * 12 / Double(count)) }
        // Classes from 5 to 20, with the tails in one class each.
        let low = counts[0..<5].reduce(0, +)
        let high = counts[21..<40].reduce(0, +)
        let lowShare = probabilities[0..<5].reduce(0, +)
        let middle = Array(probabilities[5...20])
        let shares = [lowShare] + middle + [1 - lowShare - middle.reduce(0, +)]
        let chi = Self.chiSquare(
            [low] + Array(counts[5...20]) + [high],
            shares.map { $0 * Double(hours) }
        )
        #expect(chi < Self.bound(degrees: 17))
    }

    @Test func `how often one looks changes no arrival`() {
        func arrived(every step: UInt64) -> [Int] {
            var stream = SeededStream(seed: 8)
            var arrivals = PoissonArrivals(180)
            return (1...24 as ClosedRange<UInt64>).map { hour in
                stride(
                    from: (hour - 1) * 3_600_000 + step,
                    through: hour * 3_600_000,
                    by: Int(step)
                )
                .reduce(0) { sum, moment in
                    sum + arrivals.due(by: Instant(milliseconds: moment), from: &stream)
                }
            }
        }
        #expect(arrived(every: 2_000) == arrived(every: 3_600_000))
        #expect(arrived(every: 2_000) == arrived(every: 720_000))
    }

    @Test func `nobody arrives at a rate of zero and no stand brings an endless crowd`() {
        var stream = SeededStream(seed: 6)
        var nobody = PoissonArrivals(0)
        let late = Instant(milliseconds: 1 << 50)
        #expect(nobody.due(by: late, from: &stream) == 0)
        var crowd = PoissonArrivals(1_000_000)
        #expect(crowd.due(by: late, from: &stream) == PoissonArrivals.mostAtOnce)
        #expect(crowd.due(by: late, from: &stream) == 0)
        let later = late.advanced(by: Interval(milliseconds: 360))
        #expect((50...150).contains(crowd.due(by: later, from: &stream)))
    }

    @Test func `the numbers of a seed are these for ever`() throws {
        var stream = SeededStream(seed: 2_026, stream: 7)
        let sizes = try #require(
            ParetoSizes(least: 20_000_000, most: 5_000_000_000, tailThousandths: 1_250)
        )
        let words = (0..<3).map { _ in stream.next() }
        let waits = (0..<3).map { _ in stream.exponential() }
        let steps = (0..<3).map { _ in stream.normal() }
        let drawn = (0..<3).map { _ in sizes.draw(from: &stream) }
        #expect(
            words == [
                10_402_029_509_050_925_757, 8_271_235_220_144_690_454, 313_566_574_044_630_606,
            ]
        )
        #expect(waits == [249_410_160_965_045, 973_800_641_672_011, 481_944_382_707_767])
        #expect(steps == [218_468_239_387_111, -162_442_196_318_799, 346_818_105_855_140])
        #expect(drawn == [151_536_328, 20_200_143, 61_245_948])
    }

    static func counts(_ values: [Double], _ edges: [Double]) -> [Int] {
        var counts = Array(repeating: 0, count: edges.count - 1)
        for value in values {
            let index = edges.lastIndex { $0 <= value } ?? 0
            counts[min(index, counts.count - 1)] += 1
        }
        return counts
    }
}
