import Routes
import Venues
public import Vocabulary

// The canonical forms of all that a verdict depends on: with these bytes it can be made again.

extension Scene: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("now", now)
        writer.field("chains", chains)
        writer.field("lanes", lanes)
        writer.field("prices", prices)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            now: try reader.read(),
            chains: try reader.read(),
            lanes: try reader.read(),
            prices: try reader.read()
        )
    }
}

extension ReferencePrice: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("token", token)
        writer.field("price", price)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            token: try reader.read(),
            price: try reader.read()
        )
    }
}

extension ChainScene: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("chain", chain)
        writer.field("name", name)
        writer.field("blockInterval", blockInterval)
        writer.field("block", block)
        writer.field("isDisputed", isDisputed)
        writer.field("pools", pools)
        writer.field("holdings", holdings)
        writer.field("gasMoney", gasMoney)
        writer.field("gasPrice", gasPrice)
        writer.field("nativePrice", nativePrice)
        writer.field("pauses", pauses)
        writer.field("executor", executor)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            chain: try reader.read(),
            name: try reader.read(),
            blockInterval: try reader.read(),
            block: try reader.read(),
            isDisputed: try reader.read(),
            pools: try reader.read(),
            holdings: try reader.read(),
            gasMoney: try reader.read(),
            gasPrice: try reader.read(),
            nativePrice: try reader.read(),
            pauses: try reader.read(),
            executor: try reader.read()
        )
    }
}

extension PoolScene: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("pool", pool)
        writer.field("state", state)
        writer.field("lastExecution", lastExecution)
        writer.field("hasOpenLeg", hasOpenLeg)
        writer.field("volume", volume)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            pool: try reader.read(),
            state: try reader.read(),
            lastExecution: try reader.read(),
            hasOpenLeg: try reader.read(),
            volume: try reader.read()
        )
    }
}

extension Holding: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("token", token)
        writer.field("amount", amount)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            token: try reader.read(),
            amount: try reader.read()
        )
    }
}

extension LaneScene: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("lane", lane)
        writer.field("isOpen", isOpen)
        writer.field("isPaused", isPaused)
        writer.field("required", required)
        writer.field("held", held)
        writer.field("claimed", claimed)
        writer.field("runway", runway)
        writer.field("coverMinutes", coverMinutes)
        writer.field("isOneWay", isOneWay)
        writer.field("inFlight", inFlight)
        writer.field("lastTransfer", lastTransfer)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            lane: try reader.read(),
            isOpen: try reader.read(),
            isPaused: try reader.read(),
            required: try reader.read(),
            held: try reader.read(),
            claimed: try reader.read(),
            runway: try reader.read(),
            coverMinutes: try reader.read(),
            isOneWay: try reader.read(),
            inFlight: try reader.read(),
            lastTransfer: try reader.read()
        )
    }
}

extension Standing: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("isHalted", isHalted)
        writer.field("run", run)
        writer.field("average", average)
        writer.field("cooldownUntil", cooldownUntil)
        writer.field("most", most)
        writer.field("volumeToday", volumeToday)
        writer.field("subsidyToday", subsidyToday)
        writer.field("unwindingLeft", unwindingLeft)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init()
        isHalted = try reader.read()
        run = try reader.read()
        average = try reader.read()
        cooldownUntil = try reader.read()
        most = try reader.read()
        volumeToday = try reader.read()
        subsidyToday = try reader.read()
        unwindingLeft = try reader.read()
    }
}
