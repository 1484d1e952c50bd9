import Hashing

/// Numbers that count once, cheap to copy: a copy that grows by one shares nearly all with the other.
struct DigestSet: Hashable, Sendable {
    /// By the last byte, each in order.
    private var buckets: [[Digest]] = Array(repeating: [], count: 256)

    func contains(_ digest: Digest) -> Bool {
        let bucket = buckets[Int(digest.words.3 & 255)]
        let place = Self.place(of: digest, in: bucket)
        return place < bucket.count && bucket[place] == digest
    }

    mutating func insert(_ digest: Digest) {
        let bucket = Int(digest.words.3 & 255)
        let place = Self.place(of: digest, in: buckets[bucket])
        guard place == buckets[bucket].count || buckets[bucket][place] != digest else { return }
        buckets[bucket].insert(digest, at: place)
    }

    private static func place(of digest: Digest, in bucket: [Digest]) -> Int {
        var (low, high) = (0, bucket.count)
        while low < high {
            let middle = (low + high) / 2
            if bucket[middle] < digest { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
