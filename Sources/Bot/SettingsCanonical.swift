import Execution
import Risk
import Routes
public import Vocabulary

// The canonical forms of what the bot was told.

extension Settings: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("fleet", fleet)
        writer.field("chains", chains)
        writer.field("lanes", lanes)
        writer.field("limits", limits)
        writer.field("breakers", breakers)
        writer.field("timing", timing)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let (fleet, chains): (Fleet, [ChainSettings]) = (try reader.read(), try reader.read())
        let lanes: [LaneSettings] = try reader.read()
        let (limits, breakers): (LimitParameters, BreakerParameters) = (
            try reader.read(), try reader.read()
        )
        let timing: Timing = try reader.read()
        do throws(SettingsFault) {
            try self.init(
                fleet: fleet,
                chains: chains,
                lanes: lanes,
                limits: limits,
                breakers: breakers,
                timing: timing
            )
        } catch {
            throw CanonicalError(.invalid("settings: \(error)"), at: reader.offset)
        }
    }
}

extension ChainSettings: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("chain", chain)
        writer.field("endpoints", endpoints)
        writer.field("genesis", genesis)
        writer.field("market", market)
        writer.field("fees", fees)
        writer.field("poll", poll)
        writer.field("planAge", planAge)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            chain: try reader.read(),
            endpoints: try reader.read(),
            genesis: try reader.read(),
            market: try reader.read(),
            fees: try reader.read(),
            poll: try reader.read(),
            planAge: try reader.read()
        )
    }
}

extension EndpointSettings: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("client", client)
        writer.field("isPrivate", isPrivate)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(client: try reader.read(), isPrivate: try reader.read())
    }
}

extension LaneSettings: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("lane", lane)
        writer.field("cap", cap)
        writer.field("dust", dust)
        writer.field("overdue", overdue)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            lane: try reader.read(),
            cap: try reader.read(),
            dust: try reader.read(),
            overdue: try reader.read()
        )
    }
}

extension Timing: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("answer", answer)
        writer.field("signature", signature)
        writer.field("attempt", attempt)
        writer.field("patience", patience)
        writer.field("review", review)
        writer.field("sendDeadline", sendDeadline)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init()
        answer = try reader.read()
        signature = try reader.read()
        attempt = try reader.read()
        patience = try reader.read()
        review = try reader.read()
        sendDeadline = try reader.read()
    }
}

extension Command: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .halt(let halt, let now):
            writer.choice(0, "halt") { writer in
                writer.field("halt", halt)
                writer.field("now", now)
            }
        case .resume(let scope, let name):
            writer.choice(1, "resume") { writer in
                writer.field("scope", scope)
                writer.field("by", name)
            }
        case .adopt(let account, let count, let name):
            writer.choice(2, "adopt") { writer in
                writer.field("account", account)
                writer.field("count", count)
                writer.field("by", name)
            }
        case .adoptBalances(let chain, let name):
            writer.choice(3, "adoptBalances") { writer in
                writer.field("chain", chain)
                writer.field("by", name)
            }
        case .reopen(let lane, let name):
            writer.choice(4, "reopen") { writer in
                writer.field("lane", lane)
                writer.field("by", name)
            }
        case .writeOff(let lane, let transfer, let name):
            writer.choice(5, "writeOff") { writer in
                writer.field("lane", lane)
                writer.field("transfer", transfer)
                writer.field("by", name)
            }
        case .park(let saga, let name):
            writer.choice(6, "park") { writer in
                writer.field("saga", saga)
                writer.field("by", name)
            }
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .halt(try reader.read(), now: try reader.read())
        case 1: self = .resume(try reader.read(), by: try reader.read())
        case 2:
            self = .adopt(
                try reader.read(),
                count: try reader.read(),
                by: try reader.read()
            )
        case 3: self = .adoptBalances(try reader.read(), by: try reader.read())
        case 4: self = .reopen(try reader.read(), by: try reader.read())
        case 5:
            self = .writeOff(
                try reader.read(),
                transfer: try reader.read(),
                by: try reader.read()
            )
        case 6: self = .park(saga: try reader.read(), by: try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
