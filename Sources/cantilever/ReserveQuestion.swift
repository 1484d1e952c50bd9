import Numerics
import Parity
import Routes
import Vocabulary

/// The reserve rule applied to figures from a command line.
struct ReserveQuestion {
    let rule: ReserveRule
    let decimals: UInt8
    let held: UInt256?
    /// What is pending and planned.
    let claimed: UInt256
    let netOutflow: UInt256?

    init(_ arguments: Arguments) throws(Failure) {
        var decimals: UInt8 = 6
        if let text = arguments["--decimals"] {
            guard let number = UInt8(text), number <= Token.mostDecimals else {
                throw Failure(
                    .usage,
                    "--decimals: '\(text)' is no number from 0 to \(Token.mostDecimals)"
                )
            }
            decimals = number
        }
        func amount(_ option: String) throws(Failure) -> UInt256? {
            guard let text = arguments[option] else { return nil }
            do throws(DecimalTextError) {
                return try Amount(text, decimals: decimals).units
            } catch {
                throw Failure(
                    .usage,
                    "\(option): '\(text)' is no amount with up to \(decimals) decimals, such as 10_000.5"
                )
            }
        }
        guard let peak = try amount("--peak") else {
            throw Failure(.usage, "say what leaves in the busiest minute: --peak 10_000")
        }
        var latency = ReserveParameters().latencyFloor
        if let text = arguments["--latency"] {
            guard let time = try? Interval(text) else {
                throw Failure(
                    .usage,
                    "--latency: '\(text)' is no time such as \"5 min\" or \"90 s\""
                )
            }
            latency = time
        }
        var factor = ReserveParameters().factor
        if let text = arguments["--factor"] {
            let least = ReserveParameters.leastFactor
            guard let number = UInt64(text), number >= least else {
                throw Failure(
                    .usage,
                    "--factor: '\(text)' is no whole number of at least \(least); with less, one "
                        + "busy stretch longer than usual empties the vault"
                )
            }
            factor = number
        }
        guard let rule = ReserveRule(peak: peak, latency: latency, factor: factor) else {
            throw Failure(.usage, "peak times latency times factor is beyond 256 bits")
        }
        self.rule = rule
        self.decimals = decimals
        let vault = try amount("--available")
        let pending = try amount("--pending")
        let planned = try amount("--planned")
        netOutflow = try amount("--net-outflow")
        guard vault != nil || (pending == nil && planned == nil && netOutflow == nil) else {
            throw Failure(
                .usage,
                "--pending, --planned and --net-outflow need --available beside them"
            )
        }
        held = vault
        let (sum, overflow) = (pending ?? .zero).addingReportingOverflow(planned ?? .zero)
        claimed = overflow ? .max : sum
    }

    private var unit: AmountUnit { AmountUnit(symbol: "tokens", decimals: decimals) }

    var check: Check? {
        held.map {
            Check(
                .reserve,
                .amount($0, unit),
                .atLeast,
                .amount(rule.needed(claimed: claimed), unit)
            )
        }
    }

    var text: String {
        var rows = [
            ("peak outflow a minute", show(rule.peak)), ("latency", "\(rule.latency)"),
            ("factor", "\(rule.factor)"), ("required", show(rule.required)),
        ]
        if let held, let check {
            if !claimed.isZero { rows.append(("pending and planned", show(claimed))) }
            rows.append(("available", show(held)))
            rows.append(("room for more", show(rule.room(held: held, claimed: claimed))))
            if let cover = rule.cover(held: held, claimed: claimed) {
                rows.append(("cover at the peak", "\(cover) min"))
            }
            if let netOutflow {
                let runway = rule.runway(
                    held: held,
                    claimed: claimed,
                    netOutflowPerHour: netOutflow
                )
                rows.append(("runway", runway.map { "\(Self.rounded($0))" } ?? "endless"))
            }
            rows.append(("verdict", check.passes ? "suffices" : "does not suffice"))
            if let flip = check.flip {
                rows.append(("it would change if", "what is available should \(flip)"))
            }
        }
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { name, value in
            name + String(repeating: " ", count: width - name.count) + "  " + value
        }.joined(separator: "\n")
    }

    private func show(_ units: UInt256) -> String {
        Amount(units: units).text(decimals: decimals)
    }

    /// In whole minutes from a minute on, rounded down: nobody plans by the millisecond.
    private static func rounded(_ interval: Interval) -> Interval {
        let minute: UInt64 = 60_000
        let time = interval.milliseconds
        return Interval(milliseconds: time < minute ? time : time / minute * minute)
    }
}

extension ReserveQuestion {
    /// The same in base units and milliseconds.
    var canonicalJSON: String {
        var writer = CanonicalWriter(.json)
        writer.record { writer in
            writer.field("peak", rule.peak)
            writer.field("latency", rule.latency)
            writer.field("factor", rule.factor)
            writer.field("required", rule.required)
            writer.field("available", held)
            writer.field("claimed", claimed)
            writer.field("room", held.map { rule.room(held: $0, claimed: claimed) })
            writer.field("coverMinutes", held.flatMap { rule.cover(held: $0, claimed: claimed) })
            writer.field(
                "runway",
                held.flatMap { held in
                    netOutflow.flatMap {
                        rule.runway(held: held, claimed: claimed, netOutflowPerHour: $0)
                    }
                }
            )
            writer.field("check", check)
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
