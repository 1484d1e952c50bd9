import Bot
import Journal
import Vocabulary

extension Replay {
    /// For people.
    var text: String {
        var lines = [
            "\(path): \(entries) entries, whole",
            "verdicts made again  \(verdicts): \(equal) equal, "
                + "\(verdicts - equal) differing",
            "plans                \(plans): "
                + "\(plans - differingPlans) their verdict's, "
                + "\(differingPlans) differing",
        ]
        for recorder in programs where recorder.verdicts > 0 {
            let name = recorder.program.map { "\($0.build), rules \($0.rules)" } ?? "nobody named"
            let others = recorder.program?.rules == Rules.version ? "" : Self.others
            lines.append(
                "recorded by          \(name): \(recorder.verdicts)\(others)"
            )
        }
        for entry in unreadable {
            let rules = entry.rules.map { "of rules \($0)" } ?? "of rules nobody names"
            lines.append("entry \(entry.index) can't be read: a \(entry.kind) \(rules)")
        }
        for difference in differences { lines += [""] + Self.story(difference) }
        let hidden = differingCount - UInt64(differences.count)
        if hidden > 0 { lines += ["", "and \(hidden) more that differ"] }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let others = " (this program has rules \(Rules.version))"

    private var differingPlans: UInt64 { differingCount - (verdicts - equal) }

    private static func story(_ difference: ReplayDifference) -> [String] {
        let rules =
            difference.isFault
            ? ""
            : difference.rules.map { ", recorded by rules \($0)" } ?? ", recorded by unnamed rules"
        return [
            "entry \(difference.index), \(ExplainText.time(difference.at)): \(difference.what)\(rules)"
        ]
            + difference.values.flatMap { value in
                [
                    "  \(value.place.isEmpty ? "all of it" : value.place)",
                    "    recorded   \(value.recorded)", "    made again \(value.again)",
                ]
            }
    }

    /// One object for programs.
    var json: String {
        var writer = CanonicalWriter(.json)
        writer.record { writer in
            writer.field("journal", path)
            writer.field("rules", Rules.version)
            writer.field("entries", entries)
            writer.field("verdicts", verdicts)
            writer.field("equal", equal)
            writer.field("differing", verdicts - equal)
            writer.field("plans", plans)
            writer.field("plansDiffering", differingPlans)
            writer.field("faults", faults)
            writer.field("recordedBy", programs.map(RecorderRow.init))
            writer.field("unreadable", unreadable.map(\.index))
            writer.field("differences", differences.map(DifferenceRow.init))
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// Written for programs and never read back.
private struct RecorderRow: Canonical {
    let recorder: Replay.Recorder

    init(_ recorder: Replay.Recorder) { self.recorder = recorder }

    func write(to writer: inout CanonicalWriter) {
        writer.record { writer in
            writer.field("build", recorder.program?.build)
            writer.field("rules", recorder.program?.rules)
            writer.field("verdicts", recorder.verdicts)
        }
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        throw CanonicalError(.unknownChoice(0), at: reader.offset)
    }
}

private struct DifferenceRow: Canonical {
    let difference: ReplayDifference

    init(_ difference: ReplayDifference) { self.difference = difference }

    func write(to writer: inout CanonicalWriter) {
        writer.record { writer in
            writer.field("entry", difference.index)
            writer.field("at", difference.at)
            writer.field("what", difference.what)
            writer.field("rules", difference.rules)
            writer.field("values", difference.values.map(ValueRow.init))
        }
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        throw CanonicalError(.unknownChoice(0), at: reader.offset)
    }
}

private struct ValueRow: Canonical {
    let value: ReplayDifference.Value

    init(_ value: ReplayDifference.Value) { self.value = value }

    func write(to writer: inout CanonicalWriter) {
        writer.record { writer in
            writer.field("place", value.place)
            writer.field("recorded", value.recorded)
            writer.field("again", value.again)
        }
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        throw CanonicalError(.unknownChoice(0), at: reader.offset)
    }
}
