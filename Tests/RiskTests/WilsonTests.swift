import Foundation
import Numerics
import Risk
import TestSupport
import Testing
import Vocabulary

/// What so many wins in so many trades allow to conclude.
@Suite struct WilsonTests {
    private func percent(_ percent: UInt64) -> BasisPoints {
        BasisPoints(millionths: percent * 100_000_000)
    }

    private func wilson(_ successes: UInt64, _ trials: UInt64) throws -> Wilson {
        try #require(Wilson(successes: successes, trials: trials))
    }

    @Test(arguments: [(100, 78), (300, 242), (500, 409), (1_000, 827)] as [(UInt64, UInt64)])
    func `the most wins that are still too few`(trials: UInt64, wins: UInt64) throws {
        #expect(try wilson(wins, trials).isBelow(percent(85)))
        #expect(try !wilson(wins + 1, trials).isBelow(percent(85)))
    }

    @Test func `nothing is concluded from nothing`() throws {
        let none = try wilson(0, 0)
        #expect(!none.isBelow(percent(100)))
        #expect(none.upperBound == .whole)
        #expect(none.lowerBound == percent(0))
    }

    @Test func `there are no more successes than trials`() {
        #expect(Wilson(successes: 2, trials: 1) == nil)
    }

    @Test func `all lost is below, all won is not`() throws {
        #expect(try wilson(0, 100).isBelow(percent(85)))
        #expect(try !wilson(100, 100).isBelow(percent(85)))
        #expect(try !wilson(0, 1).isBelow(percent(0)))
        #expect(try !wilson(7, 7).isBelow(percent(100)))
        #expect(try wilson(6, 7).isBelow(percent(100)))
    }

    @Test func `the largest counts there are fit`() throws {
        let half = try wilson(.max / 2, .max)
        #expect(half.isBelow(percent(51)))
        #expect(!half.isBelow(percent(49)))
        #expect(half.upperBound > percent(49))
        #expect(half.upperBound < percent(51))
        #expect(try wilson(.max, .max).upperBound == .whole)
    }

    @Test func `the exact test and the rounded bound agree`() throws {
        var chance = Chance(seed: 11)
        for _ in 0..<2_000 {
            let trials = UInt64.random(in: 1...5_000, using: &chance)
            let wilson = try wilson(UInt64.random(in: 0...trials, using: &chance), trials)
            let limit = BasisPoints(
                millionths: UInt64.random(in: 0...BasisPoints.millionthsInWhole, using: &chance)
            )
            if limit >= wilson.upperBound, wilson.upperBound < .whole {
                let beyond = BasisPoints(millionths: limit.millionths + 1)
                #expect(wilson.isBelow(beyond), "\(wilson) \(limit)")
            } else {
                #expect(!wilson.isBelow(limit), "\(wilson) \(limit)")
            }
        }
    }

    @Test func `the bounds are those of the formula`() throws {
        var chance = Chance(seed: 12)
        for _ in 0..<2_000 {
            let trials = UInt64.random(in: 1...100_000, using: &chance)
            let wins = UInt64.random(in: 0...trials, using: &chance)
            let (n, p, z) = (Double(trials), Double(wins) / Double(trials), 1.96)
            let root = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
            let centre = p + z * z / (2 * n)
            let wilson = try wilson(wins, trials)
            let upper = (centre + root) / (1 + z * z / n) * 1e10
            let lower = (centre - root) / (1 + z * z / n) * 1e10
            #expect(abs(Double(wilson.upperBound.millionths) - upper) < 4)
            #expect(abs(Double(wilson.lowerBound.millionths) - max(lower, 0)) < 4)
        }
    }
}
