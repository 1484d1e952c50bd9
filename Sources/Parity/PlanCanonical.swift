import Venues
public import Vocabulary

// The canonical forms of plans and verdicts.

extension PoolTrade: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("pool", pool)
        writer.field("sellsBase", side == .base)
        writer.field("sold", sold)
        writer.field("received", received)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let pool: ContractKey = try reader.read()
        let sellsBase: Bool = try reader.read()
        self.init(
            pool: pool,
            side: sellsBase ? .base : .quote,
            sold: try reader.read(),
            received: try reader.read()
        )
    }
}

extension PlannedSwap: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("trade", trade)
        writer.field("minimum", minimum)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(trade: try reader.read(), minimum: try reader.read())
    }
}

extension PlannedLeg: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("chain", chain)
        writer.field("chainName", chainName)
        writer.field("tokenIn", tokenIn)
        writer.field("unitIn", unitIn)
        writer.field("tokenOut", tokenOut)
        writer.field("unitOut", unitOut)
        writer.field("swaps", swaps)
        writer.field("amountIn", amountIn)
        writer.field("quotedOut", quotedOut)
        writer.field("minimumOut", minimumOut)
        writer.field("deadline", deadline)
        writer.field("gasLimit", gasLimit)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            chain: try reader.read(),
            chainName: try reader.read(),
            tokenIn: try reader.read(),
            unitIn: try reader.read(),
            tokenOut: try reader.read(),
            unitOut: try reader.read(),
            swaps: try reader.read(),
            amountIn: try reader.read(),
            quotedOut: try reader.read(),
            minimumOut: try reader.read(),
            deadline: try reader.read(),
            gasLimit: try reader.read()
        )
    }
}

extension CostLine: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("item", item)
        writer.field("subject", subject)
        writer.field("worth", worth)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            item: try reader.read(),
            subject: try reader.read(),
            worth: try reader.read()
        )
    }
}

extension WorstCase: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("bothAtMinimum", bothAtMinimum)
        writer.field("onlySold", onlySold)
        writer.field("onlyBought", onlyBought)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            bothAtMinimum: try reader.read(),
            onlySold: try reader.read(),
            onlyBought: try reader.read()
        )
    }
}

extension ShadowPrice: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("share", share)
        writer.field("isCredit", isCredit)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(share: try reader.read(), isCredit: try reader.read())
    }
}

extension TransferDecision.Outcome: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .goes(let amount, let delivered):
            writer.choice(0, "goes") { writer in
                writer.field("amount", amount)
                writer.field("delivered", delivered)
            }
        case .waits(let reason): writer.choice(1, "waits", reason)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .goes(amount: try reader.read(), delivered: try reader.read())
        case 1: self = .waits(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension TransferDecision: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("lane", lane)
        writer.field("unit", unit)
        writer.field("arriving", arriving)
        writer.field("outcome", outcome)
        writer.field("holding", holding)
        writer.field("target", target)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            lane: try reader.read(),
            unit: try reader.read(),
            arriving: try reader.read(),
            outcome: try reader.read(),
            holding: try reader.read(),
            target: try reader.read()
        )
    }
}

extension Plan: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("route", route)
        writer.field("mission", mission)
        writer.field("dear", dear)
        writer.field("size", size)
        writer.field("sizeUnit", sizeUnit)
        writer.field("sell", sell)
        writer.field("buy", buy)
        writer.field("order", order)
        writer.field("gross", gross)
        writer.field("costs", costs)
        writer.field("net", net)
        writer.field("worstCase", worstCase)
        writer.field("tolerance", tolerance)
        writer.field("shadowPrice", shadowPrice)
        writer.field("transfers", transfers)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            route: try reader.read(),
            mission: try reader.read(),
            dear: try reader.read(),
            size: try reader.read(),
            sizeUnit: try reader.read(),
            sell: try reader.read(),
            buy: try reader.read(),
            order: try reader.read(),
            gross: try reader.read(),
            costs: try reader.read(),
            net: try reader.read(),
            worstCase: try reader.read(),
            tolerance: try reader.read(),
            shadowPrice: try reader.read(),
            transfers: try reader.read()
        )
    }
}

extension Verdict: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .inParity: writer.choice(0, "in parity")
        case .hold(let rule, let subject):
            writer.choice(1, "hold") { writer in
                writer.field("rule", rule)
                writer.field("subject", subject)
            }
        case .unaffordable(let rule, let subject):
            writer.choice(2, "unaffordable") { writer in
                writer.field("rule", rule)
                writer.field("subject", subject)
            }
        case .trade(let plan): writer.choice(3, "trade", plan)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .inParity
        case 1: self = .hold(try reader.read(), subject: try reader.read())
        case 2: self = .unaffordable(try reader.read(), subject: try reader.read())
        case 3: self = .trade(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension LaneNote: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("lane", lane)
        writer.field("coverMinutes", coverMinutes)
        writer.field("runway", runway)
        writer.field("isOneWay", isOneWay)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            lane: try reader.read(),
            coverMinutes: try reader.read(),
            runway: try reader.read(),
            isOneWay: try reader.read()
        )
    }
}

extension Assessment: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("route", route)
        writer.field("verdict", verdict)
        writer.field("deviation", deviation)
        writer.field("dear", dear)
        writer.field("checks", checks)
        writer.field("subsidySpent", isSubsidySpent)
        writer.field("band", band)
        writer.field("lanes", lanes)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            route: try reader.read(),
            verdict: try reader.read(),
            deviation: try reader.read(),
            dear: try reader.read(),
            checks: try reader.read(),
            isSubsidySpent: try reader.read(),
            band: try reader.read(),
            lanes: try reader.read()
        )
    }
}
