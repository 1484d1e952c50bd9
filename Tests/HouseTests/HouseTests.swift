import Foundation
import TestSupport
import Testing

/// The house keeps its own rules: read from the sources, with a planted breach for every rule.
@Suite struct HouseTests {
    private struct Source {
        let module: String
        let path: String
        let text: String
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private func sources(in folder: String) throws -> [Source] {
        let top = Self.root.appending(path: folder)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: top.path)
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            Source(
                module: String(path.prefix { $0 != "/" }),
                path: path,
                text: try String(contentsOf: top.appending(path: path), encoding: .utf8)
            )
        }
    }

    /// Files of the core that wrap C or keep secrets, and what they may therefore use.
    private let exceptions: [String: [String]] = [
        "Ethereum/Signing/LockedMemory.swift": ["import Glibc"],
        "Ethereum/Signing/CoreDumps.swift": ["import Glibc"],
        "Ethereum/Signing/OperatingSystemChance.swift": ["import Glibc"],
    ]

    @Test func `no module imports sideways or up`() throws {
        let sources = try sources(in: "Sources")
        #expect(sources.count > 50)
        for source in sources {
            let climbing = HouseRules.climbing(in: source.text, of: source.module)
            #expect(climbing.isEmpty, "\(source.path) imports \(climbing)")
        }
    }

    @Test func `an import that climbs is found`() {
        let text = "public import Vocabulary\nimport Bot\nimport struct Glibc.stat\n"
        #expect(HouseRules.imports(in: text) == ["Vocabulary", "Bot", "struct"])
        #expect(HouseRules.climbing(in: text, of: "Ethereum") == ["Bot"])
        #expect(HouseRules.climbing(in: "import Venues", of: "Ethereum") == ["Venues"])
        #expect(HouseRules.climbing(in: "import Venues", of: "Bot").isEmpty)
        #expect(!HouseRules.climbing(in: "", of: "Cellar").isEmpty)
    }

    @Test func `a module's files import only what its target declares`() throws {
        let manifest = try String(
            contentsOf: Self.root.appending(path: "Package.swift"),
            encoding: .utf8
        )
        let modules = Set(HouseRules.floors.flatMap(\.modules))
        for source in try sources(in: "Sources") {
            let declared = try declaration(of: source.module, in: manifest)
            for imported in HouseRules.imports(in: source.text) where modules.contains(imported) {
                #expect(declared.contains("\"\(imported)\""), "\(source.path) imports \(imported)")
            }
        }
    }

    /// The manifest's text from a target's name to the next target.
    private func declaration(of module: String, in manifest: String) throws -> Substring {
        let marks = [
            ".floor(\"\(module)\"", ".floor(\n        \"\(module)\"", "name: \"\(module)\",",
        ]
        let start = try #require(marks.compactMap { manifest.range(of: $0) }.first)
        let rest = manifest[start.upperBound...]
        let ends = [".floor(", ".executableTarget(", ".systemLibrary(", "\n]"]
        let end = ends.compactMap { rest.range(of: $0)?.lowerBound }.min() ?? rest.endIndex
        return rest[..<end]
    }

    @Test func `the core has no clock, no chance, no floating point and no traps`() throws {
        for source in try sources(in: "Sources") {
            guard let floor = HouseRules.floor(of: source.module), (1...7).contains(floor) else {
                continue
            }
            let allowed = exceptions[source.path] ?? []
            let banned = HouseRules.banned(in: source.text).filter { !allowed.contains($0) }
            #expect(banned.isEmpty, "\(source.path) has \(banned)")
        }
    }

    @Test(arguments: HouseRules.bannedInTheCore)
    func `a banned word is found, and not in a comment`(word: String) {
        #expect(HouseRules.banned(in: "    let x = 1; \(word)").contains(word))
        #expect(HouseRules.banned(in: "    // \(word)").isEmpty)
        #expect(HouseRules.banned(in: "    BinaryFloatingPoint").isEmpty)
    }

    @Test func `every exception is still needed`() throws {
        let sources = try sources(in: "Sources")
        for (path, words) in exceptions {
            let source = try #require(sources.first { $0.path == path }, "\(path) is gone")
            #expect(HouseRules.banned(in: source.text).sorted() == words.sorted())
        }
    }

    @Test func `no file is too long and nothing is left for later`() throws {
        for folder in ["Sources", "Tests"] {
            for source in try sources(in: folder) {
                #expect(!HouseRules.isTooLong(source.text), "\(folder)/\(source.path)")
                #expect(!HouseRules.leftForLater(in: source.text), "\(folder)/\(source.path)")
            }
        }
        #expect(HouseRules.isTooLong(String(repeating: "\n", count: 400)))
        #expect(HouseRules.leftForLater(in: "// FIX" + "ME"))
    }

    @Test func `every vector file is read by a test`() throws {
        let tests = try sources(in: "Tests").filter { $0.module != "HouseTests" }.map(\.text)
        let folder = Self.root.appending(path: "Tests/Vectors").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
        #expect(names.count >= 25)
        for name in names {
            let isRead = tests.contains { $0.contains("\"\(name)\"") }
            #expect(isRead, "\(name)")
        }
    }

    @Test func `every test that the pains' table names exists`() throws {
        let table = try String(
            contentsOf: Self.root.appending(path: "docs/pains.md"),
            encoding: .utf8
        )
        let pains = HouseRules.namedTests(in: table)
        #expect(pains.map(\.number) == Array(1...40))
        let tests = try sources(in: "Tests").map(\.text)
        for pain in pains {
            for name in pain.tests {
                let exists = tests.contains { $0.contains("func `\(name)`(") }
                #expect(exists, "\(pain.number): \(name)")
            }
        }
        #expect(pains.flatMap(\.tests).count > 40)
    }

    @Test func `every planted bug is in the table, and is planted where the table says`() throws {
        let table = try text("docs/planted-bugs.md")
        let lists = ["Bot/PlantedBug", "Alerts/PlantedAlertBug", "Live/PlantedDeliveryBug"]
        let names = try lists.flatMap { list in
            try text("Sources/\(list).swift").split(separator: "\n")
                .map { $0.drop { $0 == " " } }.filter { $0.hasPrefix("case ") }
                .map { String($0.dropFirst(5)) }
        }
        let rows = HouseRules.plantedBugs(in: table)
        #expect(rows.map(\.name) == names)
        #expect(names.count >= 14)
        for row in rows {
            let planting = try sources(in: "Sources").filter {
                $0.text.contains("isPlanted(.\(row.name))")
            }
            #expect(planting.map(\.path) == row.files, "\(row.name)")
        }
    }

    @Test func `only builds for tests can plant a bug`() throws {
        let lines = try text("Makefile").split(separator: "\n")
        let defining = lines.filter { $0.contains("PLANTED_BUGS") }
        #expect(defining.count == 1)
        #expect(defining.allSatisfy { $0.hasPrefix("\t@swift test ") })
        #expect(try !text("Package.swift").contains("PLANTED_BUGS"))
        let switching = try sources(in: "Sources").filter { $0.text.contains("#if PLANTED_BUGS") }
        #expect(switching.map(\.path) == ["Vocabulary/Planted.swift"])
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
    }

    @Test func `a bug's name and files are read from a table`() {
        let text =
            "| bug | what |\n| --- | --- |\n| `slip` | words | `A/B.swift`, `C.swift` | x | y |"
        let rows = HouseRules.plantedBugs(in: text)
        #expect(rows.map(\.name) == ["slip"])
        #expect(rows.flatMap(\.files) == ["A/B.swift", "C.swift"])
    }

    @Test func `a row's number and tests are read from a table`() {
        let text = "| 7 | pain | `cure` | `one promise`; `another` |\n| - | - |\nwords `no row`"
        let rows = HouseRules.namedTests(in: text)
        #expect(rows.map(\.number) == [7])
        #expect(rows.flatMap(\.tests) == ["one promise", "another"])
    }
}
