public import Vocabulary

extension Halt.Scope: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .global: writer.choice(0, "global")
        case .chain(let chain): writer.choice(1, "chain", chain)
        case .route(let route): writer.choice(2, "route", route)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .global
        case 1: self = .chain(try reader.read())
        case 2: self = .route(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension Halt.Author: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .person(let person): writer.choice(0, "person", person)
        case .breaker(let breaker): writer.choice(1, "breaker", breaker)
        case .bot(let bot): writer.choice(2, "bot", bot)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .person(try reader.read())
        case 1: self = .breaker(try reader.read())
        case 2: self = .bot(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension Halt: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("scope", scope)
        writer.field("author", author)
        writer.field("reason", reason)
        writer.field("since", since)
        writer.field("until", until)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let value = Halt(
            read: try reader.read(),
            try reader.read(),
            try reader.read(),
            try reader.read(),
            try reader.read()
        )
        self = try reader.whole(value, "halt")
    }
}

extension Halts: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("standing", standing)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let value = Halts(read: try reader.read())
        self = try reader.whole(value, "halts")
    }
}

extension Halts.Outcome: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .added: writer.choice(0, "added")
        case .replaced(let replaced): writer.choice(1, "replaced", replaced)
        case .widened: writer.choice(2, "widened")
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .added
        case 1: self = .replaced(try reader.read())
        case 2: self = .widened
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension Stops: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("halts", halts)
        writer.field("breakers", breakers)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let value = Stops(
            read: try reader.read(),
            try reader.read()
        )
        self = try reader.whole(value, "stops")
    }
}

extension Stops.Effect: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .tripped(let trip): writer.choice(0, "tripped", trip)
        case .healed(let breaker, let scope):
            writer.choice(1, "healed") { writer in
                writer.field("breaker", breaker)
                writer.field("scope", scope)
            }
        case .refused(let refusal): writer.choice(2, "refused", refusal)
        case .widened: writer.choice(3, "widened")
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .tripped(try reader.read())
        case 1: self = .healed(try reader.read(), try reader.read())
        case 2: self = .refused(try reader.read())
        case 3: self = .widened
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension Stops.Resumption: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("scope", scope)
        writer.field("name", name)
        writer.field("at", at)
        writer.field("lifted", lifted)
        writer.field("rearmed", rearmed)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        scope = try reader.read()
        name = try reader.read()
        at = try reader.read()
        lifted = try reader.read()
        rearmed = try reader.read()
    }
}
