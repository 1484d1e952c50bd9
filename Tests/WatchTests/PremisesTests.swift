import Hashing
import Numerics
import Routes
import Testing
import Vocabulary
import Watch

struct PremisesTests {
    private let contract = Address(word: 7) ?? .zero
    private let old = Keccak256.hash("old")
    private let new = Keccak256.hash("new")

    private func sight(
        _ code: Digest?,
        _ delegation: Premise.Delegation = .none
    ) -> PremiseSight {
        PremiseSight(contract: contract, code: .known(code), delegation: delegation)
    }

    private func premises(_ delegation: Premise.Delegation) -> Premises {
        var premises = Premises()
        premises.take(Premise(contract: contract, code: old, delegation: delegation))
        return premises
    }

    @Test func `what is seen first is the reference`() {
        var premises = Premises()
        let first = Premise(contract: contract, code: old, delegation: .none)
        #expect(premises.judge(sight(old)) == .first(first))
        premises.take(first)
        #expect(premises.judge(sight(old)) == .stands)
        let second = Premise(contract: contract, code: new, delegation: .none)
        #expect(premises.judge(sight(new)) == .changed(from: first, to: second))
    }

    @Test func `another implementation is a change, and so is none`() {
        let proxy = premises(.to(Address(word: 1) ?? .zero))
        #expect(proxy.judge(sight(old, .to(Address(word: 1) ?? .zero))) == .stands)
        for other in [Premise.Delegation.none, .to(Address(word: 2) ?? .zero)] {
            guard case .changed = proxy.judge(sight(old, other)) else {
                Issue.record("\(other) is no change")
                continue
            }
        }
    }

    @Test func `what nobody has said contradicts nothing`() {
        let known = premises(.to(Address(word: 1) ?? .zero))
        let silent = PremiseSight(
            contract: contract,
            code: .unknown(.unasked),
            delegation: .to(Address(word: 2) ?? .zero)
        )
        #expect(known.judge(silent) == .unread)
        #expect(known.judge(sight(old, .unread)) == .stands)
        #expect(known.judge(sight(nil)) == .missing)
    }

    @Test func `what was not said at first is filled in later`() {
        var premises = premises(.unread)
        let whole = Premise(contract: contract, code: old, delegation: .none)
        #expect(premises.judge(sight(old)) == .first(whole))
        premises.take(whole)
        #expect(premises.entries == [whole])
    }

    @Test func `premises are read back as they were written, and never two of one contract`() throws
    {
        var premises = premises(.to(Address(word: 1) ?? .zero))
        premises.take(
            Premise(contract: Address(word: 9) ?? .zero, code: new, delegation: .unread)
        )
        #expect(try Premises(canonicalBytes: premises.canonicalBytes) == premises)
        let entry = premises.entries[0]
        var writer = CanonicalWriter(.binary)
        writer.field("entries", [entry, entry])
        #expect(throws: CanonicalError.self) {
            _ = try Premises(canonicalBytes: [CanonicalForm.version] + writer.bytes)
        }
    }

    @Test func `more contracts than fit are not remembered`() {
        var premises = Premises()
        for number in 0...UInt64(Premises.mostEntries) {
            premises.take(
                Premise(
                    contract: Address(word: UInt256(number)) ?? .zero,
                    code: old,
                    delegation: .none
                )
            )
        }
        #expect(premises.entries.count == Premises.mostEntries)
    }
}
