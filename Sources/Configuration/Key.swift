/// One key of a section: its name, how its value is written, what it is for, and where it goes.
///
/// A section is a table of these and nothing else; adding a key is adding a line. Tables of sections that the
/// file does not have are not made.
struct Key<Target> {
    let name: String
    let notation: String
    let text: String
    var isRequired = false
    /// The keys of the section it holds, for whoever asks.
    var inner: () -> [KeyText] = { [] }
    let read: (inout Target, Node?, String, inout Reader) -> Void
}

/// A key as the reference describes it.
public struct KeyText: Hashable, Sendable {
    public let path: String
    public let notation: String
    public let text: String
    public let isRequired: Bool
}

extension Key {
    /// A value that has a default: what the parameter struct says.
    static func setting<Value>(
        _ name: String,
        _ field: WritableKeyPath<Target, Value>,
        _ notation: Notation<Value>,
        _ text: String
    ) -> Key {
        Key(name: name, notation: notation.expected, text: text) { target, node, path, reader in
            if let node, let value = reader.value(node, path, notation) {
                target[keyPath: field] = value
            }
            let shown = notation.show(target[keyPath: field], reader.terms)
            reader.note(path, shown, isGiven: node != nil)
        }
    }

    /// A value that only the operator can know.
    static func required<Value>(
        _ name: String,
        _ field: WritableKeyPath<Target, Value?>,
        _ notation: Notation<Value>,
        _ text: String
    ) -> Key {
        var key = optional(name, field, notation, text)
        key.isRequired = true
        return key.refusingAbsence(notation.expected)
    }

    /// A value that may be missing.
    static func optional<Value>(
        _ name: String,
        _ field: WritableKeyPath<Target, Value?>,
        _ notation: Notation<Value>,
        _ text: String
    ) -> Key {
        Key(name: name, notation: notation.expected, text: text) { target, node, path, reader in
            guard let node, let value = reader.value(node, path, notation) else { return }
            target[keyPath: field] = value
            if let reference = value as? TextReference { reader.remember(reference, path) }
            reader.note(path, notation.show(value, reader.terms), isGiven: true)
        }
    }

    /// A list of values.
    static func values<Value>(
        _ name: String,
        _ field: WritableKeyPath<Target, [Value]>,
        _ notation: Notation<Value>,
        _ text: String
    ) -> Key {
        let expected = "a list, each \(notation.expected)"
        return Key(name: name, notation: expected, text: text) { target, node, path, reader in
            guard
                let node, let elements = reader.elements(node, path, of: notation.expected)
            else { return }
            for (index, element) in elements.enumerated() {
                let path = Reader.join(path, "\(index)")
                guard let value = reader.value(element, path, notation) else { continue }
                target[keyPath: field].append(value)
                reader.note(path, notation.show(value, reader.terms), isGiven: true)
            }
        }
    }

    /// A section whose parts have defaults of their own.
    static func section<Inner>(
        _ name: String,
        _ field: WritableKeyPath<Target, Inner>,
        _ keys: @autoclosure @escaping () -> [Key<Inner>],
        _ text: String
    ) -> Key {
        Key(name: name, notation: "a section", text: text, inner: { keys().texts(below: name) }) {
            target,
            node,
            path,
            reader in
            reader.section(node, path, into: &target[keyPath: field], keys())
        }
    }

    /// A section that is there as a whole or not at all.
    static func optionalSection<Inner>(
        _ name: String,
        _ field: WritableKeyPath<Target, Inner?>,
        _ empty: Inner,
        _ keys: @autoclosure @escaping () -> [Key<Inner>],
        _ text: String
    ) -> Key {
        Key(name: name, notation: "a section", text: text, inner: { keys().texts(below: name) }) {
            target,
            node,
            path,
            reader in
            guard let node else { return }
            var inner = empty
            reader.section(node, path, into: &inner, keys())
            target[keyPath: field] = inner
        }
    }

    /// Sections by names the operator chooses.
    static func named<Inner>(
        _ name: String,
        _ field: WritableKeyPath<Target, [Named<Inner>]>,
        _ empty: @escaping (Target) -> Inner,
        inheriting origin: String? = nil,
        _ keys: @autoclosure @escaping () -> [Key<Inner>],
        _ text: String
    ) -> Key {
        Key(
            name: name,
            notation: "sections by name",
            text: text,
            inner: { keys().texts(below: name + ".NAME") }
        ) { target, node, path, reader in
            guard let node, let entries = reader.entries(node, path) else { return }
            let keys = keys()
            for entry in entries {
                guard let path = reader.name(entry, path) else { continue }
                var inner = empty(target)
                if let origin {
                    reader.inheriting(path, from: origin) {
                        $0.section(entry.value, path, into: &inner, keys)
                    }
                } else {
                    reader.section(entry.value, path, into: &inner, keys)
                }
                target[keyPath: field].append(Named(entry.key, inner, path))
            }
        }
    }

    /// Values by names the operator chooses.
    static func namedValues<Value>(
        _ name: String,
        _ field: WritableKeyPath<Target, [Named<Value>]>,
        _ notation: Notation<Value>,
        _ text: String
    ) -> Key {
        Key(name: name, notation: "by name, \(notation.expected)", text: text) {
            target,
            node,
            path,
            reader in
            guard let node, let entries = reader.entries(node, path) else { return }
            for entry in entries {
                guard
                    let path = reader.name(entry, path),
                    let value = reader.value(entry.value, path, notation)
                else { continue }
                if let reference = value as? TextReference { reader.remember(reference, path) }
                target[keyPath: field].append(Named(entry.key, value, path))
                reader.note(path, notation.show(value, reader.terms), isGiven: true)
            }
        }
    }

    /// Says so where the key is missing.
    func refusingAbsence(_ expected: String, because hint: String? = nil) -> Key {
        let (inner, name) = (read, name)
        return Key(
            name: name,
            notation: notation,
            text: text,
            isRequired: true,
            inner: self.inner
        ) { target, node, path, reader in
            if node == nil {
                return reader.complain(path, "is missing: expected \(expected)", hint: hint)
            }
            inner(&target, node, path, &reader)
        }
    }

    /// The same key of a larger thing.
    func lifted<Outer>(_ field: WritableKeyPath<Outer, Target>) -> Key<Outer> {
        let read = read
        return Key<Outer>(
            name: name,
            notation: notation,
            text: text,
            isRequired: isRequired,
            inner: inner
        ) { outer, node, path, reader in
            read(&outer[keyPath: field], node, path, &reader)
        }
    }
}

/// A part of the file with the name the operator gave it.
struct Named<Value> {
    let name: String
    var value: Value
    let path: String

    init(_ name: String, _ value: Value, _ path: String) {
        self.name = name
        self.value = value
        self.path = path
    }
}

extension Array {
    func texts<Target>(below section: String) -> [KeyText] where Element == Key<Target> {
        flatMap { key in
            let path = Reader.join(section, key.name)
            let text = KeyText(
                path: path,
                notation: key.notation,
                text: key.text,
                isRequired: key.isRequired
            )
            return [text]
                + key.inner().map {
                    KeyText(
                        path: Reader.join(section, $0.path),
                        notation: $0.notation,
                        text: $0.text,
                        isRequired: $0.isRequired
                    )
                }
        }
    }

    /// The part with this name.
    func named<Value>(_ name: String) -> Named<Value>? where Element == Named<Value> {
        first { $0.name == name }
    }
}

extension Reader {
    /// The path of a named entry; `nil` once its name has been refused.
    mutating func name(_ entry: Node.Entry, _ section: String) -> String? {
        let path = Self.join(section, Quoted.text(entry.key))
        place(entry.location, path)
        let isPlain = entry.key.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
                || (0x61...0x7A).contains($0) || [0x2B, 0x2D, 0x2E, 0x5F].contains($0)
        }
        guard isPlain, (1...40).contains(entry.key.utf8.count) else {
            complain(path, "is no name", hint: "1 to 40 letters, digits, '-', '_', '+' or '.'")
            return nil
        }
        return path
    }
}
