import Configuration
import Contracts
import Ethereum
import Hashing
import Live
import Numerics
import Routes
import Vocabulary

// What stands at the addresses of the file, and whether it is what the file says.

extension Examination {
    mutating func examineContracts(through endpoint: Int, of chain: Chain, _ index: Int) {
        let places = Reliance(strategy.fleet, chain)
        var questions = Questions()
        for place in places.contracts {
            questions.ask(.code(place.address, at: .latest)) { outcome in
                guard case .answered(.code(let code)) = outcome else { return nil }
                return code.isEmpty
                    ? .error(
                        "\(chain.name) \(place.name)",
                        "no code at \(place.address)",
                        "correct the address: no contract is there"
                    ) : .ok("\(chain.name) \(place.name)", "\(code.count) bytes of code")
            }
        }
        askTokens(places.tokens, chain, &questions)
        askExecutor(chain, Self.traded(in: strategy.fleet, on: chain), &questions)
        askPools(places.pools, chain, &questions)
        askFeeds(places.feeds, chain, &questions)
        askBridges(chain, &questions)
        switch ward.ask(questions.queries, of: endpoint, on: index) {
        case .failure(let failure):
            say(.error("\(chain.name) contracts", "\(failure)", "ask again, or another node"))
        case .success(let outcomes):
            for (question, outcome) in zip(questions.readers, outcomes) {
                say(
                    question(outcome)
                        ?? .warning(
                            "\(chain.name) contracts",
                            "a question was not answered: \(Self.text(outcome))",
                            "see whether the contract is of the kind the file says"
                        )
                )
            }
        }
    }

    /// Questions and how their answers are read, in the same order.
    struct Questions {
        var queries: [ChainQuery] = []
        var readers: [(QueryOutcome) -> DoctorFinding?] = []

        mutating func ask(
            _ query: ChainQuery,
            _ read: @escaping (QueryOutcome) -> DoctorFinding?
        ) {
            queries.append(query)
            readers.append(read)
        }

        /// `nil` from the reader means that the answer is none.
        mutating func call(
            _ target: Address,
            _ data: [UInt8],
            _ read: @escaping (UInt256) -> DoctorFinding?
        ) {
            ask(.call(to: target, data: data, sender: nil, at: .latest)) { outcome in
                guard
                    case .answered(.returned(let bytes)) = outcome, bytes.count >= 32,
                    let word = UInt256(bigEndian: bytes.prefix(32))
                else { return nil }
                return read(word)
            }
        }
    }

    /// An anchor's pools are read and never traded in.
    private static func traded(in fleet: Fleet, on chain: Chain) -> [PoolDescription] {
        var pools: [PoolDescription] = []
        for place in fleet.routes.flatMap({ [$0.first, $0.second] })
            + fleet.stabilisers.map(\.place) where place.chain == chain.id
        {
            for pool in place.pools where !pools.contains(pool) { pools.append(pool) }
        }
        return pools
    }

    private func askFeeds(_ feeds: [Feed], _ chain: Chain, _ questions: inout Questions) {
        for feed in feeds {
            let subject = "\(chain.name) feed \(feed.key.address)"
            questions.call(feed.key.address, Selectors.decimals) { found in
                found == UInt256(feed.decimals)
                    ? .ok(subject, "\(feed.decimals) decimals")
                    : .error(
                        subject,
                        "has \(found) decimals, the file says \(feed.decimals)",
                        "correct the file: its price would be wrong by powers of ten"
                    )
            }
        }
    }

    private func askTokens(_ tokens: [Token], _ chain: Chain, _ questions: inout Questions) {
        for token in tokens {
            let subject = "\(chain.name) \(token.symbol)"
            let known = strategy.access.first { $0.chain == chain.id }?.decimalsOnChain
                .first { $0.token == token.address }?.answer
            questions.call(token.address, Selectors.decimals) { found in
                Self.judge(found, of: token, known: known, subject)
            }
            guard let executor = chain.executor else { continue }
            questions.call(token.address, Selectors.balance(of: executor)) { held in
                let text = "the executor holds \(Self.amount(held, token))"
                return held.isZero
                    ? .warning(subject, text, "fund it: nothing can be sold from nothing")
                    : .ok(subject, text)
            }
        }
    }

    /// `known` is what the file says that the contract answers instead.
    private static func judge(
        _ found: UInt256,
        of token: Token,
        known: UInt8?,
        _ subject: String
    ) -> DoctorFinding {
        if let known {
            return found == UInt256(known)
                ? .ok(
                    subject,
                    "answers \(found) decimals, as the file knows; \(token.decimals) count"
                )
                : .error(
                    subject,
                    "answers \(found) decimals, and not \(known) as the file knows",
                    "find out who changed it, then correct 'decimals_on_chain' or leave it out"
                )
        }
        return found == UInt256(token.decimals)
            ? .ok(subject, "\(token.decimals) decimals")
            : .error(
                subject,
                "has \(found) decimals, the file says \(token.decimals)",
                "correct the file: every amount would be wrong; where the contract is known to answer "
                    + "wrongly, say 'decimals_on_chain: \(found)'"
            )
    }

    private func askExecutor(
        _ chain: Chain,
        _ pools: [PoolDescription],
        _ questions: inout Questions
    ) {
        if let account = chain.account {
            questions.ask(.balance(account, at: .latest)) { outcome in
                guard case .answered(.balance(let wei)) = outcome else { return nil }
                let subject = "\(chain.name) account"
                return wei > .zero
                    ? .ok(subject, "\(wei) for gas")
                    : .warning(
                        subject,
                        "\(account) has nothing for gas",
                        "fund it, unless the chain takes no fees"
                    )
            }
        }
        guard let executor = chain.executor else { return }
        let subject = "\(chain.name) executor"
        questions.call(executor, ExecutorInterface.pausedView.selector) { paused in
            paused.isZero
                ? .ok(subject, "is not paused")
                : .error(subject, "is paused", "let its owner call resume()")
        }
        questions.call(executor, ExecutorInterface.operatorView.selector) { found in
            guard let account = chain.account else {
                return .warning(subject, "no account signs for it", "add 'account' to the chain")
            }
            return Address(word: found) == account
                ? .ok(subject, "obeys \(account)")
                : .error(
                    subject,
                    "obeys \(Address(word: found).map { "\($0)" } ?? "nobody"), not \(account)",
                    "correct 'account', or let its owner call setOperator"
                )
        }
        for pool in pools {
            let data = ExecutorInterface.allowed.selector + Selectors.word(pool.key.address)
            questions.call(executor, data) { allowed in
                allowed.isZero
                    ? .error(
                        subject,
                        "does not allow the pool \(pool.name)",
                        "let its owner call allow for \(pool.key.address)"
                    ) : .ok(subject, "allows the pool \(pool.name)")
            }
        }
    }

    static func amount(_ units: UInt256, _ token: Token) -> String {
        DecimalNumber(digits: units, scale: token.decimals).description + " " + token.symbol
    }

    private static func text(_ outcome: QueryOutcome) -> String {
        switch outcome {
        case .refused(let failure): "the node answers with error \(failure.code)"
        case .absent, .missing: "nothing came back"
        case .malformed: "what came back can't be read"
        case .contradictory: "what came back can't be true"
        case .answered: "what came back is too short"
        }
    }
}

/// Calldata of questions that contracts answer about themselves.
enum Selectors {
    static let decimals: [UInt8] = [0x31, 0x3C, 0xE5, 0x67]
    static let version: [UInt8] = [0x54, 0xFD, 0x4D, 0x50]
    static let dodoBase = PoolInterface.dodoBaseToken.selector
    static let dodoQuote = PoolInterface.dodoQuoteToken.selector
    static let firstToken = PoolInterface.firstToken.selector
    static let secondToken = PoolInterface.secondToken.selector
    static let coin = PoolInterface.coin.selector

    static func allowance(of holder: Address, to spender: Address) -> [UInt8] {
        [0xDD, 0x62, 0xED, 0x3E] + word(holder) + word(spender)
    }

    static func balance(of holder: Address) -> [UInt8] {
        [0x70, 0xA0, 0x82, 0x31] + word(holder)
    }

    static func word(_ address: Address) -> [UInt8] { address.word.bigEndianBytes }
}
