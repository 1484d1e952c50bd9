package import Vocabulary

/// The mistakes that tests plant, one at a time, to see that each is caught.
///
/// Only builds for tests (`PLANTED_BUGS`) have the switch. Everywhere else no bot can be given one, every
/// `isPlanted` is `false` where it is compiled, and nothing of the mistake is left in the product.
/// docs/planted-bugs.md names for each the seed that catches it, and what does.
package enum PlantedBug: String, CaseIterable, Sendable {
    /// Signed bytes go to an endpoint before their entry is durable.
    case lateJournal
    /// The journal says that trades and transfers are durable, and never wrote them.
    case skippedJournalWrite
    /// A nonce is given out again.
    case reusedNonce
    /// Blocks were taken back, and what they had shown stays believed.
    case forgottenReorganisation
    /// The newest block is taken for final.
    case earlyFinality
    /// What one endpoint says is acted on.
    case oneWitness
    /// An endpoint that does not say whether it took a transaction is taken to have refused it for good.
    case unknownTakenForFailed
    /// A chain that stands still is traded on as if its last block were new.
    case staleTakenForFresh
    /// What a bridge will deliver is rounded up.
    case wrongRounding
    /// A swap's minimum is left out of what is signed.
    case zeroMinimum
    /// What is signed is good for half an hour longer than was planned.
    case ignoredDeadline
    /// A vault is taken to be full, whatever is in it.
    case ignoredReserve
    /// What is on its way over a bridge counts twice.
    case inFlightTwice
    /// What a bridge has delivered is booked twice.
    case deliveryTwice
    /// A fill is booked twice.
    case fillTwice
    /// Gas is paid and never booked.
    case forgottenGas
    /// A chain that has less than the books is not noticed.
    case unnoticedDrift
    /// A leg whose other leg has failed is left alone.
    case forgottenUnwinding
    /// A transaction that is too old to be sent again is not cancelled either.
    case forgottenCancel
    /// A replacement offers no more than what it replaces.
    case unpaidReplacement
    /// What is halted goes on.
    case unheededHalt
    /// Neither the pause after a failure nor the day's purse is heeded.
    case ignoredLimits
}

package typealias Mistake = Planted<PlantedBug>

extension Bot {
    @inline(__always)
    func isPlanted(_ bug: PlantedBug) -> Bool { mistake.isPlanted(bug) }
}
