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
    /// Tokens and bridges that are paused on a chain, until then.
    var pauses: [Pause] = []
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
        let until: Instant
    }

    struct Pause: Sendable {
        let chain: ChainID
        let act: ChainAct
        let until: Instant
    }

    struct Regress: Sendable {
        let chain: ChainID
        let depth: UInt64
        let until: Instant
    }
}
