import Alerts
import Bot
import Foundation
import Testing

/// Whoever is woken at night finds what to do.
@Suite struct RunbookTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test func `each alert has its place in the runbook, and no place is left over`() throws {
        let text = try String(
            contentsOf: Self.root.appending(path: "docs/runbook.md"),
            encoding: .utf8
        )
        let headings = text.split(separator: "\n").filter { $0.hasPrefix("## ") }.map {
            String($0.dropFirst(3))
        }
        #expect(headings == AlertKind.allCases.map(\.rawValue))
        // Each says what it means and what to do.
        for part in text.components(separatedBy: "\n## ").dropFirst() {
            #expect(part.count > 120, "\(part)")
            #expect(part.contains("\n1. "), "\(part)")
        }
        for kind in AlertKind.allCases {
            #expect(kind.runbook == "docs/runbook.md#\(kind.rawValue)")
            #expect(!kind.advice.isEmpty)
        }
    }

    @Test func `no alert that the bot can give is without a kind`() throws {
        let folder = Self.root.appending(path: "Sources/Bot")
        var keys: [String] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            for match in text.matches(of: #/\balert\(\s*\.\w+,\s*"([^"]*)"/#) {
                keys.append(String(match.1))
            }
        }
        #expect(keys.count > 20)
        for key in keys {
            let kind = AlertKey(Alert(.warning, key, ""))?.kind
            #expect(kind != .other, "\(key)")
        }
    }
}
