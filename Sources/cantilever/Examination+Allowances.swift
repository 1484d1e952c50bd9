import Configuration
import Contracts
import Ethereum
import Hashing
import Live
import Numerics
import Routes
import Vocabulary

// Who may take tokens from where the inventory lies.

extension Examination {
    /// An executor that is a contract approves what a call needs inside that call, so that outside of one
    /// nobody may take anything. One that is an account could not trade at all.
    mutating func examineAllowances(
        _ code: Reading<Digest?>,
        _ sight: EndpointSight,
        _ chain: Chain,
        _ index: Int
    ) {
        guard let executor = chain.executor, case .known(let hash) = code else { return }
        let subject = "\(chain.name) allowances"
        guard hash != nil else {
            return say(
                .error(
                    subject,
                    "the executor is an account: allowances don't help it",
                    "deploy the executor's contract: transfer and swap must be one transaction"
                )
            )
        }
        say(
            .ok(
                subject,
                "none is needed: the executor pays pools and approves the bridge by itself"
            )
        )
        let reliance = Reliance(strategy.fleet, chain)
        var spenders: [(name: String, address: Address)] = reliance.pools.map {
            ("pool \($0.name)", $0.key.address)
        }
        for contract in reliance.contracts where contract.name == "bridge" {
            spenders.append(("bridge", contract.address))
        }
        var questions = Questions()
        for token in reliance.tokens {
            for spender in spenders.prefix(Self.mostSpenders) {
                questions.call(
                    token.address,
                    Selectors.allowance(of: executor, to: spender.address)
                ) { allowed in
                    guard !allowed.isZero else { return .ok(subject, "") }
                    let amount = DecimalNumber(digits: allowed, scale: token.decimals)
                    return .warning(
                        subject,
                        "\(spender.name) may take \(amount) \(token.symbol) from the executor at any "
                            + "time",
                        "let the executor's owner take it back: it is for nothing"
                    )
                }
            }
        }
        guard
            !questions.queries.isEmpty,
            case .success(let outcomes) = ward.ask(
                questions.queries,
                of: sight.endpoint,
                on: index
            )
        else { return }
        let findings = zip(questions.readers, outcomes).compactMap { read, outcome in read(outcome)
        }
        for finding in findings where finding.grade != .ok { say(finding) }
        let clear = findings.count { $0.grade == .ok }
        say(.ok(subject, "\(clear) of \(questions.queries.count) were asked for and are zero"))
    }

    private static let mostSpenders = 64
}
