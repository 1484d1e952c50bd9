import Numerics
import Venues
public import Vocabulary

// The canonical form of what was seen.

extension Snapshot: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("chain", chain)
        writer.field("block", block)
        writer.field("pools", pools)
        writer.field("balances", balances)
        writer.field("gasMoney", gasMoney)
        writer.field("vaults", vaults)
        writer.field("oracles", oracles)
        writer.field("pauses", pauses)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let snapshot = Snapshot(
            chain: try reader.read(),
            block: try reader.read(),
            pools: try reader.read(),
            balances: try reader.read(),
            gasMoney: try reader.read(),
            vaults: try reader.read(),
            oracles: try reader.read(),
            pauses: try reader.read()
        )
        self = try reader.whole(snapshot, "snapshot")
    }
}

extension PoolSight: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("pool", pool)
        writer.field("state", state)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(pool: try reader.read(), state: try reader.read())
    }
}

extension BalanceSight: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("token", token)
        writer.field("amount", amount)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(token: try reader.read(), amount: try reader.read())
    }
}

extension VaultSight: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("token", token)
        writer.field("exit", exit)
        writer.field("available", available)
        writer.field("pending", pending)
        writer.field("isPaused", isPaused)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            token: try reader.read(),
            exit: try reader.read(),
            available: try reader.read(),
            pending: try reader.read(),
            isPaused: try reader.read()
        )
    }
}

extension OracleSight: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("feed", feed)
        writer.field("round", round)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(feed: try reader.read(), round: try reader.read())
    }
}

extension OracleRound: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("answer", answer)
        writer.field("updated", updated)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let round = OracleRound(answer: try reader.read(), updated: try reader.read())
        self = try reader.whole(round, "oracle round")
    }
}

extension PauseSight: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("contract", contract)
        writer.field("isPaused", isPaused)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(contract: try reader.read(), isPaused: try reader.read())
    }
}
