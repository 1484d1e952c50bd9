import Ethereum
import Hashing
public import Numerics
public import Routes
public import Venues
public import Vocabulary

// A virtual chain that shows another one: its blocks, pools, feeds and vaults are what somebody has seen
// there, and only what is submitted here is executed here.
//
// A block is begun with `openBlock(showing:)`, told what was seen by the `show` functions, and closed as any
// other. What was seen is how the block ends there: transactions here come behind all others of their block.

extension VirtualChain {
    /// More blocks than this between two that were seen are not made up.
    public static let mostUnseen: UInt64 = 1_000_000

    /// Begins a block with the other chain's number, hash, time and base fee.
    ///
    /// The first one becomes the chain's beginning. Blocks between the head and this one were not seen: they
    /// are made up, empty. Its parent is this chain's head whatever the other chain's was: what is executed
    /// here is never taken back. `false` for a block that is not above the head, and beyond `mostUnseen`.
    public mutating func openBlock(showing block: Block) -> Bool {
        guard open == nil else { return false }
        if history.head.header.number == 0 {
            guard block.number > 0 else { return false }
            begin(below: block)
        }
        let head = history.head.header.number
        guard block.number > head, block.number - head <= Self.mostUnseen else { return false }
        makeUp(below: block)
        let parent = history.head
        nextBaseFee = nil
        open = BlockWork(
            transition: Transition(
                state: state,
                chain: rules.id,
                places: places,
                block: Transition.BlockContext(
                    number: block.number,
                    seconds: block.time.milliseconds / 1_000,
                    parent: parent.hash,
                    baseFee: block.baseFee?.value ?? .zero,
                    maker: maker
                )
            ),
            baseFee: block.baseFee?.value,
            gasLeft: rules.gasLimit
        )
        open?.shown = block
        performAll(.beforeTransactions)
        return true
    }

    private mutating func begin(below block: Block) {
        let parent = Block(
            number: block.number - 1,
            hash: block.parent,
            parent: BlockHash(Digest(words: 0, 0, 0, rules.id.value)),
            time: block.time,
            baseFee: block.baseFee
        )
        history = ChainHistory(
            genesis: BlockRecord(
                header: header(of: parent, on: parent.parent, gasUsed: 0, LogsBloom.empty),
                hash: parent.hash,
                transactions: []
            )
        )
        states[Int(parent.number % UInt64(states.count))] = state
    }

    private mutating func makeUp(below block: Block) {
        var parent = history.head
        let start = parent.header.timestamp * 1_000
        let (count, time) = (block.number - parent.header.number, block.time.milliseconds)
        let step = (max(time, start) - start) / count
        while parent.header.number + 1 < block.number {
            let number = parent.header.number + 1
            let unseen = Block(
                number: number,
                hash: BlockHash(Digest(words: 0xF111_ED00, rules.id.value, rules.seed, number)),
                parent: parent.hash,
                time: Instant(
                    milliseconds: start + step * (number + count - block.number)
                ),
                baseFee: block.baseFee
            )
            parent = BlockRecord(
                header: header(of: unseen, on: parent.hash, gasUsed: 0, LogsBloom.empty),
                hash: unseen.hash,
                transactions: []
            )
            history.append(parent)
            states[Int(number % UInt64(states.count))] = state
        }
    }

    /// As far as anybody here reads it.
    private func header(
        of block: Block,
        on parent: BlockHash,
        gasUsed: UInt64,
        _ bloom: [UInt8]
    ) -> BlockHeader {
        BlockHeader(
            parentHash: parent,
            ommersHash: Self.noOmmers,
            coinbase: maker,
            stateRoot: Self.empty,
            transactionsRoot: Self.empty,
            receiptsRoot: Self.empty,
            logsBloom: bloom,
            difficulty: .one,
            number: block.number,
            gasLimit: rules.gasLimit,
            gasUsed: gasUsed,
            timestamp: block.time.milliseconds / 1_000,
            extraData: [],
            mixHash: Self.empty,
            nonce: 0,
            fork: block.baseFee.map { .london(baseFee: $0.value) } ?? .beforeLondon
        )
    }

    /// The end of a block that shows another chain's.
    mutating func append(_ work: BlockWork, showing block: Block, _ bloom: LogsBloom) -> Block {
        let record = BlockRecord(
            header: header(
                of: block,
                on: history.head.hash,
                gasUsed: rules.gasLimit - work.gasLeft,
                bloom.bytes
            ),
            hash: block.hash,
            transactions: work.records
        )
        history.append(record)
        states[Int(block.number % UInt64(states.count))] = state
        mempool.forget { state.account($0).nonce }
        return head
    }

    /// Whether anything waits that the open block may hold.
    public var hasWaitingTransactions: Bool { !mempool.entries.isEmpty }
}

// What was seen there, told in the open block.

extension VirtualChain {
    /// A pool as it stands; one that nobody could read answers nothing and fills nothing.
    ///
    /// What the pool holds of its tokens follows its own books, where they tell it.
    public mutating func show(_ pool: Address, _ venue: Reading<Venue>) {
        guard case .pool(let place)? = places[pool], var work = open.take() else { return }
        switch venue {
        case .known(let venue):
            work.transition.state.setVenue(place, venue)
            work.transition.state.setSilent(pool, false)
            // Nobody asks for a pool's own tokens but who trades in it.
            if hasWaitingTransactions { work.transition.state.balanceBooks(of: place) }
        case .unknown: work.transition.state.setSilent(pool, true)
        }
        open = work
    }

    public mutating func show(feed: Address, _ round: Reading<OracleRound>) {
        guard case .oracle(let place)? = places[feed], var work = open.take() else { return }
        switch round {
        case .known(let round):
            let seconds = round.updated.milliseconds / 1_000
            let oracle = work.transition.state.oracles[place]
            if oracle.answer != round.answer || oracle.updated != seconds {
                work.transition.state.setRound(place, answer: round.answer, at: seconds)
            }
            work.transition.state.setSilent(feed, false)
        case .unknown: work.transition.state.setSilent(feed, true)
        }
        open = work
    }

    /// Whether a token or a contract is paused; one of which nobody could say it is as good as gone.
    public mutating func show(_ contract: Address, isPaused: Reading<Bool>) {
        guard let place = places[contract], var work = open.take() else { return }
        switch isPaused {
        case .known(let flag):
            work.transition.state.setSilent(contract, false)
            work.transition.state.setPaused(place, flag)
        case .unknown: work.transition.state.setSilent(contract, true)
        }
        open = work
    }

    /// What somebody holds of a token.
    public mutating func show(_ token: Address, of holder: Address, _ amount: UInt256) {
        guard case .token(let place)? = places[token], var work = open.take() else { return }
        if work.transition.state.tokens[place].balance(of: holder) != amount {
            work.transition.state.setBalance(place, of: holder, amount)
        }
        open = work
    }

    public mutating func show(suggestedGas: Reading<Wei>) { shownGas = suggestedGas }
}

extension ChainState {
    /// Gives a pool the tokens that its own books name. A V3 pool's books name none: it has enough.
    fileprivate mutating func balanceBooks(of place: Int) {
        let pool = pools[place]
        let plenty = UInt256.one << 160
        let (base, quote): (UInt256, UInt256) =
            switch pool.venue {
            case .dodo(let dodo): (dodo.baseReserve, dodo.quoteReserve)
            case .uniswapV2(let pair): (pair.reserve0, pair.reserve1)
            case .uniswapV3: (plenty, plenty)
            case .stableSwap(let stable):
                (stable.balances[stable.base], stable.balances[stable.quote])
            }
        setBalance(pool.base, of: pool.address, base)
        setBalance(pool.quote, of: pool.address, quote)
    }

    fileprivate mutating func setPaused(_ place: Place, _ isPaused: Bool) {
        let note: UInt256 = isPaused ? .one : .zero
        switch place {
        case .token(let token) where tokens[token].isPaused != isPaused:
            changeToken(token, note: isPaused ? 1 : 0) { $0.isPaused = isPaused }
        case .bridge(let bridge) where bridges[bridge].isPaused != isPaused:
            changeBridge(bridge, note: note) { $0.isPaused = isPaused }
        case .executor(let executor) where executors[executor].isPaused != isPaused:
            changeExecutor(executor, note: note) { $0.isPaused = isPaused }
        default: break
        }
    }
}
