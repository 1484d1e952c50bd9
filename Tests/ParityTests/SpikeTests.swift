import Parity
import Routes
import TestSupport
import Testing
import Vocabulary

/// From pools' states, block by block, to verdicts: what is pushed for less than the run is never traded.
@Suite struct SpikeTests {
    /// A chain of quiet blocks with pushes of one or two blocks, of any size, on either chain.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `a spike of one block, or one that straddles two, never trades`(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        var fixture = Fixture()
        fixture.parameters.parity.toxic = BasisPoints(millionths: .max)
        fixture.standing = Standing()
        fixture.first.pushed = 0
        fixture.second.pushed = 0
        let route = try fixture.route()
        var spikes = 0
        var left = 0
        for block in 0..<UInt64(80) {
            if left > 0 {
                left -= 1
            } else if fixture.first.pushed != 0 || fixture.second.pushed != 0 {
                // It goes back, and stays back for a block end at least.
                fixture.first.pushed = 0
                fixture.second.pushed = 0
            } else if chance.next() % 3 == 0 {
                let size = 3_000 + Int(chance.next() % 400_000)
                let push = chance.next() % 2 == 0 ? size : -size
                if chance.next() % 2 == 0 {
                    fixture.first.pushed = push
                } else {
                    fixture.second.pushed = push
                }
                left = Int(chance.next() % 2)
                spikes += 1
            }
            fixture.first.block = 1_000 + block
            fixture.second.block = 5_000 + block
            let scene = try fixture.scene()
            let glance = try #require(route.glance(scene))
            let side = glance.side(enter: route.parameters.parity.enter)
            let share = glance.deviation.share
            fixture.standing.run.observe(side, share, at: fixture.first.block, of: .first)
            fixture.standing.run.observe(side, share, at: fixture.second.block, of: .second)
            let assessment = route.assess(scene, fixture.standing)
            #expect(assessment.plan == nil, "seed \(seed), block \(block)")
        }
        #expect(spikes > 5, "seed \(seed)")
    }

    /// The same walk with a push that stays: traded at the third block end, not before.
    @Test func `a deviation that stays is traded at the third block end`() throws {
        var fixture = Fixture()
        fixture.standing = Standing()
        let route = try fixture.route()
        var traded: [Bool] = []
        for block in 0..<UInt64(4) {
            fixture.first.block = 1_000 + block
            fixture.second.block = 5_000 + block
            let scene = try fixture.scene()
            let glance = try #require(route.glance(scene))
            let side = glance.side(enter: route.parameters.parity.enter)
            let share = glance.deviation.share
            fixture.standing.run.observe(side, share, at: fixture.first.block, of: .first)
            fixture.standing.run.observe(side, share, at: fixture.second.block, of: .second)
            traded.append(route.assess(scene, fixture.standing).plan != nil)
        }
        #expect(traded == [false, false, true, true])
    }
}
