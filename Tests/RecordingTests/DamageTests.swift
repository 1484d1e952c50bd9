import Numerics
import Recording
import Routes
import TestSupport
import Testing
import Vocabulary

/// A file that is not the recording that was written says so, and where; what it gives until then is true.
@Suite struct DamageTests {
    private let samples: Samples
    private let folder: Folder
    private let stream: [Sighting]
    private let bytes: [UInt8]

    init() throws {
        samples = try Samples()
        folder = try Folder()
        stream = try samples.stream(seed: 7, count: 60)
        bytes = try folder.record(samples.header, stream)
    }

    /// Nothing that was not written, in its order.
    private func isTrue(_ replay: Replay) -> Bool {
        stream.starts(with: replay.stream) && (replay.header ?? samples.header) == samples.header
    }

    @Test func `a file that is cut anywhere is readable up to the cut and says so`() throws {
        var most = 0
        for end in bytes.indices where end % 2 == 0 || end == bytes.count - 1 {
            let replay = Replay(Array(bytes[..<end]))
            #expect(isTrue(replay))
            guard case .cut(let place, let count)? = replay.failure else {
                Issue.record("cut at \(end): \(String(describing: replay.failure))")
                continue
            }
            #expect(place <= UInt64(end) && count == UInt64(replay.stream.count))
            most = max(most, replay.stream.count)
        }
        #expect(most == stream.count)
    }

    @Test func `a cut loses no more than a part`() throws {
        var lost = 0
        for end in stride(from: bytes.count / 2, to: bytes.count - 64, by: 97) {
            guard case .cut(let place, _)? = Replay(Array(bytes[..<end])).failure else { continue }
            lost = max(lost, end - Int(place))
        }
        #expect((1...8_192).contains(lost))
    }

    @Test(arguments: 0..<8)
    func `no flipped bit goes unnoticed`(bit: Int) throws {
        // Which of three bytes a bit is flipped in depends on the bit.
        for index in stride(from: bit % 3, to: bytes.count, by: 3) {
            var flipped = bytes
            flipped[index] ^= 1 << UInt8(bit)
            let replay = Replay(flipped)
            #expect(isTrue(replay))
            switch replay.failure {
            case .foreign: #expect(index < 8)
            case .otherVersion: #expect(index == 8)
            case .damaged(let place): #expect(place <= UInt64(index) && index > 8)
            default:
                Issue.record("bit \(bit) of byte \(index): \(String(describing: replay.failure))")
            }
        }
    }

    @Test(arguments: 1...300 as ClosedRange<UInt64>)
    func `parts that are moved, doubled, left out or overwritten are noticed`(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        var changed = bytes
        let first = Int.random(in: 0..<bytes.count, using: &chance)
        let second = Int.random(in: first...bytes.count, using: &chance)
        let piece = Array(bytes[first..<second])
        switch seed % 4 {
        case 0: changed.removeSubrange(first..<second)
        case 1:
            changed.insert(contentsOf: piece, at: Int.random(in: 0...bytes.count, using: &chance))
        case 2:
            for index in first..<second {
                changed[index] = UInt8.random(in: 0...255, using: &chance)
            }
        default:
            changed.removeSubrange(first..<second)
            changed.insert(contentsOf: piece, at: Int.random(in: 0...changed.count, using: &chance))
        }
        guard changed != bytes else { return }
        let replay = Replay(changed)
        #expect(isTrue(replay))
        #expect(replay.failure != nil)
    }

    @Test func `a part of another recording is noticed`() throws {
        let other = try folder.record(
            samples.header,
            try samples.stream(seed: 8, count: 60)
        )
        // Both have the same header, and behind it parts of their own.
        let head = zip(bytes, other).prefix { $0 == $1 }.count
        #expect(head > 13)
        let grafted = Array(bytes[..<(bytes.count / 2)]) + other[(other.count / 2)...]
        let replay = Replay(grafted)
        #expect(isTrue(replay))
        #expect(replay.failure != nil)
    }

    /// Where each part begins, by the file's layout: behind nine bytes, and each part's length in it.
    private func parts(of bytes: [UInt8]) -> [Range<Int>] {
        var (parts, start) = ([Range<Int>](), 9)
        while start < bytes.count {
            let length = (0..<4).reduce(0) { $0 | Int(bytes[start + 1 + $1]) << ($1 * 8) }
            parts.append(start..<start + 9 + length + 16)
            start += 9 + length + 16
        }
        return parts
    }

    @Test func `whole parts left out, doubled, swapped or another recording's are noticed`() throws
    {
        let stream = try samples.stream(seed: 9, count: 600)
        let bytes = try folder.record(samples.header, stream)
        let other = try folder.record(
            samples.header,
            try samples.stream(seed: 10, count: 600)
        )
        let (own, others) = (parts(of: bytes), parts(of: other))
        #expect(own.count > 5 && own.last?.upperBound == bytes.count)
        var forgeries: [[UInt8]] = []
        // The first part stands on the header alone, which both recordings share: the others do not.
        for index in 2..<5 {
            let (part, next) = (own[index], own[index + 1])
            let (before, after) = (bytes[..<part.lowerBound], bytes[part.upperBound...])
            let replacements: [ArraySlice<UInt8>] = [
                [], bytes[part] + bytes[part], bytes[next] + bytes[part], other[others[index]],
            ]
            for (kind, replacement) in replacements.enumerated() {
                let rest = kind == 2 ? bytes[next.upperBound...] : after
                forgeries.append(Array(before) + Array(replacement) + Array(rest))
            }
        }
        for forgery in forgeries {
            let replay = Replay(forgery)
            #expect(stream.starts(with: replay.stream))
            guard case .damaged? = replay.failure else {
                Issue.record("\(String(describing: replay.failure))")
                continue
            }
        }
    }

    @Test func `a foreign file is called one`() throws {
        let texts = ["{\"json\": true}", "time,chain,pool,price\n", "\u{7F}ELF", "SQLite format 3"]
        for text in texts {
            let bytes = Array(text.utf8)
            #expect(Replay(bytes).failure == .foreign(Array(bytes.prefix(8))))
        }
        #expect(Replay([]).failure == .cut(at: 0, sightings: 0))
        // What a transfer as text makes of it.
        var mangled = bytes
        mangled.replace([0x0D, 0x0A], with: [0x0A])
        guard case .foreign? = Replay(mangled).failure else {
            Issue.record("text mode goes unnoticed")
            return
        }
        var newer = bytes
        newer[8] = 3
        #expect(Replay(newer).failure == .otherVersion(3))
        #expect(Replay(bytes + [0]).failure == .trailing(at: UInt64(bytes.count)))
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `chance makes no recording`(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        let noise = (0..<Int.random(in: 0...4_000, using: &chance)).map { _ in
            UInt8.random(in: 0...255, using: &chance)
        }
        #expect(Replay(noise).failure != nil)
        let end = bytes.count * Int(seed) / 200
        let replay = Replay(Array(bytes[..<end]) + noise)
        #expect(isTrue(replay))
        #expect(replay.failure != nil)
    }

    @Test func `a failed reader fails the same way again`() throws {
        var reader = try RecordingReader(bytes: Array(bytes[..<(bytes.count - 3)]))
        var failures: [RecordingFailure] = []
        while failures.count < 3 {
            do throws(RecordingFailure) { _ = try reader.next() } catch { failures.append(error) }
        }
        #expect(Set(failures).count == 1)
    }
}
