import Bot
import Contracts
import Numerics
import Recording
import Routes
import Simulation
import Vocabulary

/// What a table of prices leaves open, out of a strategy's section 'simulation'.
enum ImportFilling {
    static func chains(of scenery: Scenery, _ gas: ImportGas) -> [TableChain] {
        let fleet = scenery.settings.fleet
        return fleet.chains.map { chain in
            let fees = scenery.chains.first { $0.chain == chain.id }?.fees ?? .free
            let price = gas.price(on: chain.id, fees)
            return TableChain(
                chain,
                baseFee: price.baseFee,
                suggestedGas: price.suggested,
                vaults: vaults(on: chain.id, scenery),
                pauses: pauses(on: chain, fleet)
            )
        }
    }

    private static func vaults(on chain: ChainID, _ scenery: Scenery) -> [VaultSight] {
        var sights: [VaultSight] = []
        for lane in scenery.settings.fleet.lanes
        where lane.destination.chain == chain {
            let amount = scenery.vaults.first { $0.lane == lane.key }?.amount
            let sight = VaultSight(
                token: lane.destination.address,
                exit: lane.exit,
                available: amount.map { .known($0) } ?? .unknown(.unasked),
                pending: .unknown(.unasked),
                isPaused: .known(false)
            )
            if !sights.contains(where: { $0.token == sight.token && $0.exit == sight.exit }) {
                sights.append(sight)
            }
        }
        return sights.sorted { ($0.token, $0.exit) < ($1.token, $1.exit) }
    }

    private static func pauses(on chain: Chain, _ fleet: Fleet) -> [PauseSight] {
        let entries = fleet.lanes.map { LaneWitness($0, in: fleet) }.filter { witness in
            witness.lane.source.chain == chain.id && witness.entry[.paused] != nil
        }.map(\.lane.entry)
        let executors = chain.executor.map { [$0] } ?? []
        return Set(chain.pausable + entries + executors).sorted()
            .map { PauseSight(contract: $0, isPaused: .known(false)) }
    }
}
