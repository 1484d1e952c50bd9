/// Something to say about a configuration file: where, about which key, what, and what to do.
public struct Problem: Hashable, Sendable {
    public let severity: Severity
    public let location: Location
    /// The keys down to the one that is meant, joined by points; empty for the file as a whole.
    public let path: String
    public let message: String
    public let hint: String?
    /// A blank that was left for the operator to fill in.
    public let isBlank: Bool

    public enum Severity: String, Sendable {
        /// The strategy can't be used.
        case error
        /// It can, and somebody should look.
        case warning
        /// What was found out.
        case note
    }

    public init(
        _ severity: Severity,
        at location: Location,
        path: String,
        _ message: String,
        hint: String? = nil,
        isBlank: Bool = false
    ) {
        self.severity = severity
        self.location = location
        self.path = path
        self.message = message
        self.hint = hint
        self.isBlank = isBlank
    }

    /// One line as compilers write it, which editors can jump to.
    public func text(in file: String) -> String {
        let subject = path.isEmpty ? "" : path + ": "
        let advice = hint.map { "; " + $0 } ?? ""
        return "\(file):\(location): \(severity.rawValue): \(subject)\(message)\(advice)"
    }
}
