/// How a command ends. Every command but `check` and `doctor` uses these, which follow `sysexits.h`.
enum ExitCode: Int32, CaseIterable {
    case success = 0
    case negative = 1
    case usage = 64
    case badData = 65
    case noInput = 66
    case unavailable = 69
    case `internal` = 70
    case permission = 77

    var meaning: String {
        switch self {
        case .success: "success"
        case .negative: "the question was answered, and the answer is no"
        case .usage: "the command line is wrong"
        case .badData: "the input was read and is wrong"
        case .noInput: "an input does not exist or cannot be read"
        case .unavailable: "something the command needs is not available"
        case .internal: "a fault of cantilever's own"
        case .permission: "something is not permitted"
        }
    }
}
