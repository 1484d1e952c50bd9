import Bot
import Contracts
import Execution
import Numerics
import Parity
import Routes
import Vocabulary

/// Holds the journal against the chains themselves.
///
/// 1. No bytes are handed to an endpoint before the journal has them.
/// 2. Nothing is begun on a chain that stands still.
/// 3. What the journal says is final, the chain has: in that block, with that outcome.
/// 4. Nothing but a proof is sent over a bridge whose vault has long been below the least reserve there is.
struct ChainAudit: Sendable {
    private var settings: Settings?
    private var since: Instant?
    private var written: Set<TransactionHash> = []
    private var prices: [ReferencePrice] = []
    /// Final by the journal of late.
    private var settled: [Settled] = []
    private var vaults: [Vault] = []

    private struct Settled: Sendable {
        let account: AccountKey
        let nonce: UInt64
        let inclusion: Inclusion
        var looks = 0
    }

    /// What is taken back after so many blocks was taken back by a chain that breaks its own rules.
    private static let looksAtSettled = 3

    private struct Vault: Sendable {
        let lane: Lane
        let reserve: ReserveParameters
        /// Of the last blocks, the oldest first.
        var held: [UInt256] = []
    }

    /// A decision may be so many blocks old when its transfer is signed.
    private static let watchedBlocks = 120
    /// Between a verdict and its entry.
    private static let signingTime: UInt64 = 10_000

    mutating func read(_ entry: Entry) -> [Violation.Broken] {
        switch entry.fact {
        case .configured(let settings): configure(settings, at: entry.at)
        case .judged(let judgement): prices = judgement.scene.prices
        case .planned(let trade): for leg in trade.legs { write(leg.signed) }
        case .legSigned(_, _, let signed, _): write(signed)
        case .attempted(_, _, let signed, _): write(signed)
        case .replaced(let signed), .filledGap(let signed): write(signed)
        case .sent(let transfer):
            write(transfer.signed)
            return judge(transfer, at: entry.at).map { [$0] } ?? []
        default: break
        }
        return []
    }

    private mutating func write(_ signed: SignedFor) { written.insert(signed.payload.hash) }

    func holds(_ payload: SignedPayload) -> Bool { written.contains(payload.hash) }

    mutating func settle(_ account: AccountKey, _ nonce: UInt64, _ inclusion: Inclusion) {
        settled.append(Settled(account: account, nonce: nonce, inclusion: inclusion))
    }

    private mutating func configure(_ settings: Settings, at now: Instant) {
        self.settings = settings
        if since == nil { since = now }
        for route in settings.fleet.routes {
            for lane in route.lanes.all where !vaults.contains(where: { $0.lane.key == lane.key }) {
                vaults.append(Vault(lane: lane, reserve: route.parameters.reserve))
            }
        }
    }

    /// A chain has a new block.
    mutating func compare(_ chain: VirtualChain) -> [Violation.Broken] {
        let id = chain.rules.id
        var broken: [Violation.Broken] = []
        for index in settled.indices where settled[index].account.chain == id {
            settled[index].looks += 1
            let inclusion = settled[index].inclusion
            let receipt = chain.receipt(inclusion.hash)
            if receipt?.number != inclusion.block || receipt?.succeeded != inclusion.succeeded {
                broken.append(.landingUntrue(id, nonce: settled[index].nonce))
                settled[index].looks = Self.looksAtSettled
            }
        }
        settled.removeAll { $0.looks >= Self.looksAtSettled }
        for index in vaults.indices where vaults[index].lane.destination.chain == id {
            let lane = vaults[index].lane
            let held = chain.balance(of: lane.exit, in: lane.destination.address) ?? .zero
            // Who mints holds nothing.
            if held.isZero, vaults[index].held.isEmpty { continue }
            vaults[index].held.append(held)
            if vaults[index].held.count > Self.watchedBlocks { vaults[index].held.removeFirst() }
        }
        return broken
    }

    func compare(_ trade: PlannedTrade, _ chain: VirtualChain, _ now: Instant) -> Violation.Broken?
    {
        let id = chain.rules.id
        guard
            let known = settings?.fleet.chain(id),
            let route = settings?.fleet.routes.first(where: { $0.name == trade.plan.route })
        else { return nil }
        let (limit, overflow) = known.blockInterval.milliseconds
            .multipliedReportingOverflow(by: route.parameters.freshness.oldestHeadInIntervals)
        let made = chain.head.time.milliseconds
        let age = now.milliseconds > made ? now.milliseconds - made : 0
        guard !overflow, age > limit.addingReportingOverflow(Self.signingTime).partialValue else {
            return nil
        }
        return .begunOnOldHead(saga: trade.saga, id, Interval(milliseconds: age))
    }

    /// Until a whole window was watched the reserve is reckoned with a peak that is known beforehand.
    private func judge(_ transfer: SentTransfer, at now: Instant) -> Violation.Broken? {
        let key = transfer.terms.lane
        guard
            let vault = vaults.first(where: { $0.lane.key == key }), let since,
            now < since.advanced(by: vault.reserve.window),
            let dust = settings?.lanes.first(where: { $0.lane == key })?.dust,
            transfer.terms.amount > dust,
            vault.held.count == Self.watchedBlocks, let most = vault.held.max(),
            let price = prices.first(where: { $0.token == key.destination })?.price.value,
            let peak = price.inverted.worth(
                of: vault.reserve.peakFloor.units.magnitude,
                rounding: .up
            ),
            let rule = ReserveRule(
                peak: peak,
                latency: vault.reserve.latencyFloor,
                factor: vault.reserve.factor
            )
        else { return nil }
        guard most < rule.required else { return nil }
        return .belowReserve(
            transfer: transfer.terms.number,
            held: most,
            least: rule.required
        )
    }
}
