public import Vocabulary

extension TradeWish: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("size", size)
        writer.field("subsidy", subsidy)
        writer.field("pools", pools)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            size: try reader.read(),
            subsidy: try reader.read(),
            pools: try reader.read()
        )
        guard pools.count <= PoolSpacing.mostPools else {
            throw CanonicalError(.tooLarge, at: reader.offset)
        }
    }
}

extension TradeWish.PoolBlock: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("pool", pool)
        writer.field("block", block)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(pool: try reader.read(), block: try reader.read())
    }
}
