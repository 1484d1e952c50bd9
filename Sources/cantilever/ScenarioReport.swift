import Simulation
import Vocabulary

/// What scenarios have come to, for people and for programs. No wall time is in it.
struct ScenarioReport {
    let played: [SimulateScenarios.Played]

    var text: String {
        var lines: [String] = []
        for one in played {
            lines.append((one.verdict.isKept ? "  ok    " : "  FAIL  ") + one.path)
            lines.append("        " + one.scenario.title)
            // Of one file everything is told, of many what went otherwise.
            for finding in one.verdict.findings where played.count == 1 || !finding.isKept {
                lines.append(Self.row(finding))
            }
        }
        let good = played.count { $0.verdict.isKept }
        let expected = played.reduce(0) { $0 + $1.verdict.findings.count }
        lines.append(
            "\(good) of \(played.count) scenarios went as expected, \(expected) expectations"
        )
        return lines.joined(separator: "\n") + "\n"
    }

    private static func row(_ finding: Finding) -> String {
        let mark = finding.isKept ? "kept" : "BROKEN"
        let line = finding.expectation.line
        let place = line > 0 ? "line \(line)" : "always"
        return "          \(mark), \(place): \(finding.expectation.claim): \(finding.found)"
    }

    var canonicalJSON: String {
        var writer = CanonicalWriter(.json)
        writer.record { writer in
            writer.field("scenarios", played.map(ScenarioRow.init))
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// One scenario in a report for programs, which write it and never read it back.
private struct ScenarioRow: Canonical {
    let played: SimulateScenarios.Played

    init(_ played: SimulateScenarios.Played) {
        self.played = played
    }

    func write(to writer: inout CanonicalWriter) {
        writer.record { writer in
            writer.field("file", played.path)
            writer.field("title", played.scenario.title)
            writer.field("kept", played.verdict.isKept)
            writer.field("findings", played.verdict.findings.map(FindingRow.init))
        }
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        throw CanonicalError(.unknownChoice(0), at: reader.offset)
    }
}

private struct FindingRow: Canonical {
    let finding: Finding

    init(_ finding: Finding) {
        self.finding = finding
    }

    func write(to writer: inout CanonicalWriter) {
        writer.record { writer in
            writer.field("line", UInt64(finding.expectation.line))
            writer.field("expected", finding.expectation.claim.description)
            writer.field("found", finding.found)
            writer.field("kept", finding.isKept)
        }
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        throw CanonicalError(.unknownChoice(0), at: reader.offset)
    }
}
