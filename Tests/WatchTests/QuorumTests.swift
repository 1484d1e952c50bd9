import Hashing
import TestSupport
import Testing
import Vocabulary
import Watch

@Suite struct QuorumTests {
    private let yes = Keccak256.hash("yes")
    private let no = Keccak256.hash("no")
    private let other = Keccak256.hash("other")

    @Test func `two are asked first, and agree`() {
        var quorum = Quorum([4, 2, 7])
        #expect(quorum.first == [4, 2])
        #expect(quorum.take(yes, from: 2) == .waiting)
        #expect(quorum.take(yes, from: 4) == .agreed(yes, with: [2, 4], against: []))
    }

    @Test func `a third is asked when two disagree, or one fails`() {
        var quorum = Quorum([0, 1, 2])
        #expect(quorum.take(yes, from: 0) == .waiting)
        #expect(quorum.take(no, from: 1) == .ask([2]))
        #expect(quorum.take(yes, from: 2) == .agreed(yes, with: [0, 2], against: [1]))
        var failing = Quorum([0, 1, 2])
        #expect(failing.take(nil, from: 0) == .waiting)
        #expect(failing.take(yes, from: 1) == .ask([2]))
        #expect(failing.take(yes, from: 2) == .agreed(yes, with: [1, 2], against: []))
    }

    @Test func `without a pair that agrees nothing is believed`() {
        var quorum = Quorum([0, 1, 2])
        _ = quorum.take(yes, from: 0)
        _ = quorum.take(no, from: 1)
        #expect(quorum.take(other, from: 2) == .disputed([0, 1, 2]))
        var silent = Quorum([0, 1])
        _ = silent.take(nil, from: 0)
        #expect(silent.take(nil, from: 1) == .unknown)
        var half = Quorum([0, 1])
        _ = half.take(yes, from: 0)
        #expect(half.take(nil, from: 1) == .unknown)
    }

    @Test func `a single endpoint counts alone, and says so`() {
        var quorum = Quorum([3])
        #expect(quorum.take(yes, from: 3) == .alone(yes, endpoint: 3))
    }

    @Test func `late and repeated answers, and those of the unasked, decide nothing`() {
        var quorum = Quorum([0, 1, 2])
        #expect(quorum.take(yes, from: 2) == .waiting)
        #expect(quorum.take(yes, from: 0) == .waiting)
        #expect(quorum.take(yes, from: 0) == .waiting)
        #expect(quorum.take(yes, from: 1) == .agreed(yes, with: [0, 1], against: []))
        #expect(quorum.take(no, from: 1) == .waiting)
    }

    @Test func `a late answer says whose it is and whether it agrees, once`() {
        for (answer, agrees) in [(yes, true), (no, false)] {
            var quorum = Quorum([0, 1, 2])
            _ = quorum.take(nil, from: 0)
            #expect(quorum.take(yes, from: 1) == .ask([2]))
            #expect(quorum.take(yes, from: 2) == .agreed(yes, with: [1, 2], against: []))
            #expect(quorum.take(answer, from: 0) == .late(endpoint: 0, agrees: agrees))
            #expect(quorum.take(answer, from: 0) == .waiting)
        }
    }

    @Test func `those who were all silent may answer after all`() {
        var silent = Quorum([0, 1])
        _ = silent.take(nil, from: 0)
        #expect(silent.take(nil, from: 1) == .unknown)
        #expect(silent.take(yes, from: 1) == .unknown)
        #expect(silent.take(yes, from: 0) == .agreed(yes, with: [1, 0], against: []))
        var alone = Quorum([0])
        #expect(alone.take(nil, from: 0) == .unknown)
        #expect(alone.take(yes, from: 0) == .alone(yes, endpoint: 0))
    }

    @Test func `who can be asked only later is a witness all the same`() {
        var quorum = Quorum([0])
        #expect(quorum.take(yes, from: 0) == .alone(yes, endpoint: 0))
        quorum.join([0, 1, 2])
        #expect(quorum.take(yes, from: 2) == .waiting)
        #expect(quorum.take(yes, from: 1) == .agreed(yes, with: [0, 1], against: []))
        quorum.join([0, 1, 2])
        #expect(quorum.take(yes, from: 0) == .waiting)
        var doubted = Quorum([0])
        _ = doubted.take(yes, from: 0)
        doubted.join([0, 1, 2])
        #expect(doubted.take(no, from: 1) == .ask([2]))
    }

    @Test func `who was given up and answers before the end counts`() {
        var quorum = Quorum([0, 1, 2])
        _ = quorum.take(nil, from: 0)
        #expect(quorum.take(yes, from: 1) == .ask([2]))
        #expect(quorum.take(yes, from: 0) == .agreed(yes, with: [1, 0], against: []))
        #expect(quorum.take(no, from: 2) == .late(endpoint: 2, agrees: false))
    }

    @Test func `an endpoint named twice is asked once`() {
        var quorum = Quorum([3, 3])
        #expect(quorum.first == [3])
        #expect(quorum.take(yes, from: 3) == .alone(yes, endpoint: 3))
    }

    /// However they answer: what is agreed on was said by two at least.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func `no answer of one endpoint alone is believed among several`(seed: UInt64) {
        var chance = Chance(seed: seed)
        let endpoints = Array(0..<(2 + Int(chance.next() % 5)))
        let truths = endpoints.map { _ in [yes, no, other, nil][Int(chance.next() % 4)] }
        var quorum = Quorum(endpoints)
        var open = quorum.first
        while !open.isEmpty {
            let endpoint = open.remove(at: Int(chance.next() % UInt64(open.count)))
            switch quorum.take(truths[endpoint], from: endpoint) {
            case .ask(let more): open += more
            case .agreed(let digest, let with, let against):
                #expect(with.count >= 2)
                #expect(with.allSatisfy { truths[$0] == digest })
                #expect(against.allSatisfy { truths[$0] != digest })
            case .alone: Issue.record("seed \(seed)")
            case .waiting, .disputed, .unknown, .late: break
            }
        }
    }
}

@Suite struct EndpointScoreTests {
    private func at(_ seconds: UInt64) -> Instant { Instant(milliseconds: seconds * 1_000) }

    @Test func `the honest come first, then the recent, the reliable and the fast`() {
        var scores = Array(repeating: EndpointScore(), count: 4)
        for index in scores.indices {
            scores[index].answered(after: Interval(milliseconds: UInt64(100 - index)))
        }
        #expect(EndpointScore.order(scores, at: at(0)) == [3, 2, 1, 0])
        scores[3].saw(head: 7, best: 9)
        #expect(EndpointScore.order(scores, at: at(0)) == [2, 1, 0, 3])
        scores[2].lied(at: at(0))
        #expect(EndpointScore.order(scores, at: at(1)) == [1, 0, 3])
        #expect(EndpointScore.order(scores, at: at(3_600)) == [1, 0, 3, 2])
    }

    @Test func `failures in a row lead into quarantines that double`() {
        var scores = [EndpointScore(), EndpointScore(), EndpointScore()]
        func fail(at second: UInt64) {
            for _ in 0..<3 { scores[0].failed(at: at(second)) }
        }
        fail(at: 0)
        #expect(EndpointScore.order(scores, at: at(4)) == [1, 2])
        #expect(EndpointScore.order(scores, at: at(5)).count == 3)
        fail(at: 5)
        #expect(EndpointScore.order(scores, at: at(14)) == [1, 2])
        #expect(EndpointScore.order(scores, at: at(15)).count == 3)
        scores[0].answered(after: Interval(milliseconds: 5))
        fail(at: 20)
        #expect(EndpointScore.order(scores, at: at(25)).count == 3)
    }

    @Test func `two that were only silent can still agree`() {
        var scores = [EndpointScore(), EndpointScore(), EndpointScore()]
        for _ in 0..<3 { scores[0].failed(at: at(1)) }
        for _ in 0..<3 { scores[1].failed(at: at(0)) }
        scores[2].lied(at: at(0))
        #expect(EndpointScore.order(scores, at: at(2)) == [1, 0])
    }

    @Test func `when all are in quarantine the one that leaves first is asked`() {
        var scores = [EndpointScore(), EndpointScore()]
        scores[0].lied(at: at(0))
        for _ in 0..<3 { scores[1].failed(at: at(0)) }
        #expect(EndpointScore.order(scores, at: at(1)) == [1])
        #expect(EndpointScore.order([], at: at(1)).isEmpty)
    }
}
