import Configuration
import TestSupport
import Testing

/// Whatever happens to a file, there is an answer, and it says where.
@Suite struct DamageTests {
    private func expectAnswer(_ bytes: [UInt8], _ what: String) {
        let review = Strategy.review(bytes)
        #expect((review.strategy == nil) == !review.errors.isEmpty, "\(what)")
        // YAML ends lines in more ways than one; each has one of these bytes in it.
        let lines = bytes.count { [0x0A, 0x0D, 0x85, 0xA8, 0xA9].contains($0) } + 2
        for problem in review.problems {
            let place = problem.location
            let isInside =
                (1...lines).contains(place.line) && (1...bytes.count + 2).contains(place.column)
            #expect(isInside, "\(what): \(problem.text(in: "file"))")
            #expect(!problem.message.isEmpty)
        }
        #expect(review.problems.count <= FileLimits.mostProblems + 1)
    }

    /// A file of a whole fleet takes longer each time.
    private func rounds(_ count: Int, _ bytes: [UInt8]) -> Int {
        bytes.count > 20_000 ? count / 4 : count
    }

    @Test(arguments: Shipped.whole + Shipped.withBlanks)
    func `a truncated strategy is answered`(name: String) throws {
        let bytes = try Shipped.bytes(name)
        var chance = Chance(seed: 1)
        for _ in 0..<rounds(60, bytes) {
            let count = Int.random(in: 0..<bytes.count, using: &chance)
            expectAnswer(Array(bytes.prefix(count)), "\(name) cut at \(count)")
        }
    }

    @Test(arguments: Shipped.whole + Shipped.withBlanks)
    func `a strategy with flipped bytes is answered`(name: String) throws {
        let bytes = try Shipped.bytes(name)
        var chance = Chance(seed: 2)
        for round in 0..<rounds(120, bytes) {
            var spoilt = bytes
            for _ in 0...round % 4 {
                let place = Int.random(in: 0..<bytes.count, using: &chance)
                spoilt[place] ^= UInt8.random(in: 1...255, using: &chance)
            }
            expectAnswer(spoilt, "\(name), round \(round)")
        }
    }

    @Test func `a strategy with words in the wrong places is answered`() {
        let words = Sample.text.split(separator: " ", omittingEmptySubsequences: false)
        var chance = Chance(seed: 3)
        for round in 0..<400 {
            var spoilt = words
            let (left, right) = (
                Int.random(in: 0..<words.count, using: &chance),
                Int.random(in: 0..<words.count, using: &chance)
            )
            spoilt.swapAt(left, right)
            expectAnswer(Array(spoilt.joined(separator: " ").utf8), "round \(round)")
        }
    }

    @Test func `bytes of any kind are answered`() {
        var chance = Chance(seed: 4)
        let marks = Array("{}[]:,-?&*!|>'\"%@`#~ \n\tax0".utf8)
        for round in 0..<2_000 {
            let count = Int.random(in: 0..<80, using: &chance)
            let bytes = (0..<count).map { _ in
                round % 2 == 0
                    ? UInt8.random(in: 0...255, using: &chance)
                    : marks.randomElement(using: &chance) ?? 0x20
            }
            expectAnswer(bytes, "\(bytes)")
        }
    }

    @Test func `a deep, wide or long file is refused before it costs anything`() {
        let deep = String(repeating: "[", count: 100_000)
        let wide = "[" + String(repeating: "a,", count: 60_000) + "]"
        let long = String(repeating: "a: b\n", count: FileLimits.mostBytes / 5 + 1)
        for (text, words) in [(deep, "nest deeper"), (wide, "more than 50000"), (long, "1 MiB")] {
            let problems = Strategy.review(Array(text.utf8)).problems
            #expect(problems.count == 1)
            #expect(problems.first?.message.contains(words) == true)
        }
    }

    @Test func `no more than a page of mistakes is listed`() {
        let text = (0..<500).map { "key\($0): 1\n" }.joined()
        let problems = Sample.review(text).problems
        #expect(problems.count == FileLimits.mostProblems + 1)
        #expect(problems.last?.message == "304 more are not listed")
    }
}
