/// Text and numbers as a page shows them.
enum HTML {
    static func text(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\u{0}"..."\u{8}", "\u{B}"..."\u{1F}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// With so many decimals and thousands apart.
    static func number(_ value: Double, decimals: Int) -> String {
        let decimals = max(0, min(9, decimals))
        let power = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
        let scaled = (value.magnitude * power).rounded()
        guard scaled < 1e18 else { return value < 0 ? "-∞" : "∞" }
        let units = UInt64(scaled)
        let unit = UInt64(power)
        var text = grouped(String(units / unit))
        if decimals > 0 {
            let fraction = String(units % unit)
            text += "." + String(repeating: "0", count: decimals - fraction.count) + fraction
        }
        // A minus of the same width as a digit.
        return value < 0 && units > 0 ? "\u{2212}" + text : text
    }

    static func grouped(_ digits: String) -> String {
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// A coordinate or a percentage, without idle zeros.
    static func short(_ value: Double) -> String {
        let tenths = Int64((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let (whole, rest) = (tenths.magnitude / 10, tenths.magnitude % 10)
        return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
    }
}
