public import Vocabulary

extension TradeRecord: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("plan", plan)
        writer.field("route", route)
        writer.field("mission", mission)
        writer.field("opened", opened)
        writer.field("closed", closed)
        writer.field("outcome", outcome)
        writer.field("dearSide", dearSide)
        writer.field("flows", flows)
        writer.field("result", result)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let record = TradeRecord(
            plan: try reader.read(),
            route: try reader.read(),
            mission: try reader.read(),
            opened: try reader.read(),
            closed: try reader.read(),
            outcome: try reader.read(),
            dearSide: try reader.read(),
            flows: try reader.read(),
            result: try reader.read()
        )
        self = try reader.whole(record, "trade")
    }
}

extension TradeFlows: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("baseSold", baseSold)
        writer.field("baseBought", baseBought)
        writer.field("quoteReceived", quoteReceived)
        writer.field("quotePaid", quotePaid)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            baseSold: try reader.read(),
            baseBought: try reader.read(),
            quoteReceived: try reader.read(),
            quotePaid: try reader.read()
        )
    }
}

extension TradeFlows.Flow: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("token", token)
        writer.field("amount", amount)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(try reader.read(), try reader.read())
    }
}

extension TradeResult: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("numeraire", numeraire)
        writer.field("plannedNet", plannedNet)
        writer.field("realisedNet", realisedNet)
        writer.field("fees", fees)
        writer.field("gas", gas)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let result = TradeResult(
            numeraire: try reader.read(),
            plannedNet: try reader.read(),
            realisedNet: try reader.read(),
            fees: try reader.read(),
            gas: try reader.read()
        )
        self = try reader.whole(result, "trade result")
    }
}
