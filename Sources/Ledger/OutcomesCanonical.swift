public import Vocabulary

// The canonical forms of what the books answer: a halt says in the journal what it is for.

extension Reconciliation: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("chain", chain)
        writer.field("block", block)
        writer.field("findings", findings)
        writer.field("suspense", suspense)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            chain: try reader.read(),
            block: try reader.read(),
            findings: try reader.read(),
            suspense: try reader.read()
        )
    }
}

extension Reconciliation.Finding: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("asset", asset)
        writer.field("verdict", verdict)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(asset: try reader.read(), verdict: try reader.read())
    }
}

extension Reconciliation.Verdict: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .agrees: writer.choice(0, "agrees")
        case .undecided: writer.choice(1, "undecided")
        case .surplus(let units): writer.choice(2, "surplus", units)
        case .shortfall(let units): writer.choice(3, "shortfall", units)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .agrees
        case 1: self = .undecided
        case 2: self = .surplus(try reader.read())
        case 3: self = .shortfall(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension BookRefusal: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .noEntries: writer.choice(0, "noEntries")
        case .tooManyEntries(let count, let limit):
            writer.choice(1, "tooManyEntries") { writer in
                writer.field("count", UInt64(count))
                writer.field("limit", UInt64(limit))
            }
        case .repeatedAccount(let account): writer.choice(2, "repeatedAccount", account)
        case .unbalanced(let asset, let total):
            writer.choice(3, "unbalanced") { writer in
                writer.field("asset", asset)
                writer.field("by", total)
            }
        case .overflow(let account): writer.choice(4, "overflow", account)
        case .tooManyAccounts(let limit): writer.choice(5, "tooManyAccounts", UInt64(limit))
        case .tooManyOpen(let limit): writer.choice(6, "tooManyOpen", UInt64(limit))
        case .insufficient(let account, let available):
            writer.choice(7, "insufficient", BookEntry(account, available))
        case .overdrawn(let account, let balance):
            writer.choice(8, "overdrawn", BookEntry(account, balance))
        case .conflicting(let id): writer.choice(9, "conflicting", id)
        case .alreadyPosted(let id): writer.choice(10, "alreadyPosted", id)
        case .alreadyVoided(let id): writer.choice(11, "alreadyVoided", id)
        case .unknown(let id): writer.choice(12, "unknown", id)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .noEntries
        case 1:
            let count = try reader.number(as: Int.self)
            self = .tooManyEntries(count, limit: try reader.number(as: Int.self))
        case 2: self = .repeatedAccount(try reader.read())
        case 3:
            let asset: Asset = try reader.read()
            self = .unbalanced(asset, by: try reader.read())
        case 4: self = .overflow(try reader.read())
        case 5: self = .tooManyAccounts(limit: try reader.number(as: Int.self))
        case 6: self = .tooManyOpen(limit: try reader.number(as: Int.self))
        case 7:
            let found: BookEntry = try reader.read()
            self = .insufficient(found.account, available: found.change)
        case 8:
            let found: BookEntry = try reader.read()
            self = .overdrawn(found.account, balance: found.change)
        case 9: self = .conflicting(try reader.read())
        case 10: self = .alreadyPosted(try reader.read())
        case 11: self = .alreadyVoided(try reader.read())
        case 12: self = .unknown(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
