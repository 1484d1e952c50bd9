public import Routes
import Vocabulary

/// Reads a recording, sighting after sighting, with memory that does not grow.
///
/// Invariants:
/// 1. Every sighting it hands out is one that was written, in the order they were written.
/// 2. `nil` comes only behind the recording's own end; anything else that ends it is a failure that says at
///    which byte.
/// 3. After a failure the same failure comes again.
public struct RecordingReader: ~Copyable {
    public let header: RecordingHeader
    private var file: SourceFile
    private var seal: Seal
    private var decoder: SightingDecoder
    private var fields = FieldReader([])
    /// Where the body that is read from begins in the file.
    private var bodyStart: UInt64 = 0
    private var lastSeen: UInt64 = 0
    private var failure: RecordingFailure?
    private var hasEnded = false
    /// Sightings that were handed out.
    public private(set) var sightings: UInt64 = 0

    public init(path: String) throws(RecordingFailure) {
        try self.init(try SourceFile(path))
    }

    /// A recording that is in memory already.
    public init(bytes: [UInt8]) throws(RecordingFailure) {
        try self.init(SourceFile(bytes: bytes))
    }

    private init(_ source: consuming SourceFile) throws(RecordingFailure) {
        var file = source
        let opening = try Self.open(&file)
        header = opening.header
        seal = opening.seal
        decoder = SightingDecoder(opening.header.fleet)
        self.file = file
    }

    private static func open(
        _ file: inout SourceFile
    ) throws(RecordingFailure) -> (header: RecordingHeader, seal: Seal) {
        let magic = try file.read(Part.magic.count)
        guard magic == Part.magic else {
            guard Part.magic.starts(with: magic) else { throw .foreign(magic) }
            throw .cut(at: 0, sightings: 0)
        }
        guard let version = try file.read(1).first else { throw .cut(at: 0, sightings: 0) }
        guard version == Part.version else { throw .otherVersion(version) }
        var seal = Seal(magic + [version])
        let start = file.offset
        let (kind, body) = try part(&file, &seal, sightings: 0)
        guard kind == .header else { throw .contradictory(at: start, .unknownKind(kind.rawValue)) }
        do throws(CanonicalError) {
            return (try RecordingHeader(canonicalBytes: body), seal)
        } catch {
            let place = start + UInt64(Part.headWidth + Seal.shortWidth + error.offset)
            throw .contradictory(at: place, .impossible("RecordingHeader"))
        }
    }

    /// How far it is: bytes of the file that were read, and all there were at the beginning.
    public var progress: (read: UInt64, of: UInt64) { (file.offset, max(file.size, file.offset)) }

    /// The next sighting; `nil` behind the last one of a recording that is whole.
    public mutating func next() throws(RecordingFailure) -> Sighting? {
        if let failure { throw failure }
        do throws(RecordingFailure) {
            return try advance()
        } catch {
            failure = error
            throw error
        }
    }

    private mutating func advance() throws(RecordingFailure) -> Sighting? {
        while fields.isAtEnd {
            guard !hasEnded else { return nil }
            let start = file.offset
            let (kind, body) = try Self.part(&file, &seal, sightings: sightings)
            bodyStart = start + UInt64(Part.headWidth + Seal.shortWidth)
            fields = FieldReader(body)
            switch kind {
            case .header: throw .contradictory(at: start, .unknownKind(kind.rawValue))
            case .sightings:
                guard !body.isEmpty else { throw .contradictory(at: bodyStart, .short) }
            case .end: try end()
            }
        }
        let place = bodyStart + UInt64(fields.offset)
        let sighting: Sighting
        do throws(RecordingFailure.Contradiction) {
            sighting = try decoder.next(&fields)
        } catch {
            throw .contradictory(at: bodyStart + UInt64(fields.offset), error)
        }
        guard sighting.seen.milliseconds >= lastSeen else {
            throw .contradictory(at: place, .impossible("seen"))
        }
        lastSeen = sighting.seen.milliseconds
        sightings += 1
        return sighting
    }

    private mutating func end() throws(RecordingFailure) {
        let place = bodyStart
        do throws(RecordingFailure.Contradiction) {
            let count = try fields.count()
            guard fields.isAtEnd else { throw .long }
            guard count == sightings else { throw .miscounted(count) }
        } catch {
            throw .contradictory(at: place, error)
        }
        let end = file.offset
        guard try file.read(1).isEmpty else { throw .trailing(at: end) }
        hasEnded = true
    }

    /// A whole part and nothing less.
    private static func part(
        _ file: inout SourceFile,
        _ seal: inout Seal,
        sightings: UInt64
    ) throws(RecordingFailure) -> (Part.Kind, [UInt8]) {
        let start = file.offset
        let cut = RecordingFailure.cut(at: start, sightings: sightings)
        let head = try file.read(Part.headWidth)
        guard head.count == Part.headWidth else { throw cut }
        let short = try file.read(Seal.shortWidth)
        guard short.count == Seal.shortWidth else { throw cut }
        guard short == seal.short(of: head) else { throw .damaged(at: start) }
        let length = Part.length(in: head)
        guard let kind = Part.Kind(rawValue: head[0]) else {
            throw .contradictory(at: start, .unknownKind(head[0]))
        }
        guard length <= Part.largest else { throw .contradictory(at: start, .tooLarge) }
        let body = try file.read(length)
        guard body.count == length else { throw cut }
        let proof = try file.read(Seal.width)
        guard proof.count == Seal.width else { throw cut }
        guard proof == seal.close(head, body) else { throw .damaged(at: start) }
        return (kind, body)
    }
}
