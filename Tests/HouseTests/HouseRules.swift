/// The rules of the house, as functions of a file's text: so that each can be shown to find a breach.
enum HouseRules {
    /// Which floor a module stands on. A module may import only from below its own.
    static let floors: [(floor: Int, modules: [String])] = [
        (
            0,
            [
                "CBareCurl", "CCrypto", "CCurl", "CGMP", "CKernel", "CMallocCount", "CSQLite",
                "CSecp256k1", "CYAML",
            ]
        ),
        (1, ["Hashing", "Numerics"]),
        (2, ["Vocabulary"]),
        (3, ["Ethereum", "Venues", "Ledger"]),
        (4, ["Routes"]),
        (5, ["Contracts", "Watch", "Parity", "Risk"]),
        (6, ["Execution"]),
        (7, ["Bot"]),
        (8, ["Journal", "Accounts", "Configuration", "Simulation", "Live", "Recording", "Report"]),
        (8, ["Alerts"]),
        (9, ["Dashboard", "Paper"]),
        (10, ["cantilever", "Bench"]),
    ]

    static func floor(of module: String) -> Int? {
        floors.first { $0.modules.contains(module) }?.floor
    }

    /// The modules a file imports.
    static func imports(in text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"), place <= 1 else { return nil }
            guard place == 0 || ["public", "internal", "package"].contains(words[0]) else {
                return nil
            }
            return words.dropFirst(place + 1).first.map { String($0.prefix { $0 != "." }) }
        }
    }

    /// Imports that go sideways or up.
    static func climbing(in text: String, of module: String) -> [String] {
        guard let own = floor(of: module) else { return ["\(module) stands on no floor"] }
        return imports(in: text).filter { (floor(of: $0) ?? -1) >= own }
    }

    /// Words the pure core must not contain: time, chance, floating point, traps.
    static let bannedInTheCore = [
        "import Foundation", "import Glibc", "import Dispatch", "Double", "Float", "Date(",
        ".random(", ".shuffled(", ".randomElement(", "ContinuousClock", "SuspendingClock",
        "SystemRandomNumberGenerator", "fatalError(", "try!", "as!", "unowned(unsafe)",
    ]

    static func banned(in text: String) -> [String] {
        let code = text.split(separator: "\n").filter {
            !$0.drop { $0 == " " }.hasPrefix("//")
        }
        return bannedInTheCore.filter { word in
            code.contains { line in
                line.ranges(of: word).contains { range in
                    // `BinaryFloatingPoint` is a protocol the standard library asks for, no number.
                    let before =
                        range.lowerBound == line.startIndex
                        ? " " : line[line.index(before: range.lowerBound)]
                    return !(before.isLetter && word.first?.isLetter == true)
                        && !line[range.upperBound...].hasPrefix("ingPoint")
                }
            }
        }
    }

    static let longestFile = 400

    static func isTooLong(_ text: String) -> Bool {
        text.split(separator: "\n", omittingEmptySubsequences: false).count > longestFile
    }

    static func leftForLater(in text: String) -> Bool {
        ["TO" + "DO", "FIX" + "ME", "XX" + "X"].contains { text.contains($0) }
    }

    /// The rows of a table that begin with a name in backquotes, and the files its third column names.
    static func plantedBugs(in text: String) -> [(name: String, files: [String])] {
        text.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|").map { quoted($0) }
            guard cells.count == 5, let name = cells[0].first else { return nil }
            return (name, cells[2])
        }
    }

    private static func quoted(_ text: Substring) -> [String] {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        return parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) }
    }

    /// The rows of a table that begin with a number, and the tests their last column names in backquotes.
    static func namedTests(in text: String) -> [(number: Int, tests: [String])] {
        text.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|").map { $0.trimming { $0 == " " } }
            guard let first = cells.first, let number = Int(first), let last = cells.last else {
                return nil
            }
            return (number, quoted(last[...]))
        }
    }
}

extension Substring {
    fileprivate func trimming(_ isLoose: (Character) -> Bool) -> Substring {
        var rest = drop(while: isLoose)
        while let last = rest.last, isLoose(last) { rest.removeLast() }
        return rest
    }
}
