import Bot
import Execution
import Numerics
import Routes
import Vocabulary

/// What the bot is told in a paper world instead of what only real chains can give.
///
/// - Seals can't be proven from what was seen: a chain whose blocks are final at once stays so without.
/// - One endpoint: whoever saw the chain has had the quorum.
/// - An executor, an account and an aggregator, where there are none.
/// - It looks whenever it is woken, and is woken when there is something to see.
enum PaperSettings {
    static func adapted(_ settings: Settings) throws(PaperFault) -> Settings {
        let fleet: Fleet
        do throws(FleetFault) {
            fleet = try settings.fleet.with(
                chains: settings.fleet.chains.enumerated().map { adapted($1, place: $0) }
            )
        } catch {
            throw .fleet(error)
        }
        do throws(SettingsFault) {
            return try Settings(
                fleet: fleet,
                chains: settings.chains.map(adapted),
                lanes: settings.lanes,
                limits: settings.limits,
                breakers: settings.breakers,
                timing: settings.timing
            )
        } catch {
            throw .settings(error)
        }
    }

    private static func adapted(_ chain: Chain, place: Int) -> Chain {
        func stand(_ number: UInt64) -> Address? {
            Address(word: .one << 159 | .init(number << 8 | UInt64(place)))
        }
        let finality: Chain.Finality =
            if case .sealed = chain.finality { .depth(0) } else { chain.finality }
        return Chain(
            id: chain.id,
            name: chain.name,
            blockInterval: chain.blockInterval,
            finality: finality,
            executor: chain.executor ?? stand(0xEC),
            account: chain.account ?? stand(0xAC),
            multicall: chain.multicall ?? stand(0xCA),
            nativePrice: chain.nativePrice,
            pausable: chain.pausable
        )
    }

    private static func adapted(_ chain: ChainSettings) -> ChainSettings {
        ChainSettings(
            chain: chain.chain,
            endpoints: [EndpointSettings(client: chain.endpoints.first?.client ?? .other)],
            genesis: chain.genesis,
            market: chain.market,
            fees: chain.fees,
            poll: Interval(milliseconds: 1),
            planAge: chain.planAge
        )
    }
}
