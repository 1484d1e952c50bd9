/// Reads the sections of a file and remembers everything there is to say about them.
struct Reader {
    var terms = Terms()
    private(set) var problems: [Problem]
    private(set) var settings: [Setting] = []
    private(set) var references: [LocatedReference] = []
    /// Where the value of each path stands.
    private var places: [String: Location] = [:]
    private var failed: [String] = []
    /// A section whose missing keys were given in another.
    private var inheritance: (section: String, from: String)?

    init(problems: [Problem]) {
        self.problems = problems
    }

    /// The value of a key that is there; `nil` once what is wrong with it has been said.
    mutating func value<Value>(
        _ node: Node,
        _ path: String,
        _ notation: Notation<Value>
    ) -> Value? {
        place(node.location, path)
        switch node.content {
        case .text(let text):
            do throws(Mistake) {
                return try notation.read(text, terms)
            } catch {
                let found = notation.isSecret ? "something else" : Quoted.found(text)
                complain(
                    path,
                    "expected \(notation.expected), found \(text.isEmpty ? "nothing" : found)",
                    hint: error.hint
                )
            }
        case .blank: blank(path, notation.expected)
        case .mapping: complain(path, "expected \(notation.expected), found a section")
        case .sequence: complain(path, "expected \(notation.expected), found a list")
        case .refused: failed.append(path)
        }
        return nil
    }

    /// The entries of a section; `nil` once what is wrong with it has been said.
    mutating func entries(_ node: Node, _ path: String) -> [Node.Entry]? {
        // What is wrong with a section as a whole is told at its name.
        if case .mapping(let entries) = node.content {
            if places[path] == nil { place(node.location, path) }
            return entries
        }
        place(node.location, path)
        switch node.content {
        case .blank: blank(path, "a section")
        // Sections hold secrets, and what stands in place of one may be a secret itself.
        case .text: complain(path, "expected a section, found a text")
        case .sequence: complain(path, "expected a section, found a list")
        case .refused, .mapping: failed.append(path)
        }
        return nil
    }

    /// The elements of a list; `nil` once what is wrong with it has been said.
    mutating func elements(_ node: Node, _ path: String, of expected: String) -> [Node]? {
        place(node.location, path)
        switch node.content {
        case .sequence(let elements): return elements
        case .blank: blank(path, "a list, each \(expected)")
        case .text:
            complain(
                path,
                "expected a list, found a text",
                hint: "write a list as [one, two]"
            )
        case .mapping: complain(path, "expected a list, found a section")
        case .refused: failed.append(path)
        }
        return nil
    }

    private mutating func blank(_ path: String, _ expected: String) {
        complain(path, "is blank: fill in \(expected)", isBlank: true)
    }

    /// Reads a section with its table of keys: each key is read or missed, and no other may stand there.
    mutating func section<Target>(
        _ node: Node?,
        _ path: String,
        into target: inout Target,
        _ keys: [Key<Target>]
    ) {
        var entries: [Node.Entry] = []
        if let node {
            guard let found = self.entries(node, path) else { return }
            entries = found
        }
        for entry in entries where !keys.contains(where: { $0.name == entry.key }) {
            let path = Self.join(path, Quoted.text(entry.key))
            let nearest = Spelling.nearest(to: entry.key, among: keys.map(\.name))
            place(entry.location, path)
            complain(
                path,
                "unknown key",
                hint: nearest.map { "did you mean '\($0)'?" }
                    ?? "known: " + keys.map(\.name).joined(separator: ", ")
            )
        }
        for key in keys {
            let found = entries.first { $0.key == key.name }
            let path = Self.join(path, key.name)
            if let found { place(found.location, path) }
            key.read(&target, found?.value, path, &self)
        }
    }

    /// While `read` works, what is missing in `section` comes from another one.
    mutating func inheriting(
        _ section: String,
        from origin: String,
        _ read: (inout Reader) -> Void
    ) {
        inheritance = (section, origin)
        read(&self)
        inheritance = nil
    }

    // MARK: remembering

    mutating func place(_ location: Location, _ path: String) {
        places[path] = location
    }

    /// Notes what a key's value is in the end, and where it comes from.
    mutating func note(_ path: String, _ value: String, isGiven: Bool) {
        settings.append(Setting(path: path, value: value, origin: origin(path, isGiven)))
    }

    private func origin(_ path: String, _ isGiven: Bool) -> Setting.Origin {
        if isGiven { return .file(place(of: path)) }
        guard let inheritance, path.hasPrefix(inheritance.section + ".") else {
            return .shippedDefault
        }
        let other = inheritance.from + path.dropFirst(inheritance.section.utf8.count)
        return places[other].map { .file($0) } ?? .shippedDefault
    }

    mutating func remember(_ reference: TextReference, _ path: String) {
        references.append(
            LocatedReference(path: path, location: place(of: path), reference: reference)
        )
    }

    /// Where the value of a path stands, or the nearest section around it that is in the file.
    func place(of path: String) -> Location {
        var path = path[...]
        while true {
            if let place = places[String(path)] { return place }
            guard let end = path.lastIndex(of: ".") else { return places[""] ?? .start }
            path = path[..<end]
        }
    }

    func isGiven(_ path: String) -> Bool {
        places[path] != nil
    }

    mutating func complain(
        _ path: String,
        _ message: String,
        hint: String? = nil,
        isBlank: Bool = false
    ) {
        failed.append(path)
        report(.error, path, message, hint: hint, isBlank: isBlank)
    }

    mutating func report(
        _ severity: Problem.Severity,
        _ path: String,
        at place: Location? = nil,
        _ message: String,
        hint: String? = nil,
        isBlank: Bool = false
    ) {
        let problem = Problem(
            severity,
            at: place ?? self.place(of: path),
            path: path,
            message,
            hint: hint,
            isBlank: isBlank
        )
        problems.append(problem)
    }

    /// Whether something at this path or below it could not be read.
    func hasFailed(_ path: String) -> Bool {
        failed.contains { $0 == path || $0.hasPrefix(path + ".") }
    }

    static func join(_ path: String, _ name: String) -> String {
        path.isEmpty ? name : path + "." + name
    }
}

/// A value as it stands in the end, and who said so.
public struct Setting: Hashable, Sendable {
    public let path: String
    /// As it would be written; what is secret is masked.
    public let value: String
    public let origin: Origin

    public enum Origin: Hashable, Sendable {
        case shippedDefault
        case file(Location)
    }
}

/// Something to look up outside the file.
public struct LocatedReference: Hashable, Sendable {
    public let path: String
    public let location: Location
    public let reference: TextReference
}
