import Routes
import Venues
import Vocabulary

// Chains, their tokens, pools, prices and endpoints.

extension Assembly {
    mutating func build(_ chain: Named<ChainDraft>) -> BuiltChain {
        let draft = chain.value
        var built = BuiltChain(name: chain.name, path: chain.path, draft: draft)
        for token in draft.tokens {
            var value: Token?
            if let id = draft.id, let address = token.value.address,
                let decimals = token.value.decimals
            {
                value = Token(
                    chain: id,
                    address: address,
                    symbol: token.name,
                    decimals: decimals
                )
            }
            built.tokens.append(Named(token.name, value, token.path))
        }
        for pool in draft.pools {
            built.pools.append(Named(pool.name, self.pool(pool, on: built), pool.path))
        }
        return built
    }

    private mutating func pool(
        _ pool: Named<PoolDraft>,
        on chain: BuiltChain
    ) -> PoolDescription? {
        let draft = pool.value
        let base = findToken(draft.base, on: chain, pool.path + ".base")
        let quote = findToken(draft.quote, on: chain, pool.path + ".quote")
        if let base = draft.base, base == draft.quote {
            reader.complain(pool.path + ".quote", "is the pool's base as well")
        }
        guard let kind = self.kind(pool) else { return nil }
        guard
            let id = chain.draft.id, let address = draft.address, let base, let quote,
            base != quote
        else { return nil }
        let description = PoolDescription(
            key: ContractKey(chain: id, address: address),
            name: pool.name,
            base: base,
            quote: quote,
            kind: kind
        )
        if description == nil, case .stableSwap = kind, !reader.hasFailed(pool.path) {
            reader.complain(
                pool.path,
                "base_coin and quote_coin are not two of its \(draft.coinDecimals.count) coins"
            )
        }
        return description
    }

    /// What the contract can't tell; keys of another kind of pool are refused.
    private mutating func kind(_ pool: Named<PoolDraft>) -> PoolDescription.Kind? {
        let draft = pool.value
        guard let kind = draft.kind else { return nil }
        for name in Set(PoolKind.allCases.flatMap(\.ownKeys)).sorted() {
            let path = pool.path + "." + name
            let belongs = kind.ownKeys.contains(name)
            if !belongs, reader.isGiven(path) {
                reader.complain(path, "means nothing for a pool of kind '\(kind.rawValue)'")
            }
            if belongs, !reader.isGiven(path) {
                reader.complain(path, "is missing: a pool of kind '\(kind.rawValue)' needs it")
            }
        }
        switch kind {
        case .dodoDVM, .dodoDPP, .dodoDSP, .dodoGSP:
            guard let dodo = kind.dodo, let revision = draft.revision else { return nil }
            return .dodo(dodo, revision.revision)
        case .uniswapV2: return draft.fee.map { .uniswapV2($0) }
        case .uniswapV3: return draft.wordsEachSide.map { .uniswapV3(wordsEachSide: $0) }
        case .stableSwap:
            guard
                let generation = draft.generation, let base = draft.baseCoin,
                let quote = draft.quoteCoin
            else { return nil }
            return .stableSwap(
                PoolDescription.StableSwap(
                    generation: generation,
                    decimals: draft.coinDecimals,
                    base: base,
                    quote: quote
                )
            )
        }
    }

    mutating func chain(_ chain: BuiltChain) -> Chain? {
        let draft = chain.draft
        let finality = self.finality(draft.finality, chain.path + ".finality")
        guard
            let id = draft.id, let interval = draft.blockInterval, let finality,
            let native = draft.nativePrice, let source = source(native, id)
        else { return nil }
        return Chain(
            id: id,
            name: chain.name,
            blockInterval: interval,
            finality: finality,
            executor: draft.executor,
            account: draft.account,
            multicall: draft.multicall,
            nativePrice: source,
            pausable: draft.pausable
        )
    }

    private mutating func finality(_ draft: FinalityDraft, _ path: String) -> Chain.Finality? {
        guard let rule = draft.rule else { return nil }
        let own = [FinalityRule.depth: "depth", .depthByWorth: "steps"][rule] ?? "validators"
        for key in ["validators", "depth", "steps"] where key != own {
            if reader.isGiven(path + "." + key) {
                reader.complain(path + "." + key, "means nothing for the rule '\(rule.rawValue)'")
            }
        }
        guard reader.isGiven(path + "." + own) else {
            reader.complain(path + "." + own, "is missing: the rule '\(rule.rawValue)' needs it")
            return nil
        }
        guard !reader.hasFailed(path + "." + own) else { return nil }
        switch rule {
        case .qbft, .ibft2:
            guard !draft.validators.isEmpty else {
                reader.complain(path + ".validators", "names nobody")
                return nil
            }
            for (index, validator) in draft.validators.enumerated()
            where draft.validators[..<index].contains(validator) {
                reader.complain(path + ".validators.\(index)", "is named twice")
            }
            return .sealed(rule == .qbft ? .qbft : .ibft2, validators: draft.validators)
        case .depth: return draft.depth.map { .depth($0) }
        case .depthByWorth:
            var steps: [Chain.WorthDepth] = []
            for step in draft.steps {
                guard let upTo = step.value.upTo, let blocks = step.value.blocks else { continue }
                if let last = steps.last, last.upTo >= upTo || last.blocks > blocks {
                    reader.complain(step.path, "is not above the step before it")
                }
                steps.append(Chain.WorthDepth(upTo: upTo, blocks: blocks))
            }
            if steps.isEmpty { reader.complain(path + ".steps", "names no step") }
            return .depthByWorth(steps)
        }
    }

    func source(_ draft: PriceDraft, _ chain: ChainID) -> PriceSource? {
        switch draft {
        case .fixed(let fixed): return .fixed(fixed.price)
        case .feeds(let drafts):
            let feeds = drafts.compactMap { feed -> Feed? in
                guard
                    let address = feed.value.address, let decimals = feed.value.decimals,
                    let oldest = feed.value.oldest
                else { return nil }
                return Feed(
                    key: ContractKey(chain: chain, address: address),
                    decimals: decimals,
                    oldest: oldest
                )
            }
            return feeds.count == drafts.count ? .feeds(feeds) : nil
        }
    }

    mutating func prices(_ chain: BuiltChain) -> [TokenPrice] {
        var prices: [TokenPrice] = []
        for (token, draft) in zip(chain.tokens, chain.draft.tokens) {
            guard let value = token.value, let price = draft.value.price else { continue }
            if case .fixed(let fixed) = price, fixed.price == nil {
                reader.complain(
                    token.path + ".price",
                    "a token can't be free",
                    hint: "only a native coin can"
                )
                continue
            }
            guard let source = source(price, value.chain) else { continue }
            prices.append(TokenPrice(token: value.key, source: source))
        }
        return prices
    }

    mutating func access(_ chain: BuiltChain) -> ChainAccess? {
        let draft = chain.draft
        let path = chain.path + ".private_endpoint"
        var privateEndpoint: PrivateEndpoint?
        if let draft = draft.privateEndpoint,
            let endpoint = draft.endpoint.description(named: "private"),
            let reaches = draft.reaches, let validators = draft.validators
        {
            if reaches > validators {
                reader.complain(path + ".reaches", "there are only \(validators) validators")
            }
            privateEndpoint = PrivateEndpoint(
                endpoint: endpoint,
                reaches: reaches,
                validators: validators
            )
        }
        if self.draft.simulation == nil, !reader.hasFailed(chain.path + ".endpoints") {
            judgeEndpoints(chain)
            if draft.executor != nil, draft.account == nil,
                !reader.isGiven(chain.path + ".account")
            {
                reader.report(
                    .warning,
                    chain.path + ".executor",
                    "without an account nobody signs for it"
                )
            }
        }
        let fees = draft.fees.flatMap { self.fees($0, chain.path + ".fees") }
        if self.draft.simulation == nil, draft.executor != nil,
            !reader.isGiven(chain.path + ".fees")
        {
            reader.complain(
                chain.path + ".fees",
                "is missing: expected a section",
                hint: "a chain with an executor pays for gas; say how and how much at most"
            )
        }
        guard let id = draft.id else { return nil }
        return ChainAccess(
            chain: id,
            endpoints: draft.endpoints.compactMap { $0.value.description(named: $0.name) },
            privateEndpoint: privateEndpoint,
            keystore: draft.keystore.flatMap { keystore in
                guard let path = keystore.path, let password = keystore.password else {
                    return nil
                }
                return KeystoreReference(path: path, password: password)
            },
            genesis: draft.genesis,
            codeHashes: draft.codeHashes.compactMap { pin in
                guard let address = pin.value.address, let hash = pin.value.hash else { return nil }
                return PinnedCode(contract: address, hash: hash.digest)
            },
            decimalsOnChain: decimalsOnChain(chain),
            poll: draft.poll,
            planAge: draft.planAge,
            fees: fees
        )
    }

    /// Tokens whose contracts answer wrongly. Who says so of one that answers rightly may have meant another.
    private mutating func decimalsOnChain(_ chain: BuiltChain) -> [DecimalsOnChain] {
        chain.draft.tokens.compactMap { token in
            guard let address = token.value.address, let answer = token.value.decimalsOnChain else {
                return nil
            }
            if answer == token.value.decimals {
                reader.complain(
                    token.path + ".decimals_on_chain",
                    "is what 'decimals' says already",
                    hint: "leave it out: then the contract must agree"
                )
            }
            return DecimalsOnChain(token: address, answer: answer)
        }
    }

    private mutating func judgeEndpoints(_ chain: BuiltChain) {
        switch chain.draft.endpoints.count {
        case 0:
            reader.report(
                .warning,
                chain.path,
                "has no endpoint, so it can't be watched",
                hint: "add endpoints, or a simulation"
            )
        case 1:
            reader.report(
                .warning,
                chain.path + ".endpoints",
                "one endpoint is believed with nobody to contradict it",
                hint: "add one of another operator"
            )
        default: break
        }
    }
}
