package import Vocabulary

/// The mistakes that tests plant in alerts and the heartbeat, one at a time, to see that each is caught.
///
/// docs/planted-bugs.md names for each which promise it breaks.
package enum PlantedAlertBug: String, CaseIterable, Sendable {
    /// A trouble that was told is told anew at each look.
    case forgottenKey
    /// Between repeats lies always the same time.
    case steadyInterval
    /// Repeats lie further apart each time, without end.
    case endlessInterval
    /// A repeat that is due is left out.
    case missedRepeat
    /// What can't be told is taken for well.
    case unknownTakenForWell
    /// A trouble that is away for a moment is over.
    case hastyRecovery
    /// A trouble that is over is called over again.
    case recoveredTwice
    /// That a trouble is over is told to nobody.
    case silentRecovery
    /// However often a trouble comes back, it is over as soon as the first time.
    case unheededRelapse
    /// What gets worse is told when the next repeat is due.
    case unheededWorsening
    /// What happens within a pause is counted by nobody.
    case uncounted
    /// A new block of any chain makes the heart beat.
    case oneChainBeats
    /// The heart beats for blocks it has beaten for before.
    case oldBlockBeats
    /// A block that could not be judged makes the heart beat.
    case unjudgedBeats
}

package typealias AlertMistake = Planted<PlantedAlertBug>
