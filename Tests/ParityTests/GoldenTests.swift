import Foundation
import Numerics
import Parity
import Routes
import Testing
import Vocabulary

/// What an operator reads, word for word. A change here is a change of the product.
@Suite struct GoldenTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Golden")

    private func expect(_ name: String, _ fixture: Fixture) throws {
        let file = Self.folder.appending(path: name + ".txt")
        let text = try fixture.assess().explanation + "\n"
        if ProcessInfo.processInfo.environment["CANTILEVER_WRITE_GOLDEN"] != nil {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(text == (try String(contentsOf: file, encoding: .utf8)), "\(name)")
    }

    @Test func `a trade`() throws {
        try expect("trade", Fixture())
    }

    @Test func `in parity`() throws {
        var fixture = Fixture()
        fixture.second.pushed = 1_000
        try expect("in-parity", fixture)
    }

    @Test func `a hold`() throws {
        var fixture = Fixture()
        fixture.first.age = 12_000
        fixture.reserve = 200_000
        try expect("hold", fixture)
    }

    @Test func `out of parity and unaffordable`() throws {
        var fixture = Fixture()
        fixture.fee = BasisPoints(millionths: 20_000_000)
        fixture.first.inventory = .known(100_000_000_000)
        fixture.second.inventory = .known(100_000_000_000)
        try expect("unaffordable", fixture)
    }

    @Test func `parity within a subsidy`() throws {
        var fixture = Fixture()
        fixture.parameters.mission = .parity(Mission.Subsidy())
        fixture.first.inventory = .known(100_000_000_000)
        fixture.second.inventory = .known(400_000_000_000)
        fixture.fee = BasisPoints(millionths: 10_000_000)
        fixture.standing.subsidyToday = Worth(995)
        fixture.first.gasPrice = .known(Wei(1_000_000))
        try expect("parity", fixture)
    }
}
