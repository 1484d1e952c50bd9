import Execution
import Numerics
import Routes
import TestSupport
import Testing
import Vocabulary

@Suite struct BridgeGateTests {
    private let desk: BridgeDesk
    private let now = Instant(milliseconds: 5_000)

    init() throws { desk = try BridgeDesk() }

    private func gate() throws -> BridgeGate {
        try #require(BridgeGate(lane: desk.lane, cap: 3_000, dust: 10))
    }

    /// Proved by transfer 1.
    private func proved() throws -> BridgeGate {
        var gate = try gate()
        _ = gate.take(.begin(desk.terms(1, amount: 10)), at: now)
        for event in desk.delivery(1, amount: 9, owed: 9) {
            _ = gate.take(.about(1, event), at: now)
        }
        return gate
    }

    @Test func `a lane opens when dust has arrived, and carries nothing else before`() throws {
        var gate = try gate()
        #expect(
            gate.take(.begin(desk.terms(1, amount: 11)), at: now) == [.refused(.notDust(most: 10))]
        )
        #expect(gate.take(.begin(desk.terms(1, amount: 10)), at: now) == [.begun(1)])
        #expect(
            gate.take(.begin(desk.terms(2, amount: 10)), at: now)
                == [.refused(.beingProved(by: 1))]
        )
        for event in desk.delivery(1, amount: 9, owed: 9).dropLast() {
            _ = gate.take(.about(1, event), at: now)
        }
        #expect(gate.standing == .proving(1))
        #expect(gate.take(.all(.destinationFinal(through: 50)), at: now).last == .opened)
        #expect(gate.standing == .open(provedAt: now))
        #expect(gate.take(.begin(desk.terms(2)), at: now) == [.begun(2)])
    }

    @Test func `dust that never left proves nothing`() throws {
        var gate = try gate()
        _ = gate.take(.begin(desk.terms(1, amount: 10)), at: now)
        _ = gate.take(.about(1, .neverSent), at: now)
        #expect(gate.standing == .unproved)
    }

    @Test func `what may be lost is never above the cap`() throws {
        var gate = try proved()
        _ = gate.take(.begin(desk.terms(2, amount: 2_500)), at: now)
        #expect(gate.room == 500)
        #expect(
            gate.take(.begin(desk.terms(3, amount: 501)), at: now)
                == [.refused(.aboveCap(room: 500))]
        )
        #expect(gate.take(.begin(desk.terms(3, amount: 500)), at: now) == [.begun(3)])
        #expect(gate.atRisk == 3_000)
    }

    @Test func `an overdue transfer closes the lane, and its late arrival does not open it`() throws
    {
        var gate = try proved()
        _ = gate.take(.begin(desk.terms(2)), at: now)
        _ = gate.take(.about(2, desk.locked(2)), at: now)
        let late = Instant(milliseconds: 1_601)
        #expect(gate.take(.all(.time(late)), at: late).last == .closed(.overdue(2)))
        #expect(
            gate.take(.begin(desk.terms(3)), at: late) == [.refused(.closed(.overdue(2)))]
        )
        for event in desk.delivery(2) { _ = gate.take(.about(2, event), at: late) }
        #expect(gate.standing == .closed(.overdue(2)))
        #expect(gate.atRisk == 0)
        _ = gate.take(.reopen, at: late)
        #expect(gate.take(.begin(desk.terms(3)), at: late) == [.refused(.notDust(most: 10))])
    }

    @Test func `short, refunded and faulty transfers close it, and faults come first`() throws {
        var gate = try proved()
        for number in UInt64(2)...3 { _ = gate.take(.begin(desk.terms(number)), at: now) }
        for event in desk.delivery(2, amount: 5) { _ = gate.take(.about(2, event), at: now) }
        #expect(gate.standing == .closed(.short(2)))
        _ = gate.take(.about(3, .withoutLock(block: 9)), at: now)
        #expect(gate.standing == .closed(.fault(3, .withoutLock)))
        var other = try proved()
        _ = other.take(.begin(desk.terms(2)), at: now)
        for event in [desk.locked(2), .refunded(desk.refund(2)), .sourceFinal(through: 60)] {
            _ = other.take(.about(2, event), at: now)
        }
        #expect(other.standing == .closed(.refunded(2)))
    }

    @Test func `a second payment of a transfer that has ended closes the lane`() throws {
        var gate = try proved()
        let again = desk.payout(1, "again", amount: 9, block: 99)
        #expect(
            gate.take(.about(1, .paid(again)), at: now).last
                == .closed(.fault(1, .paidTwice))
        )
    }

    @Test func `a destination that can't pay gets nothing more`() throws {
        var gate = try proved()
        _ = gate.take(.destination(isAble: false), at: now)
        #expect(gate.take(.begin(desk.terms(2)), at: now) == [.refused(.destinationUnable)])
        _ = gate.take(.destination(isAble: true), at: now)
        #expect(gate.take(.begin(desk.terms(2)), at: now) == [.begun(2)])
    }

    @Test func `what is written off leaves the cap, and is still watched`() throws {
        var gate = try proved()
        _ = gate.take(.begin(desk.terms(2)), at: now)
        #expect(gate.take(.writeOff(2), at: now) == [.refused(.stillOpen)])
        _ = gate.take(.about(2, desk.locked(2)), at: now)
        _ = gate.take(.all(.time(now)), at: now)
        #expect(gate.atRisk == 1_000)
        _ = gate.take(.writeOff(2), at: now)
        #expect(gate.atRisk == 0)
        for event in desk.delivery(2) { _ = gate.take(.about(2, event), at: now) }
        #expect(gate.transfer(2)?.state == .delivered(990))
    }

    @Test func `a number is given to one transfer, and the same order twice is once`() throws {
        var gate = try proved()
        _ = gate.take(.begin(desk.terms(2)), at: now)
        #expect(gate.take(.begin(desk.terms(2)), at: now) == [])
        #expect(
            gate.take(.begin(desk.terms(2, amount: 7)), at: now) == [.refused(.numberTaken(2))]
        )
        #expect(gate.open.count == 1)
    }

    @Test func `a gate without dust, or with dust above its cap, is none`() {
        #expect(BridgeGate(lane: desk.lane, cap: 3_000, dust: 0) == nil)
        #expect(BridgeGate(lane: desk.lane, cap: 9, dust: 10) == nil)
        #expect(BridgeGate(lane: desk.lane.back, cap: 9, dust: 9)?.standing == .unproved)
    }

    @Test(arguments: 0..<UInt64(40))
    func `whatever happens, the cap holds and nothing under way is forgotten`(
        seed: UInt64
    ) throws {
        var chance = Chance(seed: seed)
        var gate = try proved()
        var begun: Set<UInt64> = []
        for step in 0..<UInt64(400) {
            let number = UInt64.random(in: 2...40, using: &chance)
            let block = UInt64.random(in: 0...80, using: &chance)
            let amount = UInt64.random(in: 0...1_500, using: &chance)
            let event: BridgeGate.Event =
                switch Int.random(in: 0..<12, using: &chance) {
                case 0...2: .begin(desk.terms(number, amount: amount))
                case 3: .about(number, desk.locked(number, block: block))
                case 4: .about(number, .paid(desk.payout(number, "\(amount % 3)", block: block)))
                case 5: .about(number, .refunded(desk.refund(number)))
                case 6: .about(number, .reverted(block: block))
                case 7: .all(.sourceReorganised(fork: block))
                case 8: .all(.sourceFinal(through: block))
                case 9: .all(.destinationReorganised(fork: block))
                case 10: .all(.destinationFinal(through: block))
                default: .reopen
                }
            for case .begun(let number) in gate.take(event, at: Instant(milliseconds: step)) {
                begun.insert(number)
            }
            #expect(gate.open.count <= BridgeGate.mostOpen)
            #expect(gate.atRisk <= gate.cap)
        }
        #expect(begun.allSatisfy { gate.transfer($0) != nil })
        #expect(try BridgeGate(canonicalBytes: gate.canonicalBytes) == gate)
    }
}
