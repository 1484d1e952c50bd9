/// The handshake of RFC 6455: a request of HTTP/1.1 with a key, and an answer that has understood it.
struct WebSocketGreeting: Sendable {
    private let key: String
    private var head: [UInt8] = []

    static let nonceBytes = 16
    static let mostHeadBytes = 16_384

    var heldBytes: Int { head.count }

    /// `nonce` is drawn anew for every connection.
    init(nonce: [UInt8]) {
        key = Base64.text(of: nonce)
    }

    /// `lines` may hold keys, and are never shown.
    func request(host: String, target: String, lines: [Secret]) -> [UInt8] {
        let own = [
            "GET \(target) HTTP/1.1", "Host: \(host)", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Key: \(key)", "Sec-WebSocket-Version: 13", "User-Agent: cantilever",
        ]
        return Array(((own + lines.map(\.text)).joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    /// What the server must answer to the key.
    var accept: String {
        Base64.text(of: SHA1.hash(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
    }

    /// Takes more of the answer. Once it is whole: what came behind it, which are frames.
    mutating func read(_ bytes: [UInt8]) throws(GreetingRefusal) -> [UInt8]? {
        let before = max(0, head.count - 3)
        head += bytes
        guard let end = head[before...].firstRange(of: Array("\r\n\r\n".utf8)) else {
            guard head.count <= Self.mostHeadBytes else { throw .tooLarge }
            return nil
        }
        guard end.lowerBound <= Self.mostHeadBytes else { throw .tooLarge }
        try check(Array(head[..<end.lowerBound]))
        return Array(head[end.upperBound...])
    }

    private func check(_ head: [UInt8]) throws(GreetingRefusal) {
        guard let text = String(validating: head, as: UTF8.self) else { throw .notHTTP }
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        let words = lines[0].split(separator: " ", maxSplits: 2)
        guard
            words.count >= 2, words[0] == "HTTP/1.1", words[1].utf8.count == 3,
            let status = Int(words[1])
        else { throw .notHTTP }
        guard status == 101 else { throw .status(status) }
        var values: [String: [String]] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { throw .notHTTP }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            let trimmed = value.reversed().drop { $0 == " " || $0 == "\t" }.reversed()
            values[line[..<colon].lowercased(), default: []].append(String(trimmed))
        }
        func tokens(_ name: String) -> [String] {
            (values[name] ?? []).flatMap { value in
                value.lowercased().split(separator: ",").map { String($0.filter { $0 != " " }) }
            }
        }
        guard
            tokens("upgrade") == ["websocket"], tokens("connection").contains("upgrade"),
            values["sec-websocket-accept"] == [accept],
            values["sec-websocket-extensions"] == nil, values["sec-websocket-protocol"] == nil
        else { throw .notUnderstood }
    }
}

/// Why an answer to a WebSocket's handshake is none.
public enum GreetingRefusal: Error, Hashable, Sendable {
    /// Another status than 101.
    case status(Int)
    case notHTTP
    case tooLarge
    /// It has not computed what the key asks for, or promises what nobody asked for.
    case notUnderstood
}
