import Configuration
import Ethereum
import Execution
import Live
import Numerics
import Routes
import Vocabulary
import Watch

/// What the doctor looks at, in the order it is said.
struct Examination {
    let strategy: Strategy
    let ward: Ward
    var findings: [DoctorFinding] = []

    init(strategy: Strategy, ward: Ward) {
        self.strategy = strategy
        self.ward = ward
    }

    mutating func run() -> [DoctorFinding] {
        for (index, chain) in strategy.fleet.chains.enumerated() {
            guard !ward.endpoints(of: index).isEmpty else {
                say(.error(chain.name, "has no endpoint", "add 'endpoints' to it, two or more"))
                continue
            }
            let sights = examineEndpoints(of: chain, index)
            guard let best = sights.max(by: { $0.head.block.number < $1.head.block.number }) else {
                continue
            }
            compare(sights, chain, index)
            examineGas(best, chain, index)
            examineFinality(best, chain, index)
            examineContracts(through: best.endpoint, of: chain, index)
            examinePremises(best, of: chain, index)
        }
        return findings
    }

    mutating func say(_ finding: DoctorFinding) { findings.append(finding) }

    /// An endpoint that serves the right chain.
    struct EndpointSight {
        let endpoint: Int
        let genesis: BlockHash
        let head: HeaderSight
        let gasPrice: Wei?
    }

    private mutating func examineEndpoints(of chain: Chain, _ index: Int) -> [EndpointSight] {
        let queries: [ChainQuery] = [
            .chainID, .header(.number(0)), .header(.latest), .gasPrice,
        ]
        var sights: [EndpointSight] = []
        for (endpoint, result) in ward.askAll(queries, of: index).enumerated() {
            let name = ward.name(endpoint, of: index)
            switch result {
            case .failure(let failure):
                let text = "\(failure)".dropFirst(failure.endpoint.count + 2)
                say(.error(name, String(text), "see to the node, or take it out of the file"))
            case .success(let outcomes):
                guard let sight = read(outcomes, endpoint, name, chain) else { continue }
                sights.append(sight)
            }
        }
        return sights
    }

    private mutating func read(
        _ outcomes: [QueryOutcome],
        _ endpoint: Int,
        _ name: String,
        _ chain: Chain
    ) -> EndpointSight? {
        guard case .answered(.chainID(let id)) = outcomes[0] else {
            say(.error(name, "does not tell its chain id", "see to the node"))
            return nil
        }
        guard id == UInt256(chain.id.value) else {
            say(
                .error(
                    name,
                    "serves chain \(id), not chain \(chain.id)",
                    "correct its url, or the chain's id"
                )
            )
            return nil
        }
        guard
            case .answered(.header(let genesis)) = outcomes[1],
            case .answered(.header(let head)) = outcomes[2]
        else {
            say(
                .error(
                    name,
                    "does not show the first block and the latest one as they are",
                    "see whether the node is still synchronising, and whether its headers hash as "
                        + "this chain's must"
                )
            )
            return nil
        }
        guard head.block.number > 0 else {
            say(.error(name, "serves the first block as the latest", "let the node synchronise"))
            return nil
        }
        examineTime(of: head, name, chain)
        var price: Wei?
        if case .answered(.gasPrice(let wei)) = outcomes[3] { price = wei }
        return EndpointSight(
            endpoint: endpoint,
            genesis: genesis.block.hash,
            head: head,
            gasPrice: price
        )
    }

    /// A head that is old is a node that has stopped, or a clock that is ahead; one of the future is a clock.
    private mutating func examineTime(of head: HeaderSight, _ name: String, _ chain: Chain) {
        let (now, time) = (Instant.onTheWall.milliseconds, head.block.time.milliseconds)
        let oldest = strategy.fleet.routes.map(\.parameters.freshness.oldestHeadInIntervals).min()
        let limit = chain.blockInterval.milliseconds &* (oldest ?? 5)
        let text = "block \(head.block.number)"
        if head.block.time > Instant.onTheWall.advanced(by: ChainWatch.furthestAhead) {
            say(
                .error(
                    name,
                    text + ", \((time - now) / 1_000) s ahead of this machine's clock",
                    "set the clock, or see to the node: such blocks are not believed"
                )
            )
        } else if time > now + 2_000 {
            say(
                .warning(
                    name,
                    text + ", \((time - now) / 1_000) s ahead of this machine's clock",
                    "set the clock: everything is timed by it"
                )
            )
        } else if now > time + max(limit, 2_000) {
            say(
                .error(
                    name,
                    text
                        + " is \((now - time) / 1_000) s old, \(limit / 1_000) s at most are fresh",
                    "see whether the chain stands still, the node lags, or this clock is ahead"
                )
            )
        } else {
            let age = now > time ? now - time : 0
            say(.ok(name, text + ", \(age) ms old"))
        }
    }

    private mutating func compare(_ sights: [EndpointSight], _ chain: Chain, _ index: Int) {
        examineGenesis(sights, chain, index)
        guard sights.count > 1 else {
            say(
                .warning(
                    chain.name,
                    "one endpoint answers, with nobody to contradict it",
                    "add one of another operator"
                )
            )
            return
        }
        let numbers = sights.map(\.head.block.number)
        let (lowest, highest) = (numbers.min() ?? 0, numbers.max() ?? 0)
        if highest - lowest > 2 {
            let last = sights.first { $0.head.block.number == lowest }?.endpoint ?? 0
            say(
                .warning(
                    ward.name(last, of: index),
                    "is \(highest - lowest) blocks behind",
                    "let it synchronise, or take it out of the file"
                )
            )
        }
        var hashes: [(name: String, hash: BlockHash)] = []
        // Who is of another chain was told so, and is no witness.
        let results = ward.askAll([.header(.number(lowest))], of: index)
        for sight in sights {
            guard
                case .success(let outcomes) = results[sight.endpoint],
                case .answered(.header(let header))? = outcomes.first
            else { continue }
            hashes.append((ward.name(sight.endpoint, of: index), header.block.hash))
        }
        guard hashes.count > 1 else {
            return say(
                .error(
                    chain.name,
                    "fewer than two endpoints show block \(lowest)",
                    "ask again, and see to the nodes: what one of them shows alone is not believed"
                )
            )
        }
        if let first = hashes.first, let other = hashes.first(where: { $0.hash != first.hash }) {
            say(
                .error(
                    chain.name,
                    "\(first.name) and \(other.name) show different blocks \(lowest)",
                    "one of them follows another fork: ask the chain's operators which"
                )
            )
        } else {
            say(.ok(chain.name, "\(hashes.count) endpoints agree on block \(lowest)"))
        }
    }

    private mutating func examineGenesis(
        _ sights: [EndpointSight],
        _ chain: Chain,
        _ index: Int
    ) {
        let pinned = strategy.access.indices.contains(index) ? strategy.access[index].genesis : nil
        guard let expected = pinned ?? sights.first?.genesis else { return }
        for sight in sights where sight.genesis != expected {
            say(
                .error(
                    ward.name(sight.endpoint, of: index),
                    "its first block is \(sight.genesis), not \(expected)",
                    "it serves another chain of the same id: correct its url"
                )
            )
        }
        if pinned == nil {
            say(
                .warning(
                    chain.name,
                    "no genesis is pinned",
                    "add \"genesis: '\(expected)'\" once you have seen it elsewhere as well"
                )
            )
        } else if sights.allSatisfy({ $0.genesis == expected }) {
            say(.ok(chain.name, "the first block is the pinned one"))
        }
    }

    private mutating func examineGas(_ sight: EndpointSight, _ chain: Chain, _ index: Int) {
        guard let price = sight.gasPrice else {
            say(
                .warning(
                    chain.name,
                    "does not tell what gas costs",
                    "without a price every trade is held"
                )
            )
            return
        }
        guard strategy.access.indices.contains(index), let fees = strategy.access[index].fees else {
            say(.ok(chain.name, "gas costs \(price)"))
            return
        }
        if price > fees.policy.ceiling {
            say(
                .warning(
                    chain.name,
                    "gas costs \(price), above the ceiling of \(fees.policy.ceiling)",
                    "nothing is traded until it falls, or the ceiling is raised"
                )
            )
        } else {
            say(.ok(chain.name, "gas costs \(price), the ceiling is \(fees.policy.ceiling)"))
        }
        let hasBaseFee = (sight.head.block.baseFee ?? .zero) > .zero
        if fees.market == .free, hasBaseFee {
            say(
                .error(
                    chain.name,
                    "its blocks have a base fee, and the file says 'market: free'",
                    "say 'market: market'"
                )
            )
        } else if fees.market == .free, price > .zero {
            say(
                .warning(
                    chain.name,
                    "its nodes suggest \(price) for gas, and the file says 'market: free'",
                    "send one transaction that offers nothing, to see that it is taken"
                )
            )
        }
        if fees.market == .market, sight.head.block.baseFee == nil {
            say(
                .error(
                    chain.name,
                    "its blocks have no base fee, and the file says 'market: market'",
                    "say 'legacy', or 'free'"
                )
            )
        }
    }
}
