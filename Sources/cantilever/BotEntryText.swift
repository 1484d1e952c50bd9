import Bot
import Execution
import Journal
import Ledger
import Numerics
import Parity
import Risk
import Routes
import Vocabulary

/// An entry of the bot in the words that matter, on one line; everything in it is in its view.
enum BotEntryText {
    /// `nil` for what the bot did not write, or not in this version.
    static func words(_ found: RecordedEntry) -> String? {
        let (kind, bytes) = (found.entry.kind, found.entry.bytes)
        if kind == WritingProgram.kind, let program = try? WritingProgram(canonicalBytes: bytes) {
            return "\(program.build), rules \(program.rules)"
        }
        guard let entry = try? found.botEntry() else { return nil }
        return "\(time(entry.at))  \(words(for: entry.fact))"
    }

    private static func time(_ at: Instant) -> String { "\(at.milliseconds)" }

    private static func words(for fact: Entry.Fact) -> String {
        switch fact {
        case .configured(let settings):
            "\(settings.fleet.routes.map(\.name).joined(separator: ", ")) over "
                + settings.chains.map { "\($0.chain)" }.joined(separator: ", ")
        case .began: "a process goes on from what was written"
        case .judged(let judgement): judgement.assessment.summary
        case .planned(let trade): planned(trade)
        case .legSigned(let saga, let side, let signed, _):
            "trade \(saga): the \(side.rawValue) leg, \(words(for: signed))"
        case .legGivenUp(let saga): "trade \(saga): the second leg is not sent"
        case .attempted(let saga, let attempt, let signed, _):
            "trade \(saga): \(attempt.way.rawValue), \(words(for: signed))"
        case .sent(let transfer): sent(transfer)
        case .replaced(let signed): words(for: signed)
        case .filledGap(let signed): words(for: signed)
        case .landed(let account, let nonce, let inclusion, let landing):
            "\(nonce) of \(words(for: account)) in block \(inclusion.block): "
                + words(for: landing.deed)
        case .lane(let account, let event): "\(words(for: account)): \(event.canonicalJSON)"
        case .chain(let chain, let fact): "\(chain): \(words(for: fact))"
        case .bridge(let lane, let event): "\(words(for: lane)): \(event.canonicalJSON)"
        case .expecting(let transfer, let booking):
            "transfer \(transfer), as booking \(booking.number)"
        case .transferOver(let transfer): "transfer \(transfer)"
        case .books(let entry): words(for: entry)
        case .bridging(let saga, let transfers):
            "trade \(saga): "
                + (transfers.isEmpty
                    ? "nothing" : "transfers " + transfers.map { "\($0)" }.joined(separator: ", "))
        case .parked(let saga, let reason): "trade \(saga): \(reason.rawValue)"
        case .closed(let trade):
            "trade \(trade.saga): \(words(for: trade.ending))"
                + (trade.realised.map { ", \($0.text(decimals: 6)) left" } ?? "")
        case .told(let trade):
            "trade \(trade.plan) of \(trade.route): \(trade.outcome.rawValue)"
        case .halted(let halt): "\(words(for: halt.scope)): \(halt.reason)"
        case .resumed(let scope, let name): "\(words(for: scope)), by \(name)"
        case .observed(let observation): observation.canonicalJSON
        case .expired: "halts whose time is over"
        case .ordered(let command): command.canonicalJSON
        }
    }

    private static func planned(_ trade: PlannedTrade) -> String {
        let legs = trade.legs.map { "\($0.side.rawValue) on \($0.signed.account.chain)" }
        return "trade \(trade.saga) of \(trade.plan.route): \(legs.joined(separator: " and ")), "
            + "\(trade.plan.net.text(decimals: 6)) net"
    }

    private static func sent(_ transfer: SentTransfer) -> String {
        let terms = transfer.terms
        return "transfer \(terms.number): \(terms.amount) units over \(words(for: terms.lane)), "
            + words(for: transfer.signed)
    }

    private static func words(for signed: SignedFor) -> String {
        "\(signed.payload.purpose.rawValue) \(signed.payload.nonce) of "
            + "\(words(for: signed.account)), \(signed.payload.hash)"
    }

    private static func words(for account: AccountKey) -> String {
        "\(account.account) on \(account.chain)"
    }

    private static func words(for lane: LaneKey) -> String {
        "\(lane.source.address) on \(lane.source.chain) to \(lane.destination.chain)"
    }

    private static func words(for deed: Landing.Deed) -> String {
        switch deed {
        case .traded(.filled(let fill)): "sold \(fill.sold) for \(fill.received) units"
        case .traded(.reverted): "reverted"
        case .traded(.cancelled), .nothing: "nothing to oneself"
        case .traded(.lost), .foreign: "somebody else's"
        case .traded(.contradictory): "without the logs it must have"
        case .locked(let lock, _): "locked, \(lock.owed) units owed"
        case .sendReverted: "the send reverted"
        case .withoutLock: "without the bridge's lock"
        }
    }

    private static func words(for fact: ChainFact) -> String {
        switch fact {
        case .reorganised(let fork): "reorganised above block \(fork)"
        case .finalised(let block): "final through block \(block.number)"
        case .faulted(nil): "no fault any more"
        case .faulted(let fault?): "fault \(fault.canonicalJSON)"
        case .premised(let premises): "\(premises.count) contracts as they are held to be"
        }
    }

    private static func words(for entry: BooksEntry) -> String {
        let events = entry.events.map { event in
            switch event {
            case .reserve(let booking): "reserve \(booking.id.number)"
            case .post(let id): "post \(id.number)"
            case .settle(let booking): "settle \(booking.id.number)"
            case .void(let id): "void \(id.number)"
            }
        }
        return events.joined(separator: ", ") + (entry.plan.map { " for trade \($0)" } ?? "")
    }

    private static func words(for ending: Ending) -> String {
        switch ending {
        case .settled: "settled"
        case .unwound(_, let attempt, _): "unwound by \(attempt.way.rawValue)"
        case .nothingFilled: "nothing filled"
        case .parked(_, let reason): "parked, \(reason.rawValue)"
        }
    }

    private static func words(for scope: Halt.Scope) -> String {
        switch scope {
        case .global: "everything"
        case .chain(let chain): "chain \(chain)"
        case .route(let route): "route \(route)"
        }
    }
}
