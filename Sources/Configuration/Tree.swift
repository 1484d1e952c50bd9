/// Builds the tree of a file out of YAML's events.
///
/// Refuses what YAML offers and a strategy must not use, since it hides what is configured: anchors,
/// aliases, tags, merges, keys that are no text, keys written twice, a second document. All are reported;
/// only what is no YAML at all, too deep or too large ends the reading.
struct TreeBuilder {
    private(set) var problems: [Problem] = []
    private(set) var root: Node?
    private var frames: [Frame] = []
    private var nodes = 0
    private var documents = 0

    private struct Frame {
        let location: Location
        let isMapping: Bool
        var entries: [Node.Entry] = []
        var elements: [Node] = []
        var seen: Set<String> = []
        var key: Key = .awaited

        enum Key {
            case awaited
            case read(String, Location)
            /// Its value is read and dropped.
            case refused
        }
    }

    static func build(_ bytes: [UInt8]) -> (root: Node?, problems: [Problem]) {
        var builder = TreeBuilder()
        guard bytes.count <= FileLimits.mostBytes else {
            builder.complain(
                "the file is larger than \(FileLimits.mostBytes >> 20) MiB",
                at: .start
            )
            return (nil, builder.problems)
        }
        do throws(YAMLFault) {
            try YAMLEvents.read(bytes) { builder.take($0) }
        } catch {
            builder.complain(
                "this is no YAML: \(error.problem)",
                at: error.location,
                hint: builder.hint(for: error, in: bytes)
            )
            builder.root = nil
        }
        if builder.root == nil, builder.problems.isEmpty {
            builder.complain("the file is empty", at: .start)
        }
        return (builder.root, builder.problems)
    }

    private func hint(for fault: YAMLFault, in bytes: [UInt8]) -> String? {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard lines.indices.contains(fault.location.line - 1) else { return nil }
        let indentation = lines[fault.location.line - 1].prefix { $0 == 0x20 || $0 == 0x09 }
        return indentation.contains(0x09) ? "indent with spaces, not with tabs" : nil
    }

    private mutating func complain(_ message: String, at place: Location, hint: String? = nil) {
        problems.append(Problem(.error, at: place, path: "", message, hint: hint))
    }

    /// Takes one event; `false` ends the reading.
    private mutating func take(_ event: YAMLEvent) -> Bool {
        // Their names may be passwords that begin like one.
        if event.hasAnchor {
            complain("an anchor (&) is not allowed", at: event.location, hint: Self.plain)
        }
        if event.hasTag {
            complain("a tag (!) is not allowed", at: event.location, hint: Self.plain)
        }
        switch event.kind {
        case .documentStart:
            documents += 1
            guard documents == 1 else {
                root = nil
                complain(
                    "a second document begins",
                    at: event.location,
                    hint: "one file, one strategy"
                )
                return false
            }
        case .mappingStart: return open(Frame(location: event.location, isMapping: true))
        case .sequenceStart: return open(Frame(location: event.location, isMapping: false))
        case .mappingEnd, .sequenceEnd: close()
        case .scalar(let text, let isPlain):
            return add(scalar(text, isPlain, event.location), isMerge: text == "<<" && isPlain)
        case .alias:
            complain("an alias (*) is not allowed", at: event.location, hint: Self.plain)
            return add(Node(location: event.location, content: .refused))
        case .documentEnd, .streamEnd, .other: break
        }
        return true
    }

    private static let plain =
        "write every value where it belongs, in quotes where it begins with a sign"

    private mutating func scalar(_ text: String, _ isPlain: Bool, _ place: Location) -> Node {
        guard text.utf8.count <= FileLimits.longestText else {
            complain("a text is longer than \(FileLimits.longestText) bytes", at: place)
            return Node(location: place, content: .refused)
        }
        let isBlank = isPlain && ["", "~", "null"].contains(text)
        return Node(location: place, content: isBlank ? .blank : .text(text))
    }

    private mutating func open(_ frame: Frame) -> Bool {
        guard frames.count < FileLimits.mostDepth else {
            complain("values nest deeper than \(FileLimits.mostDepth) levels", at: frame.location)
            return false
        }
        frames.append(frame)
        return true
    }

    private mutating func close() {
        guard let frame = frames.popLast() else { return }
        let content: Node.Content =
            frame.isMapping ? .mapping(frame.entries) : .sequence(frame.elements)
        _ = add(Node(location: frame.location, content: content))
    }

    private mutating func add(_ node: Node, isMerge: Bool = false) -> Bool {
        nodes += 1
        guard nodes <= FileLimits.mostNodes else {
            complain("the file has more than \(FileLimits.mostNodes) values", at: node.location)
            return false
        }
        guard var frame = frames.popLast() else {
            root = node
            return true
        }
        defer { frames.append(frame) }
        guard frame.isMapping else {
            frame.elements.append(node)
            return true
        }
        switch frame.key {
        case .awaited: frame.key = key(node, isMerge, &frame.seen)
        case .refused: frame.key = .awaited
        case .read(let key, let place):
            frame.entries.append(Node.Entry(key: key, location: place, value: node))
            frame.key = .awaited
        }
        return true
    }

    private mutating func key(
        _ node: Node,
        _ isMerge: Bool,
        _ seen: inout Set<String>
    ) -> Frame.Key {
        guard case .text(let text) = node.content else {
            complain("a key must be a word", at: node.location)
            return .refused
        }
        guard !isMerge else {
            complain("the merge '<<' is not allowed", at: node.location, hint: Self.plain)
            return .refused
        }
        guard seen.insert(text).inserted else {
            complain("the key '\(Quoted.text(text))' is there twice", at: node.location)
            return .refused
        }
        return .read(text, node.location)
    }
}
