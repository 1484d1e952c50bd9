import Glibc
import Recording

/// What is wrong with a recording, where, and what to do about it.
enum RecordingFailureText {
    static func failure(_ failure: RecordingFailure, _ path: String) -> Failure {
        switch failure {
        case .system(let place, let number):
            let reason = unsafe String(cString: strerror(number))
            let code: ExitCode =
                switch number {
                case ENOENT, ENOTDIR, EISDIR: .noInput
                case EACCES, EPERM: .permission
                default: .unavailable
                }
            return Failure(code, "\(place): \(reason)")
        case .foreign:
            return Failure(
                .badData,
                "\(path) is no recording: it begins as none does; make one with 'cantilever record'"
            )
        case .otherVersion(let version):
            return Failure(
                .badData,
                "\(path) is a recording of version \(version), which this program does not read"
            )
        case .cut(let at, let sightings):
            return Failure(
                .badData,
                "\(path) ends at byte \(at), within a part and behind \(sightings) whole sightings: "
                    + "its writer was stopped, or the file is not all there; end before it with '--to'"
            )
        case .damaged(let at):
            return Failure(
                .badData,
                "\(path) was changed after it was written: what follows byte \(at) has another digest; "
                    + "take another copy"
            )
        case .contradictory(let at, let why):
            return Failure(.badData, "\(path) contradicts itself at byte \(at): \(why)")
        case .trailing(let at):
            return Failure(
                .badData,
                "\(path) goes on behind its own end at byte \(at); cut it off there"
            )
        case .refused(let why):
            return Failure(.internal, "\(path): \(why)")
        }
    }
}
