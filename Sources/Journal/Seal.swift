/// The end of a segment: a state entry from which opening can start.
struct Seal {
    let number: UInt64
    /// The chain's head once the state entry is in.
    let head: ChainHead
    /// Hashes this seal and, through its predecessor's link, all before it.
    let link: [UInt8]

    init(number: UInt64, head: ChainHead, after previous: [UInt8], with hash: SHA256) {
        self.number = number
        self.head = head
        link = hash.digest(
            of: previous + ChainHead.fixed(number) + ChainHead.fixed(head.index) + head.digest
        )
    }

    /// All seals, each proven to follow from the one before.
    static func all(_ chain: Chain) throws(JournalFailure) -> [Seal] {
        let query = try Statement(
            #"SELECT number, "index", digest, link FROM seals ORDER BY number"#,
            on: chain.database
        )
        var seals: [Seal] = []
        while try query.step() {
            let previous = seals.last
            let index = query.number(1).flatMap { UInt64(exactly: $0) } ?? 0
            let seal = Seal(
                number: UInt64(seals.count) + 1,
                head: ChainHead(index: index, digest: query.bytes(2) ?? []),
                after: previous?.link ?? ChainHead.empty.digest,
                with: chain.hash
            )
            guard query.number(0) == Int64(clamping: seal.number), query.bytes(3) == seal.link,
                index > previous?.head.index ?? 0
            else { throw .broken(BrokenChain(index: index, fault: .brokenSeal)) }
            seals.append(seal)
        }
        return seals
    }
}
