import Bot
import Execution
import Ledger
import Vocabulary

/// Looks for what an id means while a journal is read.
struct ExplainSearch {
    private let id: ExplainID
    private var nonces = ExplainNonces()
    private var matches: [Match] = []
    /// Around an entry that can't be explained.
    private var before: UInt64?
    private var after: UInt64?
    private var last: UInt64 = 0
    private var lastTrade: UInt64 = 0
    /// What the entry of that number is, if it is there.
    private var kind: String?

    private struct Match: Equatable {
        let name: String
        let target: Target
    }

    private enum Target: Equatable {
        case entry(UInt64)
        case trade(UInt64)
    }

    private var verdicts: [RecordedVerdict] = []

    init(_ id: ExplainID) {
        self.id = id
    }

    mutating func take(_ found: ExplainEntry) {
        nonces.take(found.entry.fact)
        last = found.index
        if case .planned(let trade) = found.entry.fact { lastTrade = max(lastTrade, trade.saga) }
        let isVerdict = if case .judged = found.entry.fact { true } else { false }
        switch id {
        case .entry(let number):
            if isVerdict {
                if found.index < number { before = found.index }
                if found.index > number, after == nil { after = found.index }
            }
            guard found.index == number else { return }
            kind = EntryRecord(found.entry).kind
            match(found, "entry \(number)")
        case .trade(let number):
            guard case .planned(let trade) = found.entry.fact, trade.saga == number else { return }
            add(.trade(number), "trade \(number)")
        case .digest(let start):
            if found.digest.hasPrefix(start) {
                kind = EntryRecord(found.entry).kind
                match(found, "entry \(found.index)")
            }
            for (hash, name) in Self.hashes(in: found.entry.fact) where hash.hasPrefix(start) {
                guard let saga = nonces.saga(of: found.entry.fact) else { continue }
                add(.trade(saga), "\(name) of trade \(saga)")
            }
        }
    }

    private mutating func match(_ found: ExplainEntry, _ name: String) {
        if let verdict = RecordedVerdict(found) {
            verdicts.append(verdict)
            add(.entry(found.index), "\(name), a verdict")
        } else if let saga = nonces.saga(of: found.entry.fact) {
            add(.trade(saga), "\(name), of trade \(saga)")
        }
    }

    private mutating func add(_ target: Target, _ name: String) {
        guard !matches.contains(where: { $0.target == target }), matches.count < 16 else { return }
        matches.append(Match(name: name, target: target))
    }

    /// The hashes that a person finds on a chain.
    private static func hashes(in fact: Entry.Fact) -> [(hash: String, name: String)] {
        func text(_ payload: SignedPayload) -> String { String("\(payload.hash)".dropFirst(2)) }
        switch fact {
        case .planned(let trade):
            let plan = "\(PlanID(trade.plan, number: trade.saga).digest)"
            return [(plan.hasPrefix("0x") ? String(plan.dropFirst(2)) : plan, "the plan")]
                + trade.legs.map { (text($0.signed.payload), "the \($0.side.rawValue) leg") }
        case .legSigned(_, let side, let signed, _):
            return [(text(signed.payload), "the \(side.rawValue) leg")]
        case .attempted(_, _, let signed, _): return [(text(signed.payload), "what mends a leg")]
        case .replaced(let signed): return [(text(signed.payload), "a replacement")]
        default: return []
        }
    }

    func result(in path: String) throws(Failure) -> ExplainSource.Found {
        guard let match = matches.first else { throw nothing(in: path) }
        guard matches.count == 1 else {
            let names = matches.map(\.name).joined(separator: "; ")
            throw Failure(.negative, "\(path): that may be any of these: \(names); say more digits")
        }
        switch match.target {
        case .trade(let number): return .trade(number)
        case .entry(let index):
            guard let verdict = verdicts.first(where: { $0.index == index }) else {
                throw Failure(.internal, "a verdict that was found is not there")
            }
            return .verdict(verdict)
        }
    }

    private func nothing(in path: String) -> Failure {
        let how = "'cantilever explain' without an id lists what there is"
        switch id {
        case .entry(let number):
            let near = [before, after].compactMap(\.self).map { "\($0)" }
            let nearest =
                switch near.count {
                case 0: ""
                case 1: "; the nearest verdict is \(near[0])"
                default: "; the nearest verdicts are \(near.joined(separator: " and "))"
                }
            let what =
                kind.map {
                    "entry \(number) is of the kind '\($0)', which is neither a verdict nor a trade's"
                }
                ?? "there is no entry \(number) of the bot's, the last one is \(last)"
            return Failure(.negative, "\(path): \(what)\(nearest); \(how)")
        case .trade(let number):
            let most = lastTrade == 0 ? "no trade was made" : "the newest is trade \(lastTrade)"
            return Failure(.negative, "\(path): there is no trade \(number), \(most); \(how)")
        case .digest(let start):
            if let kind {
                return Failure(
                    .negative,
                    "\(path): \(start) is of the kind '\(kind)', which is neither a verdict nor a "
                        + "trade's; \(how)"
                )
            }
            return Failure(
                .negative,
                "\(path): no entry, plan or transaction of a trade begins with \(start); \(how)"
            )
        }
    }
}

/// Which nonces and transfers were given out for which trade.
struct ExplainNonces {
    private var sagas: [AccountKey: [UInt64: UInt64]] = [:]
    private var transfers: [UInt64: UInt64] = [:]

    mutating func take(_ fact: Entry.Fact) {
        switch fact {
        case .planned(let trade):
            for leg in trade.legs { note(leg.signed, trade.saga) }
        case .legSigned(let saga, _, let signed, _), .attempted(let saga, _, let signed, _):
            note(signed, saga)
        case .bridging(let saga, let numbers):
            for number in numbers { transfers[number] = saga }
        default: break
        }
    }

    private mutating func note(_ signed: SignedFor, _ saga: UInt64) {
        sagas[signed.account, default: [:]][signed.payload.nonce] = saga
    }

    /// The trade that an entry is about; `nil` for one that is about none.
    func saga(of fact: Entry.Fact) -> UInt64? {
        switch fact {
        case .planned(let trade): trade.saga
        case .legSigned(let saga, _, _, _), .legGivenUp(let saga), .attempted(let saga, _, _, _),
            .bridging(let saga, _), .parked(let saga, _):
            saga
        case .replaced(let signed): sagas[signed.account]?[signed.payload.nonce]
        case .landed(let account, let nonce, _, _): sagas[account]?[nonce]
        case .books(let entry): entry.plan
        case .closed(let trade): trade.saga
        case .told(let trade): trade.plan
        case .expecting(let transfer, _), .transferOver(let transfer): transfers[transfer]
        default: nil
        }
    }
}
