import Contracts
import Risk
import Routes
public import Vocabulary
import Watch

// Whether everything the fleet relies on is still what it was.

extension Bot {
    /// Goes on with the inspection of a chain, at a block that is agreed on.
    mutating func inspect(at index: Int) {
        guard
            let fleet = memory.settings?.fleet, let seen = desks[index].agreed,
            desks[index].inspection.asked == nil,
            seen.block.number >= desks[index].inspection.due
        else { return }
        let desk = desks[index]
        let reliance = Reliance(fleet, desk.chain)
        let contracts = contracts(reliance, of: desk.chain.id)
        let plan = InspectionPlan(
            reliance,
            contracts: Array(contracts.dropFirst(desk.inspection.done)),
            pools: seen.snapshot.pools,
            trader: desk.chain.account ?? .zero,
            answering: desk.inspection.known
        )
        let quorum = Quorum(desk.watch.preferred(at: step.now))
        guard !plan.contracts.isEmpty, !quorum.first.isEmpty else { return }
        desks[index].inspection.asked = DeskInspection.Asked(
            plan: plan,
            block: seen.block,
            quorum: quorum
        )
        for endpoint in quorum.first { askToInspect(at: index, endpoint) }
    }

    /// What is relied on, and what proxies among it have been found to run.
    func contracts(_ reliance: Reliance, of chain: ChainID) -> [Address] {
        var contracts = reliance.contracts.map(\.address)
        let premises = memory.premises(of: chain)
        var next = 0
        while next < contracts.count, contracts.count < Premises.mostEntries {
            if case .to(let other)? = premises.premise(of: contracts[next])?.delegation,
                !contracts.contains(other)
            {
                contracts.append(other)
            }
            next += 1
        }
        return contracts
    }

    private mutating func askToInspect(at index: Int, _ endpoint: Int) {
        guard let asked = desks[index].inspection.asked else { return }
        let isAsked = ask(
            .inspect(asked.plan, at: asked.block.hash),
            .inspection,
            of: Endpoint(chain: desks[index].chain.id, index: endpoint)
        )
        if !isAsked { missInspection(from: endpoint, at: index) }
    }

    mutating func take(_ inspection: Inspection, from endpoint: Int, at index: Int) {
        guard
            var asked = desks[index].inspection.asked,
            inspection.contracts.count == asked.plan.contracts.count,
            inspection.answers.count == asked.plan.calls.count
        else { return missInspection(from: endpoint, at: index) }
        let digest = inspection.digest
        if !asked.answers.contains(where: { $0.digest == digest }) {
            asked.answers.append((digest, inspection))
        }
        let outcome = asked.quorum.take(digest, from: endpoint)
        desks[index].inspection.asked = asked
        follow(outcome, at: index)
    }

    /// No answer is no witness.
    mutating func missInspection(from endpoint: Int, at index: Int) {
        guard let outcome = desks[index].inspection.asked?.quorum.take(nil, from: endpoint) else {
            return
        }
        follow(outcome, at: index)
    }

    private mutating func follow(_ outcome: Quorum.Outcome, at index: Int) {
        guard let asked = desks[index].inspection.asked else { return }
        switch outcome {
        case .waiting, .late: break
        case .ask(let others): for other in others { askToInspect(at: index, other) }
        case .agreed(let digest, _, _):
            guard let answer = asked.answers.first(where: { $0.digest == digest }) else { return }
            judge(answer.inspection, of: asked, at: index)
        case .alone(let digest, _):
            // One that is left of several is no witness.
            guard
                desks[index].settings.endpoints.count == 1,
                let answer = asked.answers.first(where: { $0.digest == digest })
            else { return giveUpInspection(at: index) }
            judge(answer.inspection, of: asked, at: index)
        case .disputed:
            let chain = desks[index].chain
            alert(
                .warning,
                "contracts \(chain.id)",
                "\(chain.name): endpoints disagree about what its contracts are"
            )
            desks[index].inspection.due = asked.block.number &+ DeskInspection.pause
            giveUpInspection(at: index)
        case .unknown: giveUpInspection(at: index)
        }
    }

    private mutating func giveUpInspection(at index: Int) {
        desks[index].inspection.asked = nil
        desks[index].inspection.failures += 1
        guard desks[index].inspection.failures == DeskInspection.manyFailures else { return }
        let chain = desks[index].chain
        alert(
            .warning,
            "contracts \(chain.id)",
            "\(chain.name): endpoints do not tell what its contracts are"
                + (desks[index].inspection.hasPassed
                    ? "" : "; until they do nothing is begun there")
        )
    }

    /// What is written down is the reference, whatever was seen first; whom a proxy runs it does not say.
    mutating func pin(_ pinned: [Premise], on chain: ChainID) {
        let premises = memory.premises(of: chain)
        let fresh = pinned.filter { $0.code != premises.premise(of: $0.contract)?.code }
        if !fresh.isEmpty { record(.chain(chain, .premised(fresh))) }
    }

    /// Only what these contracts answer is expected of them, whatever decimals their tokens have.
    mutating func expect(_ known: [KnownDecimals], on chain: ChainID) {
        if let index = desk(chain) { desks[index].inspection.known = known }
    }

    /// Somebody has looked at it: what is still wrong is said anew.
    mutating func inspectAnew(_ scope: Halt.Scope) {
        for index in desks.indices {
            let chain = desks[index].chain.id
            switch scope {
            case .global: break
            case .chain(let id): guard id == chain else { continue }
            case .route(let name):
                let isOn = memory.settings?.fleet.routes.contains { route in
                    route.name == name && [route.first.chain, route.second.chain].contains(chain)
                }
                guard isOn == true else { continue }
            }
            desks[index].inspection.quarantine = []
            desks[index].inspection.due = 0
            desks[index].inspection.done = 0
            desks[index].inspection.hasPassed = false
            if desks[index].inspection.asked == nil { inspect(at: index) }
        }
    }

    /// Whether everything on these chains has been inspected since the process began.
    public func hasInspected(_ chains: [ChainID]) -> Bool {
        chains.allSatisfy { chain in
            desk(chain).map { desks[$0].inspection.hasPassed } ?? false
        }
    }
}

// For those who only look.

extension Bot {
    /// Whether an inspection of some chain's contracts is under way.
    public var isInspecting: Bool { desks.contains { $0.inspection.asked != nil } }

    /// Pools that are not traded since they pay something else than our maths says, and what was said of it.
    public var quarantine: [(pool: ContractKey, text: String)] {
        desks.flatMap { desk in
            desk.inspection.quarantine.map { entry in
                (ContractKey(chain: desk.chain.id, address: entry.pool), entry.text)
            }
        }
    }
}
