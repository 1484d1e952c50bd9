import Ethereum
import Hashing
import Numerics
import Routes
import Testing
import Venues
import Vocabulary

@testable import Live
@testable import Paper
@testable import cantilever

/// Whose word counts when a fill is held against the chain.
@Suite struct FillQuestionTests {
    private static func block(_ number: UInt64) -> Block {
        Block(
            number: number,
            hash: BlockHash(Digest(words: 0, 0, 1, number)),
            parent: BlockHash(Digest(words: 0, 0, 1, number - 1)),
            time: Instant(milliseconds: number * 2_000)
        )
    }

    private func fill(received: UInt256 = 99, alone: UInt256? = 100) throws -> PaperFill {
        PaperFill(
            pool: ContractKey(chain: try #require(ChainID(138)), address: .zero),
            plan: Digest(words: 0, 0, 0, 1),
            transaction: TransactionHash(Digest(words: 0, 0, 0, 2)),
            side: .base,
            sold: 1_000,
            received: received,
            block: Self.block(9),
            before: 5,
            arrived: Instant(milliseconds: 13_500),
            earliest: 6,
            alone: alone
        )
    }

    private static func pays(_ amounts: UInt256...) -> [QueryOutcome] {
        amounts.map { .answered(.returned($0.bigEndianBytes)) }
    }

    private static let noState: [QueryOutcome] = [
        .refused(JSONRPCFailure(code: -32000, message: "missing trie node"))
    ]

    /// What three endpoints, or as many as are named, say one after the other; how it ends after each.
    private func ends(
        _ words: [[QueryOutcome]],
        due: UInt64 = 9,
        endpoints: Int = 3
    ) throws -> [String] {
        var question = FillQuestion(try fill(), due: Self.block(due), endpoints)
        question.asked = words.indices.map { ReadID(value: UInt64($0)) }
        return words.enumerated().map { index, word in
            question.take(
                FinishedRead(
                    id: ReadID(value: UInt64(index)),
                    endpoint: index,
                    outcome: .answers(word),
                    took: Interval(milliseconds: 1)
                )
            )
            switch question.outcome {
            case nil: return "open"
            case .compared(let distance): return FillText.compared(distance)
            case .refused(let reason): return reason.rawValue
            }
        }
    }

    @Test func `two endpoints are believed, and nobody else is waited for`() throws {
        let ends = try ends([Self.pays(100), Self.pays(100), Self.pays(7)])
        #expect(ends[0] == "open")
        #expect(
            ends[1]
                == "-100.00 bps of what the chain gives (own impact -100.00, late block 0.00)"
        )
    }

    @Test func `one that lies is outvoted, and of two that differ none is believed`() throws {
        let ends = try ends([Self.pays(7), Self.pays(100), Self.pays(100)])
        #expect(ends[0...1] == ["open", "open"])
        #expect(ends[2].hasPrefix("-100.00 bps"))
        #expect(
            try self.ends([Self.pays(7), Self.pays(100)], endpoints: 2).last
                == "endpoints disagree"
        )
    }

    @Test func `one alone is believed where it says what was agreed on, or is the only one`() throws
    {
        let silent: [QueryOutcome] = [.missing]
        #expect(
            try ends([Self.noState, Self.pays(100), silent]).last?.hasPrefix("-100.00") == true
        )
        #expect(try ends([Self.noState, Self.pays(101), silent]).last == "endpoints disagree")
        // Of another block nothing was agreed on.
        #expect(
            try ends([Self.noState, Self.pays(100, 90), silent], due: 8).last
                == "one endpoint alone has the state"
        )
        #expect(try ends([Self.pays(101)], endpoints: 1).last?.contains("our maths") == true)
    }

    @Test func `without a state of that block nothing is compared, and it says so`() throws {
        #expect(try ends([Self.noState, [.absent], Self.noState]).last == "no node has the state")
        #expect(try ends([[.missing], [.missing], Self.noState]).last == "no node has the state")
        #expect(try ends([[.missing], [.missing], [.missing]]).last == "no answer")
        let reverts: [QueryOutcome] = [
            .refused(JSONRPCFailure(code: 3, message: "execution reverted"))
        ]
        #expect(try ends([reverts, reverts]).last == "the pool refuses it")
    }

    @Test func `a later block than the one it would have been in has its own part`() throws {
        // At its own block the pool pays 100, at the one it would have been in 110.
        let ends = try ends([Self.pays(100, 110), Self.pays(100, 110)], due: 8)
        #expect(
            ends.last
                == "-1,000.00 bps of what the chain gives (own impact -90.90, late block -909.09)"
        )
    }

    @Test func `the pool is asked at the very blocks, and once where they are one`() throws {
        let (late, onTime) = (
            FillQuestion(try fill(), due: Self.block(7), 3),
            FillQuestion(try fill(), due: Self.block(9), 3)
        )
        func places(_ question: FillQuestion) -> [BlockReference] {
            (question.queries(as: .zero) ?? []).compactMap {
                if case .call(_, _, _, let reference) = $0 { reference } else { nil }
            }
        }
        #expect(places(late) == [.hash(Self.block(9).hash), .hash(Self.block(7).hash)])
        #expect(places(onTime) == [.hash(Self.block(9).hash)])
    }

    /// What one endpoint says of the blocks 6 to 8 between; where that leads.
    private func due(_ blocks: [Block], arrived: UInt64) throws -> UInt64? {
        let old = try fill()
        let fill = PaperFill(
            pool: old.pool,
            plan: old.plan,
            transaction: old.transaction,
            side: old.side,
            sold: old.sold,
            received: old.received,
            block: old.block,
            before: 5,
            arrived: Instant(milliseconds: arrived),
            earliest: 6,
            alone: old.alone
        )
        return FillQuestion(fill, unseen: 6..<9, 3).due(among: blocks, 6..<9)?.number
    }

    @Test func `a fill would have been in the first block that was not sealed when it arrived`()
        throws
    {
        let between = (6...8).map { Self.block($0) }
        #expect(try due(between, arrived: 11_000) == 6)
        #expect(try due(between, arrived: 12_001) == 7)
        #expect(try due(between, arrived: 16_000) == 8)
        #expect(try due(between, arrived: 16_001) == 9)
    }

    @Test func `only ancestors of the agreed block count`() throws {
        #expect(try due([Self.block(6), Self.block(8)], arrived: 1) == nil)
        #expect(try due([], arrived: 1) == nil)
        var foreign = (6...8).map { Self.block($0) }
        foreign[1] = Block(
            number: 7,
            hash: BlockHash(Digest(words: 9, 9, 9, 9)),
            parent: foreign[0].hash,
            time: foreign[1].time
        )
        #expect(try due(foreign, arrived: 1) == nil)
    }
}
