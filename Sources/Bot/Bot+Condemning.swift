import Contracts
import Ethereum
import Hashing
import Risk
import Routes
import Vocabulary
import Watch

// What an inspection of a chain's contracts comes to: routes that stand still, pools that are not traded.

extension Bot {
    mutating func judge(
        _ inspection: Inspection,
        of asked: DeskInspection.Asked,
        at index: Int
    ) {
        guard let fleet = memory.settings?.fleet else { return }
        let chain = desks[index].chain
        let reliance = Reliance(fleet, chain)
        desks[index].inspection.asked = nil
        desks[index].inspection.failures = 0
        var fresh: [Premise] = []
        for (place, contract) in asked.plan.contracts.enumerated() {
            let sight = PremiseSight(
                contract: contract,
                code: inspection.contracts[place].code,
                delegation: Premise.Delegation(asked.plan.delegate(of: place, inspection))
            )
            switch memory.premises(of: chain.id).judge(sight) {
            case .stands, .unread: break
            case .first(let premise): fresh.append(premise)
            case .missing: condemn(contract, "has no code", reliance, at: index)
            case .changed(let known, let seen):
                // Whoever resumes has accepted it.
                fresh.append(seen)
                condemn(
                    contract,
                    seen.differs(from: known) { "\("\($0)".prefix(18))…" },
                    inFull: seen.differs(from: known) { "\($0)" },
                    reliance,
                    at: index
                )
            }
        }
        if !fresh.isEmpty { record(.chain(chain.id, .premised(fresh))) }
        // Once in a process: a token may be odd, and whoever resumes has accepted that.
        for wrong in asked.plan.wrongDecimals(inspection)
        where !desks[index].inspection.odd.contains(wrong) {
            desks[index].inspection.odd.append(wrong)
            let isToken = reliance.tokens.contains { $0.address == wrong.contract }
            let hint = " (where that is known to be untrue, the file can say so)"
            condemn(
                wrong.contract,
                "\(wrong)",
                inFull: "\(wrong)\(isToken ? hint : "")",
                reliance,
                at: index
            )
        }
        for wrong in asked.plan.wrongTokens(inspection)
        where !desks[index].inspection.foreign.contains(wrong) {
            desks[index].inspection.foreign.append(wrong)
            let text = "has another \(wrong.side) than \(wrong.stated.symbol)"
            condemn(wrong.pool, text, inFull: "\(wrong)", reliance, at: index)
        }
        for contradiction in asked.plan.contradictions(inspection) {
            quarantine(contradiction, reliance, at: index)
        }
        desks[index].inspection.done += asked.plan.contracts.count
        if desks[index].inspection.done < contracts(reliance, of: chain.id).count {
            return inspect(at: index)
        }
        endInspection(at: index, asked.block)
    }

    private mutating func endInspection(at index: Int, _ block: Block) {
        judgeValidators(at: index)
        desks[index].inspection.done = 0
        desks[index].inspection.due = block.number &+ DeskInspection.period
        guard !desks[index].inspection.hasPassed else { return }
        desks[index].inspection.hasPassed = true
        // What has waited for it.
        if desks.allSatisfy({ $0.inspection.hasPassed && $0.agreed != nil }) { assess() }
    }

    /// Who may seal says every header itself: another set than the pinned one has another quorum.
    private mutating func judgeValidators(at index: Int) {
        let chain = desks[index].chain
        guard
            case .sealed(let rule, let pinned) = chain.finality,
            let header = desks[index].agreed?.sight.header.header,
            let sealed = try? SealedHeader(header, rules: rule == .qbft ? .qbft : .ibft2)
        else { return }
        let now = sealed.extraData.validators
        guard now.sorted() != pinned.sorted() else { return }
        let text =
            "\(chain.name): validators are \(now.count) others than the \(pinned.count) pinned"
        guard halt(.chain(chain.id), text) else { return }
        let list = now.map { "\($0)" }.joined(separator: ", ")
        alert(
            .critical,
            "validators \(chain.id)",
            "\(text): \(list); ask the chain's operators, correct 'validators', then resume"
        )
    }

    /// Halts whatever relies on the contract: for `text`, which people are told `inFull`.
    private mutating func condemn(
        _ contract: Address,
        _ text: String,
        inFull full: String? = nil,
        _ reliance: Reliance,
        at index: Int
    ) {
        let chain = desks[index].chain
        let relied = reliance.contract(contract) ?? whoRuns(contract, reliance, of: chain.id)
        let name = relied.map { $0.address == contract ? $0.name : "what \($0.name) runs" }
        let which = "\(chain.name): \(name ?? "contract") \(contract)"
        var isNews = false
        for scope in relied?.routes?.map(Halt.Scope.route) ?? [.chain(chain.id)] {
            isNews = halt(scope, "\(which) \(text)") || isNews
        }
        guard isNews else { return }
        let who = relied?.routes.map { "routes \($0.joined(separator: ", "))" } ?? "the chain"
        alert(
            .critical,
            "contract \(chain.id) \(contract)",
            "\(which) \(full ?? text); \(who) stand still: find out who changed it and what it does "
                + "now, then resume"
        )
    }

    /// The first relied on contract that comes to this one over its proxies.
    private func whoRuns(
        _ contract: Address,
        _ reliance: Reliance,
        of chain: ChainID
    ) -> ReliedContract? {
        let premises = memory.premises(of: chain)
        return reliance.contracts.first { relied in
            var next = relied.address
            for _ in 0..<Self.mostProxies {
                guard case .to(let other)? = premises.premise(of: next)?.delegation else {
                    return false
                }
                if other == contract { return true }
                next = other
            }
            return false
        }
    }

    /// Behind one another.
    private static let mostProxies = 8

    /// False where it stands already, for the same reason.
    private mutating func halt(_ scope: Halt.Scope, _ reason: String) -> Bool {
        var reason = "\(Halt.Cause.contract.rawValue): \(reason)"
        while reason.utf8.count > Halt.longestReason { reason.removeLast() }
        let halt = Halt(scope, because: .contract, reason: reason, since: step.now)
        let stands = halts.contains { other in
            other.scope == scope && other.author == halt.author && other.reason == halt.reason
        }
        guard !stands else { return false }
        record(.halted(halt))
        return true
    }

    /// Whether a route that crosses here stands still for one of its contracts: it may be the bridge's.
    func isCondemned(_ lane: LaneKey) -> Bool {
        let routes = memory.settings?.fleet.routes ?? []
        return halts.contains { halt in
            guard halt.author == .bot(.contract), case .route(let name) = halt.scope else {
                return false
            }
            return routes.contains { $0.name == name && $0.lanes.all.contains { $0.key == lane } }
        }
    }

    private mutating func quarantine(
        _ contradiction: InspectionPlan.Contradiction,
        _ reliance: Reliance,
        at index: Int
    ) {
        let (chain, pool) = (desks[index].chain, contradiction.probe.pool)
        guard !desks[index].inspection.quarantine.contains(where: { $0.pool == pool }) else {
            return
        }
        let name = reliance.pools.first { $0.key.address == pool }?.name ?? "\(pool)"
        let text = "\(chain.name): pool \(name) \(pool) \(contradiction)"
        desks[index].inspection.quarantine.append((pool, text))
        alert(
            .critical,
            "pool \(chain.id) \(pool)",
            "\(text); it is not traded: correct its kind or revision, or take it out of the file"
        )
    }
}

extension Premise.Delegation {
    init(_ reading: Reading<Address?>) {
        switch reading {
        case .known(let address?): self = .to(address)
        case .known(nil): self = .none
        case .unknown: self = .unread
        }
    }
}

extension Premise {
    fileprivate func differs(from known: Premise, _ written: (Digest) -> String) -> String {
        if code != known.code {
            return "had the code \(written(known.code)), and has \(written(code))"
        }
        return "ran the code of \(known.delegation.words), and runs that of \(delegation.words)"
    }
}

extension Premise.Delegation {
    fileprivate var words: String {
        switch self {
        case .unread: "nobody knows whom"
        case .none: "itself"
        case .to(let address): "\(address)"
        }
    }
}
