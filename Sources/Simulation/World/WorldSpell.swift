import Numerics
import Vocabulary

/// What prevails in a world since a fault struck, beyond what the dice themselves remember.
struct WorldSpell: Sendable {
    /// The bot's process stands still until then.
    var frozenUntil = Instant.start
    /// By how much the bot's clock is ahead.
    var skew = Interval(milliseconds: 0)
    var skewedUntil = Instant.start
    /// Vaults that somebody has emptied, to be filled again.
    var drained: [Drained] = []
    /// What is mended then: tokens and bridges that are paused, fees, decimals.
    var mendings: [Mending] = []
    /// Transactions that no block takes until a successor of theirs is there.
    var withheld: [Withheld] = []
    /// Since when the disk only says that it writes.
    var lie: Lie?
    /// Chains whose head everybody shows as it was, until then.
    var regressed: [Regress] = []
    /// Whether the bot was told that its disk is full.
    var isDiskFull = false

    struct Drained: Sendable {
        let chain: ChainID
        let token: Address
        let vault: Address
        let thief: Address
        let amount: UInt256
        var until: Instant
    }

    struct Mending: Sendable {
        let chain: ChainID
        let act: ChainAct
        var until: Instant
    }

    struct Withheld: Sendable {
        let chain: ChainID
        let sender: Address
        let nonce: UInt64
        let hash: TransactionHash
        let until: Instant
    }

    struct Lie: Sendable {
        /// So many entries are really there.
        let durable: Int
        /// Then the power goes.
        let until: Instant
    }

    struct Regress: Sendable {
        let chain: ChainID
        let depth: UInt64
        let until: Instant
    }
}
