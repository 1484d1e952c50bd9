import Execution
import Ledger
import Numerics
import Parity
import Vocabulary

/// What the legs of a saga have moved for good, and what gas they took, also those that failed.
struct SagaTally: Hashable, Sendable {
    let saga: UInt64
    var baseSold: TradeFlows.Flow
    var baseBought: TradeFlows.Flow
    var quoteReceived: TradeFlows.Flow
    var quotePaid: TradeFlows.Flow
    /// Of the chain where base is sold, and of the other.
    var gas: [Wei] = [.zero, .zero]

    init(_ saga: UInt64, _ plan: Plan) {
        self.saga = saga
        baseSold = TradeFlows.Flow(plan.sell.tokenIn, Amount(units: .zero))
        baseBought = TradeFlows.Flow(plan.buy.tokenOut, Amount(units: .zero))
        quoteReceived = TradeFlows.Flow(plan.sell.tokenOut, Amount(units: .zero))
        quotePaid = TradeFlows.Flow(plan.buy.tokenIn, Amount(units: .zero))
    }

    var flows: TradeFlows {
        TradeFlows(
            baseSold: baseSold,
            baseBought: baseBought,
            quoteReceived: quoteReceived,
            quotePaid: quotePaid
        )
    }

    /// A sale or a purchase happens once in a saga, where it was planned or where it mends.
    mutating func note(_ fill: LegFill, of leg: PlannedLeg, isSale: Bool) {
        let given = TradeFlows.Flow(leg.tokenIn, Amount(units: fill.sold))
        let taken = TradeFlows.Flow(leg.tokenOut, Amount(units: fill.received))
        if isSale {
            (baseSold, quoteReceived) = (given, taken)
        } else {
            (baseBought, quotePaid) = (taken, given)
        }
    }

    mutating func note(gas paid: Wei, onSellingChain: Bool) {
        let place = onSellingChain ? 0 : 1
        let (sum, overflow) = gas[place].value.addingReportingOverflow(paid.value)
        gas[place] = Wei(overflow ? .max : sum)
    }
}

extension Memory {
    /// Counts what became of a saga's transaction once it is final.
    mutating func tally(_ errand: Errand) {
        guard
            let number = errand.saga, let landing = errand.landing,
            let saga = saga(number),
            let index = tallies.firstIndex(where: { $0.saga == number })
        else { return }
        let isOnSellingChain = errand.account.chain == saga.plan.sell.chain
        if landing.deed != .foreign {
            tallies[index].note(gas: landing.gas, onSellingChain: isOnSellingChain)
        }
        guard case .traded(.filled(let fill)) = landing.deed else { return }
        switch (errand.purpose, saga.state) {
        case (.leg(_, let side), _):
            tallies[index].note(fill, of: saga.planned(side), isSale: side == .sell)
        case (.mending, .unwinding(let naked, let attempt, _)):
            tallies[index].note(fill, of: attempt.planned, isSale: naked.filled == .buy)
        default: break
        }
    }
}

extension SagaTally: CanonicalRecord {
    func writeFields(to writer: inout CanonicalWriter) {
        writer.field("saga", saga)
        writer.field("baseSold", baseSold)
        writer.field("baseBought", baseBought)
        writer.field("quoteReceived", quoteReceived)
        writer.field("quotePaid", quotePaid)
        writer.field("gas", gas)
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        saga = try reader.read()
        baseSold = try reader.read()
        baseBought = try reader.read()
        quoteReceived = try reader.read()
        quotePaid = try reader.read()
        gas = try reader.read()
        guard gas.count == 2 else {
            throw CanonicalError(.invalid("a saga's gas"), at: reader.offset)
        }
    }
}
