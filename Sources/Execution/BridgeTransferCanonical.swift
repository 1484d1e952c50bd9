import Numerics
import Routes
public import Vocabulary

// The canonical forms of transfers.

extension TransferTerms: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("number", number)
        writer.field("lane", lane)
        writer.field("recipient", recipient)
        writer.field("refundee", refundee)
        writer.field("amount", amount)
        writer.field("most", most)
        writer.field("limit", limit)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            number: try reader.read(),
            lane: try reader.read(),
            recipient: try reader.read(),
            refundee: try reader.read(),
            amount: try reader.read(),
            most: try reader.read(),
            limit: try reader.read()
        )
    }
}

extension BridgeTransfer: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("terms", terms)
        writer.field("source", source)
        writer.field("payouts", payouts)
        writer.field("refunds", refunds)
        writer.field("isOverdue", isOverdue)
        writer.field("sourceFinal", sourceFinal)
        writer.field("destinationFinal", destinationFinal)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(try reader.read())
        source = try reader.read()
        payouts = try reader.read()
        refunds = try reader.read()
        isOverdue = try reader.read()
        sourceFinal = try reader.read()
        destinationFinal = try reader.read()
        guard payouts.count <= Self.mostPayouts, refunds.count <= Self.mostPayouts else {
            throw CanonicalError(.tooLarge, at: reader.offset)
        }
    }
}

extension BridgeTransfer.Payout: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("payout", payout)
        writer.field("isFinal", isFinal)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        payout = try reader.read()
        isFinal = try reader.read()
    }
}

extension BridgeTransfer.Source: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .requested: writer.choice(0, "requested")
        case .locked(let lock, let since, let isFinal):
            writer.choice(1, "locked") { writer in
                writer.field("lock", lock)
                writer.field("since", since)
                writer.field("isFinal", isFinal)
            }
        case .failed(let failure, let block, let isFinal):
            writer.choice(2, "failed") { writer in
                writer.field("failure", failure)
                writer.field("block", block)
                writer.field("isFinal", isFinal)
            }
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .requested
        case 1:
            self = .locked(
                try reader.read(),
                since: try reader.read(),
                isFinal: try reader.read()
            )
        case 2:
            self = .failed(
                try reader.read(),
                block: try reader.read(),
                isFinal: try reader.read()
            )
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
