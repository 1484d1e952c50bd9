import Numerics
import Testing

/// The plain operators trap where they can't be exact: a wrong sum of money must not go on.
@Suite struct TrapTests {
    @Test func `a sum that does not fit traps`() async {
        await #expect(processExitsWith: .failure) { blackHole(UInt256.max + black(1)) }
    }

    @Test func `a negative difference traps`() async {
        await #expect(processExitsWith: .failure) { blackHole(UInt256.zero - black(1)) }
    }

    @Test func `a product that does not fit traps`() async {
        await #expect(processExitsWith: .failure) { blackHole(UInt256.max * black(2)) }
    }

    @Test func `a division by zero traps`() async {
        await #expect(processExitsWith: .failure) { blackHole(UInt256.max / black(0)) }
    }

    @Test func `the least signed number divided by minus one traps`() async {
        await #expect(processExitsWith: .failure) {
            blackHole((Int256.min / Int256(0 - Int(black(1)))).magnitude)
        }
    }
}

/// Keeps the optimiser from seeing a number.
@inline(never) private func black(_ value: UInt64) -> UInt256 { UInt256(value) }
@inline(never) private func blackHole(_ value: UInt256) { precondition(value.bitWidth == 256) }
