import Execution
import Numerics
import TestSupport
import Testing
import Vocabulary

@Suite struct BridgeTransferTests {
    private let desk: BridgeDesk

    init() throws { desk = try BridgeDesk() }

    private func time(_ milliseconds: UInt64) -> TransferEvent {
        .time(Instant(milliseconds: milliseconds))
    }

    @Test func `from the lock to the final payout it is at risk, and then delivered`() {
        var transfer = BridgeTransfer(desk.terms())
        #expect(transfer.state == .requested)
        #expect(
            transfer.take(desk.locked()) == [.watch(desk.lock()), .became(.initiated)]
        )
        #expect(transfer.take(.sourceFinal(through: 10)) == [.became(.inFlight)])
        #expect(transfer.take(.paid(desk.payout())) == [.became(.arriving)])
        #expect(transfer.atRisk == 1_000)
        #expect(transfer.take(.destinationFinal(through: 49)) == [])
        #expect(transfer.take(.destinationFinal(through: 50)) == [.became(.delivered(990))])
        #expect(transfer.atRisk == 0)
    }

    @Test func `a lock that is taken back is a request again`() {
        var transfer = desk.transfer(after: [desk.locked()])
        #expect(transfer.take(.sourceReorganised(fork: 10)) == [])
        #expect(transfer.take(.sourceReorganised(fork: 9)) == [.became(.requested)])
        #expect(transfer.take(desk.locked(block: 11)).last == .became(.initiated))
    }

    @Test func `a payout that is taken back is in flight again`() {
        var transfer = desk.transfer(after: [
            desk.locked(), .sourceFinal(through: 10), .paid(desk.payout()),
        ])
        #expect(transfer.take(.destinationReorganised(fork: 49)) == [.became(.inFlight)])
    }

    @Test func `time alone makes it overdue, and never failed`() {
        var transfer = desk.transfer(after: [desk.locked(), .sourceFinal(through: 10)])
        #expect(transfer.take(time(1_600)) == [])
        #expect(transfer.take(time(1_601)) == [.became(.overdue)])
        #expect(transfer.take(time(.max)) == [])
        #expect(transfer.atRisk == 1_000)
        _ = transfer.take(.paid(desk.payout()))
        #expect(transfer.take(.destinationFinal(through: 50)) == [.became(.delivered(990))])
    }

    @Test func `a request is not overdue, nor is what has arrived`() {
        var request = BridgeTransfer(desk.terms())
        #expect(request.take(time(.max)) == [])
        var arrived = desk.transfer(after: desk.delivery())
        #expect(arrived.take(time(.max)) == [])
    }

    @Test func `less than the lock owes is short`() {
        let transfer = desk.transfer(after: desk.delivery(amount: 989))
        #expect(transfer.state == .short(989, owed: 990))
    }

    @Test func `a second payout is a fault, at once and also after delivery`() {
        var transfer = desk.transfer(after: desk.delivery())
        let twice = BridgeTransfer.State.paidWrongly(.paidTwice)
        #expect(
            transfer.take(.paid(desk.payout(1, "second", block: 90)))
                == [.became(twice), .fault(.paidTwice)]
        )
    }

    @Test func `the same payout twice is once, in another block too`() {
        var transfer = desk.transfer(after: [desk.locked(), .paid(desk.payout())])
        #expect(transfer.take(.paid(desk.payout())) == [])
        #expect(transfer.take(.paid(desk.payout(block: 51))) == [])
        #expect(transfer.state == .arriving)
        #expect(transfer.take(.destinationFinal(through: 50)) == [])
        #expect(transfer.take(.destinationFinal(through: 51)) == [.became(.delivered(990))])
    }

    @Test func `evidence from a block that is final already is final at once`() {
        var transfer = BridgeTransfer(desk.terms())
        _ = transfer.take(.sourceFinal(through: 10))
        _ = transfer.take(.destinationFinal(through: 50))
        #expect(transfer.take(desk.locked()).last == .became(.inFlight))
        #expect(transfer.take(.paid(desk.payout())) == [.became(.delivered(990))])
    }

    @Test func `a fork below what is final is a fault`() {
        var transfer = desk.transfer(after: desk.delivery())
        #expect(transfer.take(.destinationReorganised(fork: 49)) == [.fault(.finalUndone)])
    }

    @Test func `more than was sent is a fault`() {
        let transfer = desk.transfer(after: [
            desk.locked(), .paid(desk.payout(amount: 1_001)),
        ])
        #expect(transfer.state == .paidWrongly(.paidMoreThanSent))
    }

    @Test func `a payout of another id is not ours, one to another recipient is a fault`() {
        var transfer = desk.transfer(after: [desk.locked(), .sourceFinal(through: 10)])
        #expect(transfer.take(.paid(desk.payout(2))) == [])
        #expect(transfer.take(.paid(desk.payout(to: .zero))) == [.fault(.paidOtherwise)])
        #expect(transfer.state == .inFlight)
    }

    @Test func `a revert fails once it is final, and nothing was lost`() {
        var transfer = BridgeTransfer(desk.terms())
        #expect(transfer.take(.reverted(block: 10)) == [])
        #expect(transfer.atRisk == 1_000)
        #expect(transfer.take(.sourceFinal(through: 10)) == [.became(.failed(.reverted))])
        #expect(transfer.atRisk == 0)
    }

    @Test func `a success without a lock is a fault at once, and stays at risk`() {
        var transfer = BridgeTransfer(desk.terms())
        #expect(transfer.take(.withoutLock(block: 10)) == [.fault(.withoutLock)])
        #expect(transfer.take(.withoutLock(block: 10)) == [])
        #expect(transfer.take(.sourceFinal(through: 10)) == [.became(.failed(.withoutLock))])
        #expect(transfer.atRisk == 1_000)
    }

    @Test func `what was never sent fails without loss`() {
        var transfer = BridgeTransfer(desk.terms())
        #expect(transfer.take(.neverSent) == [.became(.failed(.neverSent))])
        #expect(transfer.atRisk == 0)
        #expect(transfer.take(desk.locked()) == [.fault(.finalUndone)])
    }

    @Test func `a refund closes it, and a refund beside a payout is a fault`() {
        var transfer = desk.transfer(after: [desk.locked(), .sourceFinal(through: 10)])
        #expect(transfer.take(.refunded(desk.refund())) == [.became(.refunding)])
        #expect(transfer.take(.sourceFinal(through: 60)) == [.became(.refunded(1_000))])
        #expect(transfer.take(.paid(desk.payout())).last == .fault(.paidForNothing))
    }

    @Test func `final evidence that is contradicted is a fault`() {
        var transfer = desk.transfer(after: desk.delivery())
        #expect(transfer.take(.sourceReorganised(fork: 9)) == [.fault(.finalUndone)])
        #expect(transfer.take(.destinationReorganised(fork: 9)) == [.fault(.finalUndone)])
        #expect(transfer.take(.reverted(block: 10)) == [.fault(.finalUndone)])
        #expect(transfer.take(desk.locked(2)) == [.fault(.lockedTwice)])
        #expect(transfer.state == .delivered(990))
    }

    @Test func `overdue is three times the measured percentile, or as configured`() {
        let configured = Interval(milliseconds: 7)
        func limit(_ measured: UInt64?) -> UInt64 {
            TransferTerms.overdueLimit(
                percentile99: measured.map { Interval(milliseconds: $0) },
                configured: configured
            ).milliseconds
        }
        #expect(limit(nil) == 7)
        #expect(limit(100) == 300)
        #expect(limit(.max) == .max)
    }

    @Test func `evidence survives the journal`() throws {
        let others: [TransferEvent] = [
            .reverted(block: 1), .withoutLock(block: 2), .neverSent, .refunded(desk.refund()),
            .sourceReorganised(fork: 3), .destinationReorganised(fork: 4), time(5),
        ]
        for event in desk.delivery() + others {
            #expect(try TransferEvent(canonicalBytes: event.canonicalBytes) == event)
        }
    }

    @Test(arguments: 0..<UInt64(100))
    func `in whatever order evidence comes, and however often, it says the same`(
        seed: UInt64
    ) throws {
        var chance = Chance(seed: seed)
        // The lock must be known before a payout can be told to be this transfer's.
        let later: [TransferEvent] = [
            .sourceFinal(through: 20), .paid(desk.payout()), .destinationFinal(through: 50),
            .paid(desk.payout()), desk.locked(), .time(Instant(milliseconds: 1_100)),
        ]
        var transfer = desk.transfer(after: [desk.locked()])
        for event in later.shuffled(using: &chance) {
            _ = transfer.take(event)
            let read = try BridgeTransfer(canonicalBytes: transfer.canonicalBytes)
            #expect(read == transfer)
        }
        #expect(transfer.state == .delivered(990))
    }
}
