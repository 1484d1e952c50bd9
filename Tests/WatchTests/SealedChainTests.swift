@testable import Ethereum
import Hashing
import Numerics
import Routes
import Testing
import Vocabulary
import Watch

/// Chains whose validators seal every block: an endpoint can lag and can't invent.
@Suite struct SealedChainTests {
    private let genesis = BlockHash(Keccak256.hash("genesis"))
    private let now = Instant(milliseconds: 1_000_000)
    private let soon = Interval(milliseconds: 40)

    private func key(_ number: UInt8) throws -> SecretKey {
        let memory = try LockedMemory(count: 32)
        memory[31] = number
        return try SecretKey(memory)
    }

    /// Sealed by these keys; `gasUsed` tells two blocks of one height apart.
    private func header(
        _ number: UInt64,
        on parent: BlockHash,
        by keys: [UInt8],
        gasUsed: UInt64 = 0
    ) throws -> BlockHeader {
        func extra(_ seals: [RLPItem]) -> [UInt8] {
            RLPItem.list([
                .bytes([UInt8](repeating: 0, count: 32)), .list([]), .list([]), .bytes([]),
                .list(seals),
            ]).encoded
        }
        var header = BlockHeader(
            parentHash: parent,
            ommersHash: Keccak256.hash([0xC0]),
            coinbase: .zero,
            stateRoot: Keccak256.hash("state"),
            transactionsRoot: Keccak256.hash("transactions"),
            receiptsRoot: Keccak256.hash("receipts"),
            logsBloom: [UInt8](repeating: 0, count: 256),
            difficulty: 1,
            number: number,
            gasLimit: 1,
            gasUsed: gasUsed,
            timestamp: number * 2,
            extraData: extra([]),
            mixHash: SealedHeader.mixHash,
            nonce: 0,
            fork: .beforeLondon
        )
        let digest = header.hash(extraData: extra([]))
        let seals = try keys.map { number -> RLPItem in
            let seal = try key(number).sign(digest)
            return .bytes(
                seal.r.bigEndianBytes + seal.s.bigEndianBytes + [seal.parity ? 1 : 0]
            )
        }
        header.extraData = extra(seals)
        return header
    }

    private func block(_ header: BlockHeader) throws -> Block {
        Block(
            number: header.number,
            hash: try SealedHeader(header, rules: .qbft).hash,
            parent: header.parentHash,
            time: Instant(milliseconds: header.timestamp * 1_000)
        )
    }

    private func watch() throws -> ChainWatch {
        let validators = try (1...4 as ClosedRange<UInt8>).map { number in
            let digest = Keccak256.hash("any")
            return try #require(try key(number).sign(digest).signer(of: digest))
        }
        let chain = Chain(
            id: try #require(ChainID(138)),
            name: "Chain 138",
            blockInterval: Interval(milliseconds: 2_000),
            finality: .sealed(.qbft, validators: validators),
            nativePrice: .fixed(nil)
        )
        var watch = ChainWatch(chain, endpoints: 1)
        _ = watch.identify(0, chainID: 138, genesis: genesis)
        return watch
    }

    @Test func `a block sealed by a quorum is final at once`() throws {
        var watch = try watch()
        let header = try header(5, on: genesis, by: [1, 2, 3])
        let block = try block(header)
        let outcome = watch.take(block, proof: header, from: 0, after: soon, now: now)
        #expect(outcome == .head(block, rewindTo: nil))
        #expect(watch.finality.judge(5, in: watch.headers).isFinal)
        #expect(watch.headers.final == 5)
    }

    @Test func `too few seals, a stranger's, or none are a lie, and the endpoint is left alone`()
        throws
    {
        for keys in [[1, 2], [1, 2, 9], []] as [[UInt8]] {
            var watch = try watch()
            let header = try header(5, on: genesis, by: keys)
            let block = try block(header)
            let outcome = watch.take(block, proof: header, from: 0, after: soon, now: now)
            #expect(outcome == .behind(endpoint: 0))
            #expect(watch.headers.head == nil)
            #expect(watch.scores[0].lies == 1)
        }
    }

    @Test func `a proof of another block proves nothing`() throws {
        var watch = try watch()
        let header = try header(5, on: genesis, by: [1, 2, 3])
        let other = try self.header(5, on: genesis, by: [1, 2, 3], gasUsed: 1)
        let block = try block(other)
        let outcome = watch.take(block, proof: header, from: 0, after: soon, now: now)
        #expect(outcome == .behind(endpoint: 0))
        #expect(watch.take(block, from: 0, after: soon, now: now) == .behind(endpoint: 0))
    }

    @Test func `two different sealed blocks at one height stop everything`() throws {
        var watch = try watch()
        let one = try header(5, on: genesis, by: [1, 2, 3])
        let other = try header(5, on: genesis, by: [2, 3, 4], gasUsed: 1)
        _ = watch.take(try block(one), proof: one, from: 0, after: soon, now: now)
        let outcome = watch.take(try block(other), proof: other, from: 0, after: soon, now: now)
        #expect(outcome == .halted(.sealedTwice(5)))
        #expect(!watch.isTrusted)
    }

    @Test func `the highest proofs are kept, whatever the order they come in`() throws {
        var watch = try watch()
        let head = try header(200, on: genesis, by: [1, 2, 3])
        var finality = watch.finality
        _ = try finality.prove(head)
        for number in (100..<170 as Range<UInt64>).reversed() {
            _ = try finality.prove(try header(number, on: genesis, by: [1, 2, 3]))
        }
        let block = try block(head)
        _ = watch.take(block, proof: head, from: 0, after: soon, now: now)
        #expect(finality.newestFinal(in: watch.headers) == 200)
        #expect(throws: ChainFault.sealedTwice(200)) {
            try finality.prove(try header(200, on: genesis, by: [1, 2, 3], gasUsed: 1))
        }
    }

    @Test func `the newest final block is the highest, not the last to arrive`() throws {
        let watch = try watch()
        var finality = watch.finality
        var chain = HeaderChain()
        var parent = genesis
        var headers: [BlockHeader] = []
        for number in 5...7 as ClosedRange<UInt64> {
            let header = try header(number, on: parent, by: [1, 2, 3])
            let block = try block(header)
            _ = chain.take(block)
            parent = block.hash
            headers.append(header)
        }
        for header in headers.reversed() { _ = try finality.prove(header) }
        #expect(finality.newestFinal(in: chain) == 7)
    }

    @Test func `old blocks of a node that synchronises are no lies`() throws {
        var watch = try watch()
        let first = Block(number: 0, hash: genesis, parent: genesis, time: .start)
        #expect(watch.take(first, from: 0, after: soon, now: now) == .behind(endpoint: 0))
        let head = try header(50, on: genesis, by: [1, 2, 3])
        _ = watch.take(try block(head), proof: head, from: 0, after: soon, now: now)
        #expect(watch.take(first, from: 0, after: soon, now: now) == .behind(endpoint: 0))
        let old = try header(3, on: genesis, by: [7, 8, 9])
        let outcome = watch.take(try block(old), proof: old, from: 0, after: soon, now: now)
        #expect(outcome == .behind(endpoint: 0))
        #expect(watch.scores[0].lies == 0)
        #expect(watch.scores[0].lag == 47)
    }

    @Test func `a proven block that contradicts a final one stops everything`() throws {
        var watch = try watch()
        let one = try header(5, on: genesis, by: [1, 2, 3])
        _ = watch.take(try block(one), proof: one, from: 0, after: soon, now: now)
        let foreign = try header(6, on: genesis, by: [1, 2, 3])
        let outcome = watch.take(
            try block(foreign),
            proof: foreign,
            from: 0,
            after: soon,
            now: now
        )
        #expect(outcome == .halted(.finalBlockDropped(5)))
    }

    @Test func `a second sealed block is noticed after its rival's proof was forgotten`() throws {
        var watch = try watch()
        var parent = genesis
        for number in 5..<75 as Range<UInt64> {
            let header = try header(number, on: parent, by: [1, 2, 3])
            let block = try block(header)
            _ = watch.take(block, proof: header, from: 0, after: soon, now: now)
            parent = block.hash
        }
        #expect(watch.headers.head?.number == 74 && watch.fault == nil)
        let other = try header(5, on: genesis, by: [1, 2, 3], gasUsed: 1)
        let outcome = watch.take(try block(other), proof: other, from: 0, after: soon, now: now)
        #expect(outcome == .halted(.sealedTwice(5)))
    }

    @Test func `a proven block beyond the ring restarts the line at once`() throws {
        var watch = try watch()
        for number in [5, 400] as [UInt64] {
            let header = try header(number, on: genesis, by: [1, 2, 3])
            _ = watch.take(try block(header), proof: header, from: 0, after: soon, now: now)
        }
        #expect(watch.headers.head?.number == 400)
        #expect(watch.memory.final?.number == 400)
    }

    @Test func `the same block with other seals is the same block`() throws {
        var watch = try watch()
        let one = try header(5, on: genesis, by: [1, 2, 3])
        let other = try header(5, on: genesis, by: [2, 3, 4])
        _ = watch.take(try block(one), proof: one, from: 0, after: soon, now: now)
        let outcome = watch.take(try block(other), proof: other, from: 0, after: soon, now: now)
        #expect(outcome == .nothing)
        #expect(watch.isTrusted)
    }
}
