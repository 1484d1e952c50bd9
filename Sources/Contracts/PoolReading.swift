import Ethereum
import Numerics
import Routes
import Venues
import Vocabulary

// From a pool's answers to its state, one function a kind: what can't be read is unknown, never guessed.

/// What must be asked of one pool, and how its answers make a state.
struct PoolQuestion: Hashable, Sendable {
    let pool: PoolDescription
    let calls: [ContractCall]
    let ticks: TickKnowledge?

    init(_ pool: PoolDescription, trader: Address, ticks: TickKnowledge?) {
        self.pool = pool
        let target = pool.key.address
        var calls: [ContractCall]
        var used: TickKnowledge?
        switch pool.kind {
        case .dodo:
            // The fee depends on who trades: transaction's origin, which is the bot's account.
            calls = [
                ContractCall(target, PoolInterface.dodoState),
                ContractCall(target, PoolInterface.dodoFee, [.address(trader)]),
            ]
        case .uniswapV2:
            calls = [ContractCall(target, PoolInterface.pairReserves)]
        case .uniswapV3:
            used = ticks
            calls = [
                ContractCall(target, PoolInterface.slot),
                ContractCall(target, PoolInterface.liquidity),
                ContractCall(target, PoolInterface.poolFee),
                ContractCall(target, PoolInterface.tickSpacing),
            ]
            if let ticks {
                for word in ticks.words {
                    let argument = ABIValue.signed(Int256(word))
                    calls.append(ContractCall(target, PoolInterface.tickBitmap, [argument]))
                }
                for tick in ticks.initialised {
                    let argument = ABIValue.signed(Int256(tick))
                    calls.append(ContractCall(target, PoolInterface.tick, [argument]))
                }
            }
        case .stableSwap(let stable):
            let rules = stable.generation.rules
            calls = [
                ContractCall(
                    target,
                    rules.amplificationPrecision == 1
                        ? PoolInterface.amplification : PoolInterface.preciseAmplification
                ),
                ContractCall(target, PoolInterface.poolFee),
                ContractCall(target, PoolInterface.administratorFee),
            ]
            for coin in stable.decimals.indices {
                calls.append(
                    ContractCall(
                        target,
                        PoolInterface.coinBalance,
                        [.unsigned(UInt256(UInt64(coin)))]
                    )
                )
            }
            if stable.generation == .nextGeneration {
                calls.append(ContractCall(target, PoolInterface.offPegMultiplier))
                calls.append(ContractCall(target, PoolInterface.storedRates))
            }
        }
        self.calls = calls
        self.ticks = used
    }

    /// The state, and for a V3 pool what was learned for the next block.
    func read(_ answers: ArraySlice<CallAnswer>) -> (state: Reading<Venue>, ticks: TickKnowledge?) {
        let answers = Array(answers)
        switch pool.kind {
        case .dodo(let kind, let revision):
            return (dodo(answers, kind, revision), nil)
        case .uniswapV2(let fee): return (pair(answers, fee), nil)
        case .uniswapV3(let width):
            return ConcentratedReading(answers, asked: ticks, wordsEachSide: width).result
        case .stableSwap(let stable): return (coins(answers, stable), nil)
        }
    }

    private func dodo(
        _ answers: [CallAnswer],
        _ kind: DODOPool.Kind,
        _ revision: DODOPool.Revision
    ) -> Reading<Venue> {
        let fees = answers[1].read { words throws(ABIError) in
            [try words.word(0), try words.word(1)]
        }
        let state = answers[0].read { words throws(ABIError) in
            var state: [UInt256] = []
            for index in 0..<7 { state.append(try words.word(index)) }
            return state
        }
        guard case .known(let state) = state else { return .unknown(state.unknown ?? .unasked) }
        guard case .known(let fees) = fees else { return .unknown(fees.unknown ?? .unasked) }
        guard state[6] <= 2 else { return .unknown(.malformed) }
        let regimes: [DODOPool.Regime] = [.one, .aboveOne, .belowOne]
        // The view gives adjusted targets; adjusting them again changes nothing. A DVM stores none.
        let isStored = kind != .dvm
        return built { () throws(InvalidState) in
            .dodo(
                try DODOPool(
                    kind: kind,
                    revision: revision,
                    guidePrice: state[0],
                    slippage: state[1],
                    baseReserve: state[2],
                    quoteReserve: state[3],
                    baseTarget: isStored ? state[4] : .zero,
                    quoteTarget: isStored ? state[5] : .zero,
                    regime: regimes[Int(truncatingIfNeeded: state[6])],
                    lpFeeRate: fees[0],
                    maintainerFeeRate: fees[1]
                )
            )
        }
    }

    private func pair(_ answers: [CallAnswer], _ fee: UniswapV2Pair.Fee) -> Reading<Venue> {
        let reserves = answers[0].read { words throws(ABIError) in
            [try words.unsigned(0, bits: 112), try words.unsigned(1, bits: 112)]
        }
        guard case .known(let reserves) = reserves else {
            return .unknown(reserves.unknown ?? .unasked)
        }
        return built { () throws(InvalidState) in
            .uniswapV2(
                try UniswapV2Pair(reserve0: reserves[0], reserve1: reserves[1], fee: fee)
            )
        }
    }

    private func coins(
        _ answers: [CallAnswer],
        _ stable: PoolDescription.StableSwap
    ) -> Reading<Venue> {
        var numbers: [UInt256] = []
        let count = stable.decimals.count
        let isNext = stable.generation == .nextGeneration
        for answer in answers.prefix(3 + count + (isNext ? 1 : 0)) {
            switch answer.read({ words throws(ABIError) in try words.word(0) }) {
            case .known(let number): numbers.append(number)
            case .unknown(let reason): return .unknown(reason)
            }
        }
        var rates = stable.decimals.compactMap { StableSwapPool.rate(decimals: $0) }
        if isNext, let last = answers.last {
            let stored = last.read { words throws(ABIError) in
                let (length, elements) = try words.array(0)
                var rates: [UInt256] = []
                // One more than there should be shows that there are too many.
                for index in 0..<min(length, count + 1) { rates.append(try elements.word(index)) }
                return rates
            }
            guard case .known(let read) = stored else {
                return .unknown(stored.unknown ?? .unasked)
            }
            rates = read
        }
        return built { () throws(InvalidState) in
            .stableSwap(
                try StableSwapPool(
                    rules: stable.generation.rules,
                    balances: Array(numbers[3..<3 + count]),
                    rates: rates,
                    amplification: numbers[0],
                    fee: numbers[1],
                    administratorShare: numbers[2],
                    offPegMultiplier: isNext ? numbers[3 + count] : .zero,
                    base: Int(stable.base),
                    quote: Int(stable.quote)
                )
            )
        }
    }

    private func built(_ make: () throws(InvalidState) -> Venue) -> Reading<Venue> {
        do throws(InvalidState) {
            return .known(try make())
        } catch {
            return .unknown(.contradictory)
        }
    }
}
