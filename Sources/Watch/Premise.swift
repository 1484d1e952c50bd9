public import Hashing
public import Routes
public import Vocabulary

/// What is taken for granted of a contract: the code that runs there, and where a proxy finds its own.
public struct Premise: Hashable, Sendable {
    public let contract: Address
    /// Keccak-256 of the code.
    public let code: Digest
    public let delegation: Delegation

    /// Whose code a contract runs.
    public enum Delegation: Hashable, Sendable {
        /// No node has said.
        case unread
        /// Its own.
        case none
        /// That of another: a proxy, or who asks a beacon.
        case to(Address)
    }

    public init(contract: Address, code: Digest, delegation: Delegation) {
        self.contract = contract
        self.code = code
        self.delegation = delegation
    }
}

/// A contract as it is now.
public struct PremiseSight: Hashable, Sendable {
    public let contract: Address
    /// `nil` where nothing stands at the address.
    public let code: Reading<Digest?>
    public let delegation: Premise.Delegation

    public init(
        contract: Address,
        code: Reading<Digest?>,
        delegation: Premise.Delegation
    ) {
        self.contract = contract
        self.code = code
        self.delegation = delegation
    }
}

/// What a look at a contract comes to.
public enum PremiseFinding: Hashable, Sendable {
    /// It is as it was.
    case stands
    /// Seen for the first time, or more of it than before: this is the reference from now on.
    case first(Premise)
    /// Nobody has said what is there: nothing follows from it.
    case unread
    /// There is no code.
    case missing
    case changed(from: Premise, to: Premise)
}

/// What is taken for granted of one chain's contracts.
///
/// 1. What was seen first is the reference, and outlives the process.
/// 2. What is not known contradicts nothing and replaces nothing.
/// 3. Of each contract there is one premise.
public struct Premises: Hashable, Sendable {
    public private(set) var entries: [Premise] = []

    /// More contracts of a chain are not remembered: each of them is new every time.
    public static let mostEntries = 1_024

    public init() {}

    public func premise(of contract: Address) -> Premise? {
        entries.first { $0.contract == contract }
    }

    public func judge(_ sight: PremiseSight) -> PremiseFinding {
        guard case .known(let code) = sight.code else { return .unread }
        guard let code else { return .missing }
        let seen = Premise(contract: sight.contract, code: code, delegation: sight.delegation)
        guard let known = premise(of: sight.contract) else { return .first(seen) }
        guard code == known.code else { return .changed(from: known, to: seen) }
        switch (known.delegation, seen.delegation) {
        case (_, .unread): return .stands
        case (.unread, _): return .first(seen)
        case (let before, let now):
            return before == now ? .stands : .changed(from: known, to: seen)
        }
    }

    /// From now on this is the reference.
    public mutating func take(_ premise: Premise) {
        if let place = entries.firstIndex(where: { $0.contract == premise.contract }) {
            entries[place] = premise
        } else if entries.count < Self.mostEntries {
            entries.append(premise)
        }
    }

    init?(read entries: [Premise]) {
        guard entries.count <= Self.mostEntries else { return nil }
        for (index, entry) in entries.enumerated()
        where entries[..<index].contains(where: { $0.contract == entry.contract }) {
            return nil
        }
        self.entries = entries
    }
}

extension Premise.Delegation: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .unread: writer.choice(0, "unread")
        case .none: writer.choice(1, "none")
        case .to(let address): writer.choice(2, "to", address)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .unread
        case 1: self = .none
        case 2: self = .to(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension Premise: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("contract", contract)
        writer.field("code", code)
        writer.field("delegation", delegation)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            contract: try reader.read(),
            code: try reader.read(),
            delegation: try reader.read()
        )
    }
}

extension Premises: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("entries", entries)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let value = Premises(read: try reader.read())
        self = try reader.whole(value, "premises")
    }
}
