/// Why a recording can't be written or read on, and at which byte of the file.
public enum RecordingFailure: Error, Hashable, Sendable {
    /// The kernel refuses.
    case system(path: String, errorNumber: Int32)
    /// The file begins as no recording does; these are its first bytes.
    case foreign([UInt8])
    /// A recording of another version of the format.
    case otherVersion(UInt8)
    /// The file ends before the recording does: its writer was stopped, or the file is not all there. What
    /// was read until here is whole and true; from `at` on nothing can be vouched for.
    case cut(at: UInt64, sightings: UInt64)
    /// The bytes from here on are not those that were written, by their digest.
    case damaged(at: UInt64)
    /// The digest is right and what it vouches for can't be: another program wrote it, or ours is wrong.
    case contradictory(at: UInt64, Contradiction)
    /// Bytes stand behind the recording's end.
    case trailing(at: UInt64)
    /// The writer was handed what a recording can't hold.
    case refused(Refusal)

    public enum Contradiction: Error, Hashable, Sendable {
        /// A part ends before its last field.
        case short
        /// Bytes stand behind the last field.
        case long
        /// A number that is longer than it has to be, or a change that changes nothing.
        case notMinimal
        case tooLarge
        case unknownKind(UInt8)
        /// A chain that the header does not name, or one of which nothing was seen before.
        case unknownChain(UInt64)
        /// More entries than the last sighting has.
        case unknownEntry(UInt64)
        /// The parts are readable and make no such value.
        case impossible(String)
        /// The end counts otherwise than the reader.
        case miscounted(UInt64)
    }

    public enum Refusal: Hashable, Sendable {
        /// The header does not name the chain.
        case unknownChain(UInt64)
        /// It was seen before the last one was.
        case seenFalls
        /// A single sighting is larger than the reader's memory.
        case tooLarge(Int)
        /// After `finish`.
        case finished
    }
}
