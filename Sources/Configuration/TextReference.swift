/// A text that may come from outside the file: the file says where from, and never holds it.
///
/// A strategy can be shown, logged and shared: what is secret is looked up only by whoever uses it.
public enum TextReference: Hashable, Sendable {
    /// Parts as written, some of them the values of environment variables.
    case parts([Part])
    /// The first line of a file.
    case file(String)

    public enum Part: Hashable, Sendable {
        case literal(String)
        case environment(String)
    }

    /// What is missing outside.
    public enum Missing: Error, Hashable, Sendable {
        case environment(String)
        case file(String)
    }

    /// The text itself. Whoever asks keeps it to himself.
    public func resolved(
        environment: (String) -> String?,
        file: (String) -> String?
    ) throws(Missing) -> String {
        switch self {
        case .file(let path):
            guard let text = file(path) else { throw .file(path) }
            return text
        case .parts(let parts):
            var text = ""
            for part in parts {
                switch part {
                case .literal(let literal): text += literal
                case .environment(let name):
                    guard let value = environment(name), !value.isEmpty else {
                        throw .environment(name)
                    }
                    text += value
                }
            }
            return text
        }
    }

    /// The environment variables it needs.
    public var variables: [String] {
        guard case .parts(let parts) = self else { return [] }
        return parts.compactMap { if case .environment(let name) = $0 { name } else { nil } }
    }

    var literals: [String] {
        guard case .parts(let parts) = self else { return [] }
        return parts.compactMap { if case .literal(let text) = $0 { text } else { nil } }
    }
}

extension TextReference {
    /// Reads `${NAME}` inside a text, or `file:PATH`.
    init(reading text: String) throws(Mistake) {
        if text.hasPrefix("file:") {
            let path = String(text.dropFirst(5))
            guard !path.isEmpty else { throw Mistake("write the path behind 'file:'") }
            self = .file(path)
            return
        }
        var parts: [Part] = []
        var rest = text[...]
        while let start = rest.firstIndex(of: "$") {
            let literal = rest[..<start]
            rest = rest[start...].dropFirst()
            guard rest.first == "{", let end = rest.firstIndex(of: "}") else {
                throw Mistake("an environment variable is written ${NAME}")
            }
            let name = rest[..<end].dropFirst()
            guard Self.isName(name) else {
                throw Mistake("an environment variable is written ${NAME}")
            }
            if !literal.isEmpty { parts.append(.literal(String(literal))) }
            parts.append(.environment(String(name)))
            rest = rest[end...].dropFirst()
        }
        if !rest.isEmpty { parts.append(.literal(String(rest))) }
        guard !parts.isEmpty else { throw Mistake() }
        self = .parts(parts)
    }

    private static func isName(_ name: Substring) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
                || (0x61...0x7A).contains($0) || $0 == 0x5F
        }
    }

    /// With the names of what is looked up, never with what it is.
    var shown: String {
        switch self {
        case .file(let path): "file:" + path
        case .parts(let parts):
            parts.map {
                switch $0 {
                case .literal(let text): text
                case .environment(let name): "${\(name)}"
                }
            }.joined()
        }
    }
}

extension Notation where Value == TextReference {
    /// What must never stand in the file: a password, a header that lets somebody in.
    static var secret: Notation {
        Notation(
            expected: "a secret from \"${NAME}\" or \"file:PATH\"",
            isSecret: true,
            read: { text, _ throws(Mistake) in
                let reference = try TextReference(reading: text)
                if case .file = reference { return reference }
                guard !reference.variables.isEmpty else {
                    throw Mistake("a secret must not stand in the file; remove it, and change it")
                }
                // `Bearer ${TOKEN}` names a scheme; more could be part of the secret.
                let schemes = ["", "Bearer ", "Basic ", "Token "]
                guard reference.literals.allSatisfy({ schemes.contains($0) }) else {
                    throw Mistake("beside ${NAME} only 'Bearer ', 'Basic ' or 'Token ' may stand")
                }
                return reference
            },
            show: { reference, _ in
                switch reference {
                case .file(let path): "*** (file:\(path))"
                case .parts:
                    "*** (" + reference.variables.map { "${\($0)}" }.joined(separator: ", ") + ")"
                }
            }
        )
    }

    /// An address on the network, without a user's name, a password or a key in it.
    static var url: Notation {
        address(of: ["https://", "http://"], "\"https://rpc.example.org\" or \"${RPC_URL}\"")
    }

    /// An address of a WebSocket, as little of it secret.
    static var socketURL: Notation {
        address(of: ["wss://", "ws://"], "\"wss://rpc.example.org\" or \"${RPC_SOCKET}\"")
    }

    private static func address(of schemes: [String], _ examples: String) -> Notation {
        Notation(
            expected: "an address such as \(examples)",
            isSecret: true,
            read: { text, _ throws(Mistake) in
                let reference = try TextReference(reading: text)
                guard let first = reference.literals.first, text.hasPrefix(first) else {
                    return reference
                }
                guard let scheme = schemes.first(where: { first.hasPrefix($0) }) else {
                    throw Mistake("it must begin with \(schemes.joined(separator: ", "))")
                }
                guard
                    first.utf8.count > scheme.utf8.count || reference.literals.count > 1
                        || !reference.variables.isEmpty
                else { throw Mistake("there is no host") }
                guard !text.contains(where: { $0.isWhitespace }) else {
                    throw Mistake("there is a space in it")
                }
                // `${USER}:${PASSWORD}@` has nothing of them in the file.
                guard !first.contains("@"), !reference.literals.contains(where: Self.holdsPassword)
                else {
                    throw Mistake("a user's name or password belongs into a header from ${NAME}")
                }
                guard !reference.literals.contains(where: Self.holdsKey) else {
                    throw Mistake("part of it looks like a key; write that part as ${NAME}")
                }
                return reference
            },
            show: { reference, _ in reference.shown }
        )
    }

    /// What stands before an `@` behind a variable.
    private static func holdsPassword(_ text: String) -> Bool {
        text.firstIndex(of: "@").map { !["", ":"].contains(text[..<$0]) } ?? false
    }

    /// Twenty letters and digits in a row, digits among them, are no word.
    private static func holdsKey(_ text: String) -> Bool {
        text.split { !$0.isLetter && !$0.isNumber }.contains { word in
            word.utf8.count >= 20 && word.contains(where: \.isNumber)
        }
    }
}
