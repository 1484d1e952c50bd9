import Foundation
import Recording
import Routes

/// A folder of its own that is removed with this value.
final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "recording-\(UUID())")

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }

    func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: url.appending(path: name)))
    }

    /// A whole recording's bytes.
    func record(_ header: RecordingHeader, _ stream: [Sighting]) throws -> [UInt8] {
        let name = "\(UUID())"
        var writer = try RecordingWriter(path: path(name), header: header)
        for sighting in stream { try writer.append(sighting) }
        try writer.finish()
        return try bytes(name)
    }
}

/// All that a recording gives until it ends or fails.
struct Replay {
    var header: RecordingHeader?
    var stream: [Sighting] = []
    var failure: RecordingFailure?

    init(_ bytes: [UInt8]) {
        do throws(RecordingFailure) {
            var reader = try RecordingReader(bytes: bytes)
            header = reader.header
            while let sighting = try reader.next() { stream.append(sighting) }
        } catch {
            failure = error
        }
    }
}
