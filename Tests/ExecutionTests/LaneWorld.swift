import Ethereum
import Execution
import Numerics
import TestSupport
import Testing
import Vocabulary

/// A chain that mines what was recorded, or someone else's, takes blocks back, and shows itself in pieces
/// and late; and whoever uses a lane. It keeps its own books of what may never happen.
struct LaneWorld {
    var lane: NonceLane
    var chance: Chance
    let desk: Desk

    private var head: UInt64 = 1
    private var final: UInt64 = 0
    /// The chain's line: the nonce is the place.
    private var line: [(block: UInt64, hash: TransactionHash)] = []
    private var reserved: [UInt64] = []
    private var recorded: [UInt64: [SignedPayload]] = [:]
    private var ended: Set<UInt64> = []
    private var names = 0

    init(seed: UInt64) throws {
        desk = try Desk()
        lane = NonceLane(desk.key)
        chance = Chance(seed: seed)
    }

    private mutating func draw(_ count: Int) -> Int { Int.random(in: 0..<count, using: &chance) }

    mutating func step() throws {
        switch draw(14) {
        case 0, 1: try take(.reserve)
        case 2:
            if let nonce = reserved.randomElement(using: &chance) { try sign(nonce) }
        case 3: try replace()
        case 4:
            if let payload = anyPayload() { try take(.sent(payload.hash)) }
        case 5, 6: mine()
        case 7:
            if !line.isEmpty { try show(UInt64(draw(line.count))) }
        case 8: try showCounter(at: UInt64.random(in: final...head, using: &chance))
        case 9:
            let fork = UInt64.random(in: final...head, using: &chance)
            line.removeAll { $0.block > fork }
            try take(.reorganised(fork: fork))
        case 10:
            final = UInt64.random(in: final...head, using: &chance)
            try take(.finalised(through: final))
        case 11:
            if let payload = anyPayload() { try take(.evicted(payload.hash)) }
        case 12:
            // Signed for or not: the lane has to tell.
            let nonce = UInt64.random(in: 0...lane.next, using: &chance)
            reserved.removeAll { $0 == nonce }
            try take(.release(nonce: nonce))
        default:
            if draw(4) == 0 { try take(.restarted) }
            try take(.adopt(count: UInt64(line.count)))
            #expect(try NonceLane(canonicalBytes: lane.canonicalBytes) == lane)
        }
        #expect(lane.slots.count <= NonceLane.mostOpen)
    }

    /// Everything is shown, gaps are filled: nothing may stay open.
    mutating func comeToRest() throws {
        for nonce in reserved { try take(.release(nonce: nonce)) }
        reserved = []
        for _ in 0..<8 {
            head += 1
            try showCounter(at: head)
            try take(.adopt(count: UInt64(line.count)))
            for case .fill in lane.obligations(at: .start) { try take(.reserve) }
            for nonce in reserved { try sign(nonce) }
            while let payload = recorded[UInt64(line.count)]?.last {
                line.append((head, payload.hash))
            }
            for nonce in line.indices { try show(UInt64(nonce)) }
            try showCounter(at: head)
            final = head
            try take(.finalised(through: final))
        }
        #expect(lane.obligations(at: .start).isEmpty)
        #expect(recorded.keys.allSatisfy { ended.contains($0) })
        #expect(lane.slots.allSatisfy { $0.payloads.isEmpty })
    }

    private func anyPayload() -> SignedPayload? {
        lane.slots.compactMap(\.payloads.last).first
    }

    private mutating func sign(_ nonce: UInt64) throws {
        try take(.signed(desk.payload(nonce, content: UInt8(1 + draw(200)))))
    }

    private mutating func replace() throws {
        let open = lane.slots.filter { !$0.payloads.isEmpty }
        guard let slot = open.randomElement(using: &chance) else { return }
        let newest = try #require(slot.payloads.last)
        let price = UInt64(exactly: newest.fee.cap.value) ?? 0
        let content = newest.envelope.transaction.call.data.first ?? 0
        // Honest, or of other content, or for less: the lane has to tell.
        switch draw(4) {
        case 0: try take(.signed(desk.cancel(slot.nonce, price: price + 10)))
        case 1: try take(.signed(desk.payload(slot.nonce, .bump, content: 255, price: price + 10)))
        case 2:
            try take(.signed(desk.payload(slot.nonce, .bump, content: content, price: price - 1)))
        default:
            try take(.signed(desk.payload(slot.nonce, .bump, content: content, price: price + 10)))
        }
    }

    private mutating func mine() {
        head += 1
        guard draw(4) > 0 else { return }
        let nonce = UInt64(line.count)
        if draw(12) == 0 {
            names += 1
            line.append((head, desk.foreign("\(names)", block: head).hash))
        } else if let payload = recorded[nonce]?.randomElement(using: &chance) {
            line.append((head, payload.hash))
        }
    }

    private mutating func show(_ nonce: UInt64) throws {
        let (block, hash) = line[Int(nonce)]
        try take(.found(nonce: nonce, Inclusion(hash: hash, block: block, succeeded: true)))
    }

    private mutating func showCounter(at block: UInt64) throws {
        let count = line.count { $0.block <= block }
        try take(.counter(count: UInt64(count), block: block))
    }

    private mutating func take(_ event: LaneEvent) throws {
        #expect(try LaneEvent(canonicalBytes: event.canonicalBytes) == event)
        var unbroadcast: [TransactionHash] = []
        for effect in lane.take(event) {
            switch effect {
            case .reserved(let nonce):
                #expect(recorded[nonce] == nil, "nonce \(nonce) was signed for")
                #expect(!reserved.contains(nonce), "nonce \(nonce) is held by another")
                reserved.append(nonce)
            case .record(let payload):
                record(payload)
                unbroadcast.append(payload.hash)
            case .broadcast(_, let hash): #expect(unbroadcast.contains(hash))
            case .lost(let nonce):
                reserved.removeAll { $0 == nonce }
                guard let payloads = recorded[nonce] else { continue }
                let place = try #require(line.dropFirst(Int(nonce)).first)
                #expect(place.block <= final && !payloads.map(\.hash).contains(place.hash))
                #expect(ended.insert(nonce).inserted)
            case .settled(let nonce, let inclusion, _):
                let place = try #require(line.dropFirst(Int(nonce)).first)
                #expect(place.block <= final && place.hash == inclusion.hash)
                #expect(recorded[nonce]?.contains { $0.hash == inclusion.hash } == true)
                #expect(ended.insert(nonce).inserted, "nonce \(nonce) settled twice")
            case .halted(let fault): Issue.record("an honest world halted the lane: \(fault)")
            case .refused, .mined, .returned, .lookUp, .warn, .stopped: continue
            }
        }
    }

    private mutating func record(_ payload: SignedPayload) {
        let before = recorded[payload.nonce, default: []]
        reserved.removeAll { $0 == payload.nonce }
        let call = payload.envelope.transaction.call
        switch payload.purpose {
        case .original: #expect(before.isEmpty, "nonce \(payload.nonce) signed twice")
        case .bump: #expect(before.last?.envelope.transaction.call.data == call.data)
        case .cancel:
            #expect(!before.isEmpty)
            #expect(call.data.isEmpty && call.to == desk.key.account)
        }
        recorded[payload.nonce] = before + [payload]
    }
}

@Suite struct NonceLaneModelTests {
    @Test(arguments: 0..<UInt64(32))
    func `whatever happens in whatever order, a nonce is signed for once, and all comes to rest`(
        seed: UInt64
    ) throws {
        var world = try LaneWorld(seed: seed)
        for _ in 0..<1_000 { try world.step() }
        try world.comeToRest()
    }
}
