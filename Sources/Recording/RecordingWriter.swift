public import Routes
import Vocabulary

/// Writes a recording into a new file, sighting after sighting, with memory that does not grow.
///
/// Until `finish` the file says of itself that it is not whole; what was flushed can be read all the same.
public struct RecordingWriter: ~Copyable {
    private let file: TargetFile
    private var seal: Seal
    private var encoder: SightingEncoder
    private var body = FieldWriter()
    private var record = FieldWriter()
    private var lastSeen: UInt64 = 0
    private var isFinished = false
    /// Sightings that were taken, and bytes that are in the file.
    public private(set) var sightings: UInt64 = 0
    public private(set) var bytes: UInt64

    /// Refuses a file that exists.
    public init(path: String, header: RecordingHeader) throws(RecordingFailure) {
        let beginning = Part.magic + [Part.version]
        var seal = Seal(beginning)
        let start = beginning + Self.part(.header, header.canonicalBytes, &seal)
        let file = try TargetFile(path)
        try file.write(start)
        self.file = file
        self.seal = seal
        encoder = SightingEncoder(header.fleet)
        bytes = UInt64(start.count)
    }

    /// Refuses a chain that the header does not name, and what was seen before the last one was.
    public mutating func append(_ sighting: Sighting) throws(RecordingFailure) {
        guard !isFinished else { throw .refused(.finished) }
        guard sighting.seen.milliseconds >= lastSeen else { throw .refused(.seenFalls) }
        record.clear()
        let place = try encoder.encode(sighting, to: &record)
        guard record.bytes.count <= Part.largest else {
            throw .refused(.tooLarge(record.bytes.count))
        }
        if body.bytes.count + record.bytes.count > Part.usual { try flush() }
        encoder.remember(sighting, at: place)
        body.raw(record.bytes)
        lastSeen = sighting.seen.milliseconds
        sightings += 1
    }

    /// Hands the file what was taken until now; the disk has it when the kernel pleases.
    public mutating func flush() throws(RecordingFailure) {
        guard !body.bytes.isEmpty else { return }
        try write(.sightings, body.bytes)
        body.clear()
    }

    /// Closes the recording and waits for the disk.
    public mutating func finish() throws(RecordingFailure) {
        guard !isFinished else { return }
        try flush()
        var end = FieldWriter()
        end.count(sightings)
        try write(.end, end.bytes)
        try file.sync()
        isFinished = true
    }

    private mutating func write(
        _ kind: Part.Kind,
        _ body: [UInt8]
    ) throws(RecordingFailure) {
        let part = Self.part(kind, body, &seal)
        try file.write(part)
        bytes += UInt64(part.count)
    }

    private static func part(_ kind: Part.Kind, _ body: [UInt8], _ seal: inout Seal) -> [UInt8] {
        let head = Part.head(kind, length: body.count)
        return head + seal.short(of: head) + body + seal.close(head, body)
    }
}
