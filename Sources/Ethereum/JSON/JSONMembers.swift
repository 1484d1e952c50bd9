/// An object's members, found in one pass: for whoever reads many of them.
///
/// Where a fragment looks through the object for each key, this looks through it once; both refuse the same.
public struct JSONMembers: Sendable {
    /// Where the object begins in the whole text.
    public let offset: Int
    private let bytes: [UInt8]
    /// In the order they stand in, those that are there twice among them.
    private let places: [(name: Range<Int>, value: Range<Int>)]

    init(_ fragment: JSONFragment) throws(JSONReadingError) {
        var scanner = JSONScanner(fragment.bytes, at: fragment.offset)
        var places: [(name: Range<Int>, value: Range<Int>)] = []
        places.reserveCapacity(Self.usual)
        do throws(JSONError) {
            // Checked before: nothing in it can fail, except that it may not be an object.
            try scanner.forEachMember { name, scanner throws(JSONError) in
                places.append((name, try scanner.skipValue()))
            }
        } catch {
            throw .expected(.object, at: fragment.offset)
        }
        (bytes, offset, self.places) = (fragment.bytes, fragment.offset, places)
    }

    /// As many as a block has, and its header's hash.
    private static let usual = 32

    /// The value under this key.
    public func member(_ key: String) throws(JSONReadingError) -> JSONFragment {
        guard let value = try find(key) else { throw .missing(key, at: offset) }
        return value
    }

    /// The value under this key; `nil` when it is missing or null.
    public func optionalMember(_ key: String) throws(JSONReadingError) -> JSONFragment? {
        guard let value = try find(key), !value.isNull else { return nil }
        return value
    }

    private func find(_ key: String) throws(JSONReadingError) -> JSONFragment? {
        var found: Range<Int>?
        for place in places where isNamed(place.name, key) {
            guard found == nil else { throw .twice(key, at: place.name.lowerBound) }
            found = place.value
        }
        return found.map { JSONFragment(bytes: bytes, range: $0) }
    }

    private func isNamed(_ name: Range<Int>, _ key: String) -> Bool {
        // An escape makes a name longer than what it stands for.
        guard name.count >= key.utf8.count else { return false }
        if name.count == key.utf8.count {
            var next = name.lowerBound
            for byte in key.utf8 {
                guard bytes[next] == byte else { return false }
                next += 1
            }
            return true
        }
        return bytes[name].contains(0x5C) && JSONScanner(bytes).text(in: name) == key
    }
}

extension JSONFragment {
    /// The members of an object.
    public func readMembers() throws(JSONReadingError) -> JSONMembers {
        try JSONMembers(self)
    }

    /// How many bytes the value takes.
    public var length: Int { range.count }

    /// The value as the node wrote it, copied.
    public var source: [UInt8] { Array(bytes[range]) }

    /// Whether a node wrote the very same, as `source` has it.
    public func isWritten(as source: [UInt8]) -> Bool {
        guard source.count == range.count else { return false }
        let own = bytes.span
        let other = source.span
        let (ownBytes, otherBytes) = unsafe (own.bytes, other.bytes)
        var next = 0
        while next <= source.count - 32 {
            // In bounds: the range lies inside the bytes, and both have as many.
            let left = unsafe ownBytes.unsafeLoadUnaligned(
                fromByteOffset: range.lowerBound + next,
                as: SIMD4<UInt64>.self
            )
            let right = unsafe otherBytes.unsafeLoadUnaligned(
                fromByteOffset: next,
                as: SIMD4<UInt64>.self
            )
            guard left == right else { return false }
            next += 32
        }
        return (next..<source.count).allSatisfy { bytes[range.lowerBound + $0] == source[$0] }
    }
}
