import Foundation
import Simulation
import Testing

/// What has happened to others, played on our own worlds.
struct MuseumTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "museum")

    static let names: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".scenario") }.sorted()

    private static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    @Test(arguments: names)
    func `what has happened to others goes well with us`(name: String) throws {
        let scenario = try Scenario(text: Self.text(name))
        let verdict = try #require(ScenarioRun.verdict(of: scenario))
        for finding in verdict.findings {
            #expect(
                finding.isKept,
                "\(name):\(finding.expectation.line): \(finding.expectation.claim): \(finding.found)"
            )
        }
    }

    @Test(arguments: names)
    func `a scenario has a title and expects more than every run does`(name: String) throws {
        let scenario = try Scenario(text: Self.text(name))
        #expect(!scenario.title.isEmpty)
        #expect(scenario.expectations.count >= 2)
    }

    @Test func `the museum's page names every scenario, and no other`() throws {
        let page = try Self.text("README.md")
        let named = Set(page.matches(of: /`([a-z0-9-]+\.scenario)`/).map { String($0.1) })
        #expect(named == Set(Self.names))
        #expect(Self.names.count >= 40)
    }
}
