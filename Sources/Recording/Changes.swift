import Numerics
import Routes
import Vocabulary

/// Writes what changed between the entries of two sightings, in their one order.
///
/// A change is the number of unchanged entries before it, one more than that, so that a zero ends the list;
/// then a mask: one alone for "told whole", otherwise a bit behind it for each number that changed.
struct ChangeWriter {
    private var unchanged: UInt64 = 0

    mutating func entry<Value: Worded>(
        from old: Reading<Value>,
        to new: Reading<Value>,
        _ fields: inout FieldWriter
    ) {
        guard old != new else {
            unchanged += 1
            return
        }
        fields.count(unchanged + 1)
        unchanged = 0
        if case .known(let old) = old, case .known(let new) = new, new.hasShape(of: old) {
            let pairs = zip(old.words, new.words)
            var mask: UInt64 = 0
            for (index, pair) in pairs.enumerated() where pair.0 != pair.1 {
                mask |= 1 << UInt64(index + 1)
            }
            fields.count(mask)
            for (old, new) in pairs where old != new { fields.step(from: old, to: new) }
        } else {
            fields.count(1)
            fields.data(new.canonicalBytes)
        }
    }

    func end(_ fields: inout FieldWriter) { fields.count(0) }
}

/// Reads what `ChangeWriter` wrote.
struct ChangeReader {
    /// Entries until the next change; `nil` behind the last one.
    private var unchanged: UInt64?

    typealias Fault = RecordingFailure.Contradiction

    init(_ fields: inout FieldReader) throws(Fault) {
        try advance(&fields)
    }

    private mutating func advance(_ fields: inout FieldReader) throws(Fault) {
        let next = try fields.count()
        unchanged = next == 0 ? nil : next - 1
    }

    /// `nil` where the entry is as it was.
    mutating func entry<Value: Worded>(
        after old: Reading<Value>,
        _ fields: inout FieldReader
    ) throws(Fault) -> Reading<Value>? {
        guard let left = unchanged else { return nil }
        guard left == 0 else {
            unchanged = left - 1
            return nil
        }
        let new = try change(old, &fields)
        try advance(&fields)
        return new
    }

    private func change<Value: Worded>(
        _ old: Reading<Value>,
        _ fields: inout FieldReader
    ) throws(Fault) -> Reading<Value> {
        let mask = try fields.count()
        if mask == 1 {
            let bytes = try fields.data()
            guard let new = try? Reading<Value>(canonicalBytes: bytes) else {
                throw .impossible("\(Value.self)")
            }
            guard new != old else { throw .notMinimal }
            return new
        }
        guard mask & 1 == 0, mask != 0 else { throw .notMinimal }
        guard case .known(let known) = old else { throw .impossible("\(Value.self)") }
        var words = known.words
        guard mask >> 1 < 1 << UInt64(words.count) else { throw .tooLarge }
        for index in words.indices where mask >> UInt64(index + 1) & 1 == 1 {
            words[index] = try fields.step(from: words[index])
        }
        guard let new = known.rebuilt(words) else { throw .impossible("\(Value.self)") }
        return .known(new)
    }

    /// Behind the last entry there is no change.
    func end() throws(Fault) {
        if let unchanged { throw .unknownEntry(unchanged) }
    }
}
