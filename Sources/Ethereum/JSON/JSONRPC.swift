/// One call of a node's method.
public struct JSONRPCRequest: Hashable, Sendable {
    public let id: UInt64
    public let method: String
    public let parameters: [JSONValue]

    public init(id: UInt64, method: String, parameters: [JSONValue] = []) {
        self.id = id
        self.method = method
        self.parameters = parameters
    }

    private var document: JSONValue {
        .object([
            JSONMember("jsonrpc", .string("2.0")), JSONMember("id", .number(String(id))),
            JSONMember("method", .string(method)), JSONMember("params", .array(parameters)),
        ])
    }

    /// The bytes of a single request.
    public var encoded: [UInt8] { Array(document.description.utf8) }

    /// The bytes of several requests in one batch.
    public static func encoded(batch: [JSONRPCRequest]) -> [UInt8] {
        Array(JSONValue.array(batch.map(\.document)).description.utf8)
    }
}

/// What a node answered to one request.
public struct JSONRPCAnswer: Sendable {
    /// `nil` where the node could not read the request's.
    public let id: UInt64?
    public let outcome: Outcome

    public enum Outcome: Sendable {
        case result(JSONFragment)
        case error(JSONRPCFailure)
    }
}

/// The error a node answered with. Its words are the node's: they are matched, never shown as ours.
public struct JSONRPCFailure: Hashable, Sendable {
    public let code: Int64
    public let message: String
    /// Bytes beside the error, such as what a reverted call returned; `nil` when there are none.
    public let data: [UInt8]?
    /// What is beside the error and is not such bytes, as the node wrote it.
    public let detail: String?

    public init(code: Int64, message: String, data: [UInt8]? = nil, detail: String? = nil) {
        self.code = code
        self.message = message
        self.data = data
        self.detail = detail
    }
}

/// Why bytes are no answer to what was asked.
public enum JSONRPCError: Error, Hashable, Sendable {
    case json(JSONError)
    /// The object at this offset is not an answer: what it lacks or has too much.
    case notAnAnswer(String, at: Int)
    case missing(id: UInt64)
    case duplicate(id: UInt64)
    case foreign(id: UInt64)
    /// A single error without an id, as nodes answer to a batch they did not take.
    case refused(JSONRPCFailure)
}

extension JSONRPCAnswer {
    /// Reads the answer to one request: one object, not a batch of one.
    public static func single(
        _ bytes: [UInt8],
        id: UInt64
    ) throws(JSONRPCError) -> Outcome {
        let answers = try read(bytes, atMost: 1, isBatch: false)
        let outcomes = try inOrder(answers, of: [id])
        return outcomes[0]
    }

    /// Reads the answers to a batch, in the order of `ids`, in whatever order they came.
    public static func batch(
        _ bytes: [UInt8],
        ids: [UInt64]
    ) throws(JSONRPCError) -> [Outcome] {
        try inOrder(try read(bytes, atMost: ids.count, isBatch: true), of: ids)
    }

    private static func inOrder(
        _ answers: [JSONRPCAnswer],
        of ids: [UInt64]
    ) throws(JSONRPCError) -> [Outcome] {
        var outcomes: [Outcome?] = Array(repeating: nil, count: ids.count)
        for (index, answer) in answers.enumerated() {
            guard let id = answer.id else {
                if case .error(let failure) = answer.outcome { throw .refused(failure) }
                throw .notAnAnswer("no id", at: 0)
            }
            // The usual order is the order of the questions: look there first.
            let isInOrder = index < ids.count && ids[index] == id
            guard let place = isInOrder ? index : ids.firstIndex(of: id) else {
                throw .foreign(id: id)
            }
            guard outcomes[place] == nil else { throw .duplicate(id: id) }
            outcomes[place] = answer.outcome
        }
        var complete: [Outcome] = []
        complete.reserveCapacity(ids.count)
        for (id, outcome) in zip(ids, outcomes) {
            guard let outcome else { throw .missing(id: id) }
            complete.append(outcome)
        }
        return complete
    }

    /// Reads one answer more than there were questions, which makes one foreign or twice there; those
    /// behind it are only checked to be JSON.
    private static func read(
        _ bytes: [UInt8],
        atMost count: Int,
        isBatch: Bool
    ) throws(JSONRPCError) -> [JSONRPCAnswer] {
        var scanner = JSONScanner(bytes)
        var answers: [JSONRPCAnswer] = []
        var members: [Members] = []
        do throws(JSONError) {
            if isBatch, try scanner.peek() == 0x5B {
                try scanner.forEachElement { scanner throws(JSONError) in
                    if members.count > count {
                        _ = try scanner.skipValue()
                    } else {
                        members.append(try Members(from: &scanner))
                    }
                }
            } else {
                members.append(try Members(from: &scanner))
            }
            try scanner.finish()
        } catch {
            throw .json(error)
        }
        answers.reserveCapacity(members.count)
        for members in members {
            answers.append(try JSONRPCAnswer(members, in: bytes))
        }
        return answers
    }

    private init(_ members: Members, in bytes: [UInt8]) throws(JSONRPCError) {
        if let problem = members.problem { throw .notAnAnswer(problem, at: members.start) }
        guard let idRange = members.id else { throw .notAnAnswer("no id", at: members.start) }
        let scanner = JSONScanner(bytes)
        let idText = scanner.text(in: idRange)
        id = idText.hasPrefix("-") ? nil : UInt64(idText)
        guard id != nil || idText == "null" else {
            throw .notAnAnswer("an id that was never sent", at: idRange.lowerBound)
        }
        switch (members.result, members.error) {
        case (let result?, nil):
            outcome = .result(JSONFragment(bytes: bytes, range: result))
        case (nil, let error?):
            outcome = .error(try Self.failure(JSONFragment(bytes: bytes, range: error)))
        case (let result?, let error?):
            // Some nodes write both, one of them null.
            let errorFragment = JSONFragment(bytes: bytes, range: error)
            let resultFragment = JSONFragment(bytes: bytes, range: result)
            guard errorFragment.isNull || resultFragment.isNull else {
                throw .notAnAnswer("both a result and an error", at: members.start)
            }
            outcome =
                errorFragment.isNull
                ? .result(resultFragment) : .error(try Self.failure(errorFragment))
        case (nil, nil):
            throw .notAnAnswer("neither a result nor an error", at: members.start)
        }
    }

    private static func failure(
        _ error: JSONFragment
    ) throws(JSONRPCError) -> JSONRPCFailure {
        let scanner = JSONScanner(error.bytes)
        guard
            let codeRange = error["code"]?.range,
            let code = Int64(scanner.text(in: codeRange)),
            let message = error["message"]?.text
        else { throw .notAnAnswer("an error without code or message", at: error.range.lowerBound) }
        guard let beside = error["data"], !beside.isNull else {
            return JSONRPCFailure(code: code, message: message)
        }
        guard let data = beside.data else {
            let detail =
                beside.text ?? String(decoding: beside.bytes[beside.range], as: UTF8.self)
            return JSONRPCFailure(code: code, message: message, detail: detail)
        }
        return JSONRPCFailure(code: code, message: message, data: data)
    }

    /// Where the members of one answer stand.
    private struct Members {
        let start: Int
        private(set) var id: Range<Int>?
        private(set) var result: Range<Int>?
        private(set) var error: Range<Int>?
        private(set) var problem: String?

        init(from scanner: inout JSONScanner) throws(JSONError) {
            let first = try scanner.peek()
            start = scanner.offset
            guard first == 0x7B else {
                _ = try scanner.skipValue()
                problem = "not an object"
                return
            }
            var (id, result, error): (Range<Int>?, Range<Int>?, Range<Int>?)
            var isTwice = false
            try scanner.forEachMember { key, scanner throws(JSONError) in
                let value = try scanner.skipValue()
                switch scanner.bytes[key] {
                case Self.idKey:
                    isTwice = isTwice || id != nil
                    id = value
                case Self.resultKey:
                    isTwice = isTwice || result != nil
                    result = value
                case Self.errorKey:
                    isTwice = isTwice || error != nil
                    error = value
                default: break
                }
            }
            (self.id, self.result, self.error) = (id, result, error)
            problem = isTwice ? "a member twice" : nil
        }

        private static let idKey = ArraySlice("id".utf8)
        private static let resultKey = ArraySlice("result".utf8)
        private static let errorKey = ArraySlice("error".utf8)
    }
}
