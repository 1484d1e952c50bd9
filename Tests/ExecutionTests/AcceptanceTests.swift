import Execution
import Testing
import Vocabulary

@Suite struct AcceptanceTests {
    private func after(
        _ events: [Acceptance.Event],
        on road: Acceptance.Road = .open
    ) -> Acceptance {
        var acceptance = Acceptance(road)
        for event in events { _ = acceptance.take(event) }
        return acceptance
    }

    @Test func `two endpoints that show it accept it`() {
        var acceptance = Acceptance(.open)
        #expect(acceptance.standing == .unseen)
        #expect(acceptance.take(.seen(endpoint: 0, head: 9)) == .seenOnce)
        #expect(acceptance.take(.seen(endpoint: 1, head: 9)) == .accepted(.twoEndpoints))
    }

    @Test func `a single endpoint must show it twice, a block apart`() {
        var acceptance = after([.seen(endpoint: 0, head: 9), .seen(endpoint: 0, head: 9)])
        #expect(acceptance.standing == .seenOnce)
        #expect(acceptance.take(.seen(endpoint: 0, head: 10)) == .accepted(.oneEndpointTwice))
    }

    @Test func `what was absent in between begins anew`() {
        let broken = after([
            .seen(endpoint: 0, head: 9), .absent(endpoint: 0, head: 10),
            .seen(endpoint: 0, head: 11),
        ])
        #expect(broken.standing == .seenOnce)
    }

    @Test func `an answer of an older block changes nothing`() {
        let late = after([.seen(endpoint: 0, head: 9), .absent(endpoint: 0, head: 8)])
        #expect(late.standing == .seenOnce)
    }

    @Test func `a receipt accepts, until its block is taken back`() {
        var acceptance = after([.receipt(block: 12)])
        #expect(acceptance.standing == .accepted(.receipt))
        #expect(acceptance.take(.reorganised(fork: 12)) == .accepted(.receipt))
        #expect(acceptance.take(.reorganised(fork: 11)) == .lost)
    }

    @Test func `what nobody shows any more is lost, and can come back`() {
        var acceptance = after([.seen(endpoint: 0, head: 9), .seen(endpoint: 1, head: 9)])
        #expect(acceptance.take(.absent(endpoint: 0, head: 10)) == .lost)
        #expect(acceptance.take(.absent(endpoint: 1, head: 10)) == .lost)
        #expect(acceptance.take(.seen(endpoint: 1, head: 11)) == .lost)
        #expect(acceptance.take(.seen(endpoint: 0, head: 11)) == .accepted(.twoEndpoints))
    }

    @Test func `behind a private endpoint only its status or a receipt counts`() {
        var acceptance = after(
            [.seen(endpoint: 0, head: 9), .seen(endpoint: 1, head: 9)],
            on: .hidden
        )
        #expect(acceptance.standing == .unseen)
        #expect(acceptance.take(.ownStatus(isHeld: true)) == .accepted(.ownStatus))
        #expect(acceptance.take(.ownStatus(isHeld: false)) == .lost)
        #expect(acceptance.take(.receipt(block: 3)) == .accepted(.receipt))
    }

    @Test func `its status counts nothing on an open road`() {
        #expect(after([.ownStatus(isHeld: true)]).standing == .unseen)
    }

    @Test func `more endpoints than there are seats are not heard`() throws {
        let crowd = after((0...UInt8.max).map { .absent(endpoint: $0, head: 1) })
        #expect(try Acceptance(canonicalBytes: crowd.canonicalBytes) == crowd)
        #expect(crowd.standing == .unseen)
    }

    @Test func `it survives the journal`() throws {
        let acceptance = after([
            .seen(endpoint: 0, head: 9), .absent(endpoint: 1, head: 9), .receipt(block: 4),
        ])
        #expect(try Acceptance(canonicalBytes: acceptance.canonicalBytes) == acceptance)
    }
}
