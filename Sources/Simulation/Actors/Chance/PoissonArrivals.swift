public import Vocabulary

/// Arrivals independent of each other, so many an hour on average.
///
/// Gaps are exponential and counted in microseconds; half a microsecond of bias is below everything
/// else in a simulation that has milliseconds.
public struct PoissonArrivals: Hashable, Sendable {
    /// The most that one call answers. Those beyond, after a chain that stood still for long, never
    /// come: a crowd gives up.
    public static let mostAtOnce = 1_024

    /// In microseconds; `nil` when nobody ever arrives.
    private let meanGap: UInt64?
    /// In microseconds from the clock's origin; `nil` before the first look.
    private var next: UInt64?

    private static let microsecondsInHour: UInt64 = 3_600_000_000

    /// `arrivals` in every so many hours.
    public init(_ arrivals: UInt64, perHours hours: UInt64 = 1) {
        guard arrivals > 0 else {
            meanGap = nil
            return
        }
        let span = Self.microsecondsInHour.multipliedFullWidth(by: max(1, hours))
        let fits = span.high < arrivals
        meanGap = fits ? max(1, arrivals.dividingFullWidth(span).quotient) : .max
    }

    /// How many have arrived since the last call. The first call counts from the clock's origin.
    public mutating func due(by now: Instant, from stream: inout SeededStream) -> Int {
        guard let meanGap else { return 0 }
        let moment = Self.microseconds(now)
        var arrival = next ?? Self.sum(0, Fraction48.times(stream.exponential(), meanGap))
        var count = 0
        while arrival <= moment {
            if count == Self.mostAtOnce {
                // What comes next does not depend on what came: the wait begins anew.
                arrival = Self.sum(moment, Fraction48.times(stream.exponential(), meanGap))
                break
            }
            count += 1
            arrival = Self.sum(arrival, Fraction48.times(stream.exponential(), meanGap))
        }
        next = arrival
        return count
    }

    static func microseconds(_ instant: Instant) -> UInt64 {
        let product = instant.milliseconds.multipliedReportingOverflow(by: 1_000)
        return product.overflow ? .max - 1 : min(product.partialValue, .max - 1)
    }

    private static func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}
