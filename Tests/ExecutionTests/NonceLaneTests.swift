import Execution
import Testing
import Vocabulary

@Suite struct NonceLaneTests {
    private let desk: Desk
    private let now = Instant(milliseconds: 500)

    init() throws { desk = try Desk() }

    @Test func `before the chain's counter is seen no nonce is given out`() {
        var lane = NonceLane(desk.key)
        #expect(lane.take(.reserve) == [.refused(.unchecked)])
        #expect(lane.take(.counter(count: 0, block: 1)) == [])
        #expect(lane.take(.reserve) == [.reserved(nonce: 0)])
    }

    @Test func `a chain ahead of the journal is refused until an operator adopts it`() {
        var lane = NonceLane(desk.key)
        let ahead = LaneRefusal.aheadOfJournal(chain: 7, journal: 0)
        #expect(lane.take(.counter(count: 7, block: 1)) == [.stopped(ahead)])
        #expect(lane.take(.reserve) == [.refused(ahead)])
        #expect(lane.take(.adopt(count: 6)) == [.refused(.staleAdoption(chain: 7))])
        #expect(lane.take(.reserve) == [.refused(ahead)])
        #expect(lane.take(.adopt(count: 7)) == [])
        #expect(lane.take(.reserve) == [.reserved(nonce: 7)])
    }

    @Test func `what is signed is recorded, then broadcast`() {
        var lane = desk.open(next: 4)
        let payload = desk.payload(4)
        #expect(lane.take(.reserve) == [.reserved(nonce: 4)])
        #expect(
            lane.take(.signed(payload)) == [.record(payload), .broadcast(nonce: 4, payload.hash)]
        )
        #expect(lane.obligations(at: now) == [.broadcast(nonce: 4, payload.hash)])
        #expect(lane.take(.sent(payload.hash)) == [])
        #expect(lane.obligations(at: now) == [.lookUp(nonce: 4)])
        let inclusion = payload.mined(9)
        #expect(
            lane.take(.found(nonce: 4, inclusion)) == [.mined(nonce: 4, inclusion, isOurs: true)]
        )
        #expect(lane.obligations(at: now) == [])
        #expect(
            lane.take(.finalised(through: 9)) == [.settled(nonce: 4, inclusion, .original)]
        )
        #expect(lane.slots.isEmpty)
        #expect(lane.settledBelow == 5)
    }

    @Test func `a nonce comes back only if nothing was signed for it`() {
        var lane = desk.open()
        for _ in 0..<3 { _ = lane.take(.reserve) }
        _ = lane.take(.signed(desk.payload(0)))
        #expect(lane.take(.release(nonce: 0)) == [.refused(.signedFor(nonce: 0))])
        #expect(lane.take(.release(nonce: 1)) == [])
        #expect(lane.take(.reserve) == [.reserved(nonce: 1)])
        #expect(lane.take(.release(nonce: 2)) == [])
        #expect(lane.next == 2)
        #expect(lane.take(.reserve) == [.reserved(nonce: 2)])
    }

    @Test func `a released nonce below signed ones is a gap that must be filled`() {
        var lane = desk.open()
        for _ in 0..<2 { _ = lane.take(.reserve) }
        _ = lane.take(.signed(desk.payload(1)))
        _ = lane.take(.release(nonce: 0))
        #expect(lane.obligations(at: now).first == .fill(nonce: 0))
        #expect(lane.take(.reserve) == [.reserved(nonce: 0)])
    }

    @Test func `a second original for a nonce halts the lane, and is not recorded`() {
        var lane = desk.sent(1)
        let before = lane.slots
        let second = desk.payload(0, content: 2)
        #expect(lane.take(.signed(second)) == [.halted(.signedTwice(nonce: 0))])
        #expect(lane.slots == before)
        #expect(lane.take(.reserve) == [.refused(.halted(.signedTwice(nonce: 0)))])
    }

    @Test func `the same bytes twice are once`() {
        var lane = desk.sent(1)
        let before = lane
        #expect(lane.take(.signed(desk.payload(0))) == [])
        #expect(lane == before)
    }

    @Test func `a bump does the same for no less`() {
        var lane = desk.sent(1)
        let other = desk.payload(0, .bump, content: 2, price: 110)
        #expect(lane.take(.signed(other)) == [.refused(.notABump(nonce: 0))])
        let cheaper = desk.payload(0, .bump, price: 99)
        #expect(lane.take(.signed(cheaper)) == [.refused(.notABump(nonce: 0))])
        let bump = desk.payload(0, .bump, price: 110)
        #expect(lane.take(.signed(bump)) == [.record(bump), .broadcast(nonce: 0, bump.hash)])
        // The first may still land.
        let inclusion = desk.payload(0).mined(3)
        #expect(
            lane.take(.found(nonce: 0, inclusion)) == [.mined(nonce: 0, inclusion, isOurs: true)]
        )
    }

    @Test func `a cancel does nothing, and only a cancel follows it`() {
        var lane = desk.sent(1)
        let harmful = desk.payload(0, .cancel, content: 2, price: 110)
        #expect(lane.take(.signed(harmful)) == [.refused(.notACancel(nonce: 0))])
        let cancel = desk.cancel(0)
        #expect(lane.take(.signed(cancel)).first == .record(cancel))
        let revived = desk.payload(0, .bump, price: 130)
        #expect(lane.take(.signed(revived)) == [.refused(.notABump(nonce: 0))])
        _ = lane.take(.found(nonce: 0, cancel.mined(5)))
        #expect(
            lane.take(.finalised(through: 5)) == [.settled(nonce: 0, cancel.mined(5), .cancel)]
        )
    }

    @Test func `nothing is replaced where nothing was signed, nor where it is mined`() {
        var lane = desk.open()
        #expect(lane.take(.signed(desk.payload(0))) == [.refused(.notReserved(nonce: 0))])
        _ = lane.take(.reserve)
        #expect(lane.take(.signed(desk.cancel(0))) == [.refused(.nothingToReplace(nonce: 0))])
        _ = lane.take(.signed(desk.payload(0)))
        _ = lane.take(.found(nonce: 0, desk.payload(0).mined(2)))
        #expect(lane.take(.signed(desk.cancel(0))) == [.refused(.alreadyUsed(nonce: 0))])
    }

    @Test func `a payload of another chain is not recorded`() {
        var lane = desk.open()
        _ = lane.take(.reserve)
        let foreign = desk.payload(0, chain: ChainID(1))
        #expect(lane.take(.signed(foreign)) == [.refused(.unsoundPayload(nonce: 0))])
    }

    @Test func `replacements and open nonces have an end`() {
        var lane = desk.sent(1)
        for step in 1..<UInt64(NonceSlot.mostPayloads) {
            let bump = desk.payload(0, .bump, price: 100 + step)
            #expect(lane.take(.signed(bump)).first == .record(bump))
        }
        let last = desk.payload(0, .bump, price: 1_000)
        #expect(lane.take(.signed(last)) == [.refused(.tooManyReplacements(nonce: 0))])
        var full = desk.sent(UInt64(NonceLane.mostOpen))
        #expect(full.take(.reserve) == [.refused(.full)])
    }

    @Test func `what was evicted goes out again, until it is too old and is cancelled`() {
        var lane = desk.sent(1)
        let payload = desk.payload(0)
        #expect(lane.take(.evicted(payload.hash)) == [.returned(nonce: 0)])
        #expect(lane.obligations(at: now) == [.broadcast(nonce: 0, payload.hash)])
        let late = Instant(milliseconds: 1_001)
        #expect(lane.obligations(at: late) == [.cancel(nonce: 0)])
        let cancel = desk.cancel(0)
        _ = lane.take(.signed(cancel))
        #expect(lane.obligations(at: late) == [.broadcast(nonce: 0, cancel.hash)])
    }

    @Test func `a receipt that is taken back opens the nonce again`() {
        var lane = desk.sent(1)
        _ = lane.take(.found(nonce: 0, desk.payload(0).mined(9)))
        #expect(lane.take(.reorganised(fork: 9)) == [])
        #expect(lane.take(.reorganised(fork: 8)) == [.returned(nonce: 0)])
        #expect(lane.take(.finalised(through: 20)) == [])
        #expect(lane.obligations(at: now) == [.lookUp(nonce: 0)])
    }

    @Test func `what is final is never taken back`() {
        var lane = desk.sent(2)
        _ = lane.take(.found(nonce: 1, desk.payload(1).mined(9)))
        _ = lane.take(.finalised(through: 9))
        var other = lane
        #expect(lane.take(.reorganised(fork: 8)) == [.halted(.finalBlockUndone(9))])
        #expect(
            other.take(.found(nonce: 1, desk.foreign("x", block: 9)))
                == [.halted(.finalNonceUndone(1))]
        )
        var undone = desk.sent(1)
        _ = undone.take(.found(nonce: 0, desk.payload(0).mined(9)))
        _ = undone.take(.finalised(through: 9))
        #expect(undone.take(.counter(count: 0, block: 8)) == [])
        #expect(
            undone.take(.counter(count: 0, block: 9)) == [.halted(.finalNonceUndone(0))]
        )
    }

    @Test func `foreign use of a signed nonce stops the lane, and the payload is dead once final`()
    {
        var lane = desk.sent(1)
        let foreign = desk.foreign("x", block: 4)
        #expect(
            lane.take(.found(nonce: 0, foreign))
                == [.mined(nonce: 0, foreign, isOurs: false), .stopped(.foreignUse(nonce: 0))]
        )
        #expect(lane.take(.reserve) == [.refused(.foreignUse(nonce: 0))])
        #expect(lane.take(.finalised(through: 4)) == [.lost(nonce: 0)])
        _ = lane.take(.counter(count: 1, block: 4))
        #expect(lane.take(.adopt(count: 1)) == [])
        #expect(lane.take(.reserve) == [.reserved(nonce: 1)])
    }

    @Test func `a nonce that is counted without a receipt is looked up, and not given up`() {
        var lane = desk.sent(1)
        #expect(lane.take(.counter(count: 1, block: 4)) == [.lookUp(nonce: 0)])
        #expect(lane.obligations(at: Instant(milliseconds: 9_999)) == [.lookUp(nonce: 0)])
        #expect(lane.take(.finalised(through: 9)) == [])
        #expect(lane.standing == .open)
    }

    @Test func `foreign use of a nonce nothing was signed for stops the lane`() {
        var lane = desk.open()
        _ = lane.take(.reserve)
        #expect(
            lane.take(.counter(count: 1, block: 4))
                == [.lost(nonce: 0), .stopped(.foreignUse(nonce: 0))]
        )
        #expect(lane.take(.signed(desk.payload(0))) == [.refused(.alreadyUsed(nonce: 0))])
        _ = lane.take(.adopt(count: 1))
        #expect(lane.take(.reserve) == [.reserved(nonce: 1)])
        // The block is taken back: what was used by others is a gap, and healed.
        #expect(lane.take(.reorganised(fork: 3)) == [.returned(nonce: 0)])
        _ = lane.take(.signed(desk.payload(1)))
        #expect(lane.obligations(at: now).first == .fill(nonce: 0))
    }

    @Test func `use beyond all that was given out stops the lane`() {
        var lane = desk.sent(1)
        #expect(
            lane.take(.counter(count: 3, block: 4))
                == [.stopped(.foreignUse(nonce: 1)), .lookUp(nonce: 0)]
        )
        _ = lane.take(.adopt(count: 3))
        #expect(lane.take(.reserve) == [.reserved(nonce: 3)])
    }

    @Test func `a counter that goes down takes receipts back, and never a nonce`() {
        var lane = desk.sent(2)
        _ = lane.take(.found(nonce: 1, desk.payload(1).mined(4)))
        _ = lane.take(.counter(count: 2, block: 4))
        #expect(
            lane.take(.counter(count: 0, block: 5)) == [
                .warn(.counterWentDown(from: 2, to: 0)), .warn(.minedButNotCounted(nonce: 1)),
                .returned(nonce: 1),
            ]
        )
        #expect(lane.take(.reserve) == [.reserved(nonce: 2)])
        // A node that is behind changes nothing.
        let before = lane
        #expect(lane.take(.counter(count: 9, block: 3)) == [])
        #expect(lane == before)
    }

    @Test func `adopted nonces that the chain takes back are filled`() {
        var lane = NonceLane(desk.key)
        _ = lane.take(.counter(count: 3, block: 4))
        _ = lane.take(.adopt(count: 3))
        _ = lane.take(.reserve)
        _ = lane.take(.signed(desk.payload(3)))
        _ = lane.take(.counter(count: 1, block: 5))
        let open = Array(lane.obligations(at: now).prefix(2))
        #expect(open == [.fill(nonce: 1), .fill(nonce: 2)])
    }

    @Test func `a restart broadcasts again what was sent, and checks the chain first`() {
        var lane = desk.sent(1)
        _ = lane.take(.restarted)
        #expect(lane.standing == .unchecked)
        #expect(lane.obligations(at: now) == [.broadcast(nonce: 0, desk.payload(0).hash)])
        #expect(lane.take(.reserve) == [.refused(.unchecked)])
        _ = lane.take(.counter(count: 0, block: 2))
        #expect(lane.take(.reserve) == [.reserved(nonce: 1)])
    }

    @Test func `a refusal and a halt survive a restart`() {
        var lane = desk.sent(1)
        _ = lane.take(.signed(desk.payload(0, content: 2)))
        _ = lane.take(.restarted)
        _ = lane.take(.counter(count: 0, block: 2))
        #expect(lane.standing == .halted(.signedTwice(nonce: 0)))
    }
}
