/// Where a recording ends before it should: its writer was stopped, still writes, or the file is not all there.
struct RecordingCut: Hashable {
    let at: UInt64
    /// Behind it, of a part that is not whole.
    let bytes: UInt64
    /// Before it, and whole.
    let sightings: UInt64
}

extension RecordingCut: CustomStringConvertible {
    /// How much is lost, as far as the file can tell.
    var description: String {
        let lost =
            bytes == 0
            ? "nothing stands behind it" : "\(bytes) bytes behind it are no whole part and left out"
        return "ends at byte \(at), before it should, with "
            + PaperText.count(Int(clamping: sightings), "whole block")
            + "; \(lost), and what its writer had not written by then is lost"
    }
}
