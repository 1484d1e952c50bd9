import Configuration
import Foundation
import Routes
import Testing
import Vocabulary

/// The strategies that come with the product.
enum Shipped {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "strategies")

    static let whole = [
        "demo-one-way", "demo-parity", "demo-profit", "fleet-25", "two-chains",
    ]
    static let withBlanks = ["138-alltra", "xau-stabiliser-138"]

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name + ".yaml")))
    }

    static func text(_ name: String) throws -> String {
        String(decoding: try bytes(name), as: UTF8.self)
    }
}

@Suite struct ShippedTests {
    @Test func `every strategy in the folder is tested`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Shipped.folder.path)
        let expected = (Shipped.whole + Shipped.withBlanks).map { $0 + ".yaml" }
        #expect(names.sorted() == expected.sorted())
    }

    @Test(arguments: Shipped.whole)
    func `a shipped strategy passes`(name: String) throws {
        let review = Strategy.review(try Shipped.bytes(name))
        let texts = review.problems.filter { $0.severity != .note }.map { $0.text(in: name) }
        #expect(texts == [])
        #expect(review.strategy != nil)
    }

    @Test(arguments: Shipped.withBlanks)
    func `a strategy for real chains fails on its blanks and on nothing else`(
        name: String
    ) throws {
        let review = Strategy.review(try Shipped.bytes(name))
        #expect(review.strategy == nil)
        let others = review.errors.filter { !$0.isBlank }.map { $0.text(in: name) }
        #expect(others == [])
        let lines = try Shipped.text(name).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        let count = lines.indices.reduce(0) { $0 + blanks(in: lines, at: $1) }
        #expect(review.errors.count == count)
        #expect(count > 10)
    }

    /// How many keys of a line have nothing behind them, neither there nor below.
    private func blanks(in lines: [Substring], at index: Int) -> Int {
        let line = lines[index]
        guard !line.drop(while: { $0 == " " }).hasPrefix("#") else { return 0 }
        let inside = line.ranges(of: ": ,").count
        guard line.hasSuffix(":") else { return inside }
        let next = lines[(index + 1)...].first { line in
            !line.isEmpty && !line.drop(while: { $0 == " " }).hasPrefix("#")
        }
        let isSection = (next?.prefix { $0 == " " }.count ?? 0) > line.prefix { $0 == " " }.count
        return isSection ? inside : inside + 1
    }
}
