import Glibc
import Recording

/// What is wrong with a recording, in words.
enum RecordingText {
    static func failure(_ failure: RecordingFailure, _ path: String) -> Failure {
        switch failure {
        case .system(_, let number): system(number, path)
        case .foreign: Failure(.badData, "\(path): is no recording")
        case .otherVersion(let version):
            Failure(
                .badData,
                "\(path): is a recording of version \(version), which this program does not read: record it anew"
            )
        case .cut(let offset, _):
            Failure(.badData, "\(path): ends at byte \(offset), before its header does")
        case .damaged(let offset):
            Failure(
                .badData,
                "\(path): damaged in the part that begins at byte \(offset); "
                    + "what stands before it is whole"
            )
        case .contradictory(let offset, let reason):
            Failure(.badData, "\(path): what stands at byte \(offset) can't be: \(reason)")
        case .trailing(let offset):
            Failure(.badData, "\(path): something stands behind its end, at byte \(offset)")
        case .refused(let refusal): Failure(.internal, "\(path): \(refusal)")
        }
    }

    private static func system(_ number: Int32, _ path: String) -> Failure {
        switch number {
        case ENOENT, ENOTDIR: Failure(.noInput, "\(path): there is no such file")
        case EISDIR: Failure(.noInput, "\(path): is a folder, not a file")
        case EACCES, EPERM: Failure(.permission, "\(path): not permitted")
        case EEXIST: Failure(.badData, "\(path): exists already and is not replaced")
        default: Failure(.unavailable, "\(path): \(unsafe String(cString: strerror(number)))")
        }
    }
}
