package import Vocabulary

/// The mistakes that tests plant in the delivery of alerts, one at a time, to see that each is caught.
///
/// docs/planted-bugs.md names for each which promise it breaks.
package enum PlantedDeliveryBug: String, CaseIterable, Sendable {
    /// A server's fault is taken for a refusal, and the alert is gone.
    case faultTakenForRefusal
    /// What fails is not tried again.
    case forgottenLetter
    /// A letter that failed goes again though a newer one says more.
    case olderOverNewer
    /// A receiver that fails is asked again at once.
    case impatience
    /// A receiver that goes on failing is left alone for no longer each time.
    case steadyPause
    /// What there is no place for is dropped without a word.
    case silentOverflow
    /// A heartbeat that was refused counts as taken.
    case anyAnswerBeats
    /// The heart beats though no alert arrives.
    case deafBeats
}

package typealias DeliveryMistake = Planted<PlantedDeliveryBug>
