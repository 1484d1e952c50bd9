import Execution
import Ledger
import Numerics
import Risk
import Routes
import Vocabulary

// The books against the chain.

extension Bot {
    /// What the chain says we have, held against what the books say.
    mutating func reconcile(_ seen: Desk.Seen, at index: Int) {
        let chain = desks[index].chain
        guard chain.executor != nil else { return }
        var lines: [Statement.Line] = []
        for sight in seen.snapshot.balances {
            guard case .known(let held) = sight.amount else { continue }
            let key = ContractKey(chain: chain.id, address: sight.token)
            // What comes out of a bridge, or back, is there before it is final.
            if isExpected(key), isAtLeastBooked(held, of: key) { continue }
            lines.append(Statement.Line(.token(key), [.crossChain], balance: held))
        }
        let isPaying = memory.lanes.contains { $0.key.chain == chain.id && !$0.slots.isEmpty }
        if !isPaying, case .known(let coins) = seen.snapshot.gasMoney {
            lines.append(Statement.Line(.native(chain.id), [.crossChain], balance: coins.value))
        }
        let isFirst = !memory.books.accounts.contains { $0.asset.chain == chain.id }
        // Books that begin with something unknown would take it for nothing.
        if isFirst, !isWhollyKnown(seen.snapshot, of: chain) { return }
        if isFirst || adopting.contains(chain.id) && isAtRest(chain.id) {
            return adopt(lines, of: chain.id)
        }
        // Equal balances need no statement; most blocks change none.
        let differing = isPlanted(.unnoticedDrift) ? [] : lines.filter { !agrees($0) }
        for start in stride(from: 0, to: differing.count, by: Statement.mostLines) {
            compare(Array(differing[start...].prefix(Statement.mostLines)), seen, on: chain)
        }
    }

    /// Whether nothing under way could be in the balances and not in the books: adopted, it would be booked
    /// twice.
    private func isAtRest(_ chain: ChainID) -> Bool {
        let isPaying = memory.lanes.contains { $0.key.chain == chain && !$0.slots.isEmpty }
        let isTaking = memory.books.open.contains { booking in
            booking.entries.contains { entry in
                entry.account.asset.chain == chain && entry.account.kind == .crossChain
                    && entry.change.isNegative
            }
        }
        let isBringing = memory.gates.contains { gate in
            gate.open.contains { transfer in
                switch transfer.state {
                case .arriving: gate.lane.destination.chain == chain
                case .refunding: gate.lane.source.chain == chain
                default: false
                }
            }
        }
        return !isPaying && !isTaking && !isBringing
    }

    private func isWhollyKnown(_ snapshot: Snapshot, of chain: Chain) -> Bool {
        snapshot.balances.allSatisfy { $0.amount.value != nil }
            && (chain.account == nil || snapshot.gasMoney.value != nil)
    }

    private func isExpected(_ token: ContractKey) -> Bool {
        memory.transfers.contains { $0.lane.source == token || $0.lane.destination == token }
    }

    private func isAtLeastBooked(_ held: UInt256, of token: ContractKey) -> Bool {
        let booked = memory.books.balance(of: Account(.token(token), .crossChain))
        return Int256(magnitude: held, isNegative: false).map { $0 >= booked } ?? true
    }

    private func agrees(_ line: Statement.Line) -> Bool {
        Int256(magnitude: line.balance, isNegative: false)
            == memory.books.balance(of: Account(line.asset, .crossChain))
    }

    /// What owners brought or took.
    private mutating func adopt(_ lines: [Statement.Line], of chain: ChainID) {
        adopting.removeAll { $0 == chain }
        for line in lines {
            guard let found = Int256(magnitude: line.balance, isNegative: false) else { continue }
            let account = Account(line.asset, .crossChain)
            let change = found &- memory.books.balance(of: account)
            let owed = memory.books.balance(of: Account(line.asset, .suspense))
            var entries: [BookEntry] = []
            if change != .zero { entries.append(BookEntry(account, change)) }
            if owed != .zero {
                entries.append(BookEntry(Account(line.asset, .suspense), .zero &- owed))
            }
            let flow = change &- owed
            if flow != .zero {
                entries.append(BookEntry(Account(line.asset, .capital), .zero &- flow))
            }
            settle(entries, plan: nil)
        }
    }

    private mutating func compare(
        _ lines: [Statement.Line],
        _ seen: Desk.Seen,
        on chain: Chain
    ) {
        guard
            let statement = Statement(
                chain: chain.id,
                block: seen.block.hash,
                lines: lines,
                undecided: memory.books.open.map(\.id)
            ),
            let found = try? memory.books.reconciled(with: statement, as: memory.nextBooking)
        else { return }
        if let suspense = found.suspense {
            book([.settle(suspense)], plan: nil)
            alert(.warning, "surplus \(chain.id)", "\(chain.name) has more than the books explain")
        }
        guard found.mustHalt, !isHalted(by: .shortfall, .global) else { return }
        for finding in found.findings {
            guard case .shortfall(let units) = finding.verdict else { continue }
            alert(
                .critical,
                "shortfall \(finding.asset)",
                "\(chain.name): \(units) base units of \(finding.asset) are missing"
            )
        }
        record(.halted(Halt(.global, because: .shortfall, since: step.now)))
    }

    func isHalted(by cause: Halt.Cause, _ scope: Halt.Scope) -> Bool {
        memory.stops?.halts.standing.contains { $0.scope == scope && $0.author == .bot(cause) }
            ?? false
    }
}
