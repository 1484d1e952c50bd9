import Numerics
import Parity
import Vocabulary

/// Numbers as a person reads them at a glance: rounded towards zero, thousands apart. What is exact is in
/// the journal.
enum PaperText {
    static func amount(_ units: UInt256, _ unit: AmountUnit) -> String {
        rounded(units, scale: unit.decimals) + " " + unit.symbol
    }

    /// Two decimals.
    static func rounded(_ units: UInt256, scale: UInt8, decimals: UInt8 = 2) -> String {
        let idle = scale > decimals ? scale - decimals : 0
        let power = (0..<idle).reduce(UInt256.one) { power, _ in power * 10 }
        let text = DecimalNumber(digits: units / power, scale: scale - idle).description
        let parts = text.split(separator: ".", maxSplits: 1)
        let fraction = parts.count == 2 ? String(parts[1]) : ""
        let zeros = String(repeating: "0", count: max(0, Int(decimals) - fraction.count))
        return grouped(String(parts[0])) + "." + fraction + zeros
    }

    static func worth(_ worth: Worth) -> String {
        let text = rounded(worth.units.magnitude, scale: Worth.decimals)
        return (worth.isNegative && text.contains { $0 != "0" && $0 != "." } ? "-" : "") + text
    }

    static func signed(_ worth: Worth) -> String {
        let text = self.worth(worth)
        return text.hasPrefix("-") ? text : "+" + text
    }

    /// Whether anything of it is left when it is rounded.
    static func isVisible(_ worth: Worth) -> Bool { self.worth(worth) != self.worth(.zero) }

    /// With two decimals and its unit; a pool that is sold out has prices beyond all measure.
    static func share(_ share: BasisPoints) -> String {
        share > .whole ? "over 10,000 bps" : rounded(UInt256(share.millionths), scale: 6) + " bps"
    }

    static func price(_ price: Price?) -> String {
        guard let text = price?.text(decimals: 6) else { return "unknown" }
        let parts = text.split(separator: ".", maxSplits: 1)
        let fraction = parts.count == 2 ? String(parts[1]) : ""
        return parts[0] + "." + fraction
            + String(repeating: "0", count: max(0, 6 - fraction.count))
    }

    static func count(_ count: Int, _ name: String) -> String {
        "\(count) \(name)\(count == 1 ? "" : "s")"
    }

    /// Hours, minutes and seconds that have passed.
    static func clock(from start: Instant, to now: Instant) -> String {
        let seconds = (now.milliseconds - min(now.milliseconds, start.milliseconds)) / 1_000
        let (minutes, hours) = (seconds / 60 % 60, seconds / 3_600)
        return "\(hours):\(twoDigits(minutes)):\(twoDigits(seconds % 60))"
    }

    /// Of a whole, in hundredths of a per cent, rounded down.
    static func percent(_ part: UInt64, of whole: UInt64) -> String {
        guard whole > 0 else { return "-" }
        let tenThousandths = UInt64(UInt128(part) * 10_000 / UInt128(whole))
        return "\(tenThousandths / 100).\(twoDigits(tenThousandths % 100)) %"
    }

    static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    static func indented(_ text: String, to width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private static func twoDigits(_ number: UInt64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    private static func grouped(_ digits: String) -> String {
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }
}
