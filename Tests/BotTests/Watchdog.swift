import Bot
import Execution
import Ledger
import Numerics
import Parity
import Simulation
import Testing
import Vocabulary

/// Reads along in the journal and in the chains, and holds both to what must always be true.
///
/// It keeps its own account of everything from the entries alone, knowing nothing of the bot's inside.
struct Watchdog {
    private var originals: [String: TransactionHash] = [:]
    private var planned: Set<UInt64> = []
    private var worstCases: [UInt64: Worth] = [:]
    private(set) var endings: [UInt64: Ending] = [:]
    private(set) var restarts = 0
    private(set) var faults: [String] = []
    var alerts: [String] = []

    mutating func read(_ happened: [SimulatedWorld.Happening]) {
        for happening in happened {
            switch happening {
            case .journalled(let entry): read(entry)
            case .restarted: restarts += 1
            case .alerted(let alert): alerts.append("\(alert.severity) \(alert.text)")
            case .crashed: break
            }
        }
    }

    private mutating func read(_ entry: Entry) {
        switch entry.fact {
        case .planned(let trade):
            if !planned.insert(trade.saga).inserted {
                faults.append("trade \(trade.saga) was begun twice")
            }
            worstCases[trade.saga] = trade.plan.worstCase.worth
            for leg in trade.legs { sign(leg.signed) }
        case .legSigned(_, _, let signed, _), .attempted(_, _, let signed, _),
            .filledGap(let signed):
            sign(signed)
        case .sent(let transfer): sign(transfer.signed)
        case .replaced(let signed):
            let key = Self.key(signed)
            if originals[key] == nil { faults.append("nothing to replace at \(key)") }
        case .closed(let trade): close(trade)
        default: break
        }
    }

    private mutating func sign(_ signed: SignedFor) {
        let key = Self.key(signed)
        if originals.updateValue(signed.payload.hash, forKey: key) != nil {
            faults.append("two originals for \(key)")
        }
    }

    private static func key(_ signed: SignedFor) -> String {
        "\(signed.account.chain) \(signed.payload.nonce)"
    }

    private mutating func close(_ trade: ClosedTrade) {
        if endings.updateValue(trade.ending, forKey: trade.saga) != nil {
            faults.append("trade \(trade.saga) ended twice")
        }
        guard let realised = trade.realised, let worst = worstCases[trade.saga] else { return }
        if realised < worst.negated {
            faults.append("trade \(trade.saga) lost \(realised.negated), more than \(worst)")
        }
    }

    /// What must hold between any two steps.
    mutating func look(at world: SimulatedWorld) {
        var sums: [Asset: Int256] = [:]
        for account in world.bot.books.accounts {
            sums[account.asset, default: .zero] =
                sums[account.asset, default: .zero] + world.bot.books.balance(of: account)
        }
        for (asset, sum) in sums where sum != .zero {
            faults.append("the books of \(asset) sum to \(sum)")
        }
        for gate in world.bot.bridgeGates where gate.atRisk > gate.cap {
            faults.append("\(gate.atRisk) is at risk on \(gate.lane), more than \(gate.cap)")
        }
        if isQuiet(world) { compare(world) }
    }

    /// Nothing is under way that could explain a difference.
    private func isQuiet(_ world: SimulatedWorld) -> Bool {
        world.bot.nonceLanes.allSatisfy { $0.slots.isEmpty && $0.standing == .open }
            && world.bot.bridgeGates.allSatisfy { $0.open.isEmpty }
            && world.bot.sagas.isEmpty && world.bot.settings != nil
            && !world.bot.books.accounts.isEmpty
    }

    private mutating func compare(_ world: SimulatedWorld) {
        for chain in [world.first, world.second] {
            for token in [SimulatedDemo.baseToken, SimulatedDemo.quoteToken] {
                let held = chain.balance(of: SimulatedDemo.executorContract, in: token) ?? .zero
                let key = ContractKey(chain: chain.rules.id, address: token)
                let booked = world.bot.books.balance(of: Account(.token(key), .crossChain))
                if booked != Int256(magnitude: held, isNegative: false) {
                    faults.append("books say \(booked) of \(key), the chain \(held)")
                }
            }
            let coins = try? chain.balance(of: SimulatedDemo.operatorAccount)
            let booked = world.bot.books
                .balance(of: Account(.native(chain.rules.id), .crossChain))
            let held = coins.flatMap { Int256(magnitude: $0.value, isNegative: false) }
            if held != booked {
                faults.append("books say \(booked) wei, the chain \(coins as Any)")
            }
        }
    }
}
