public import Vocabulary

// The canonical forms of chains and fleets.

extension Chain: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("id", id)
        writer.field("name", name)
        writer.field("blockInterval", blockInterval)
        writer.field("finality", finality)
        writer.field("executor", executor)
        writer.field("account", account)
        writer.field("multicall", multicall)
        writer.field("nativePrice", nativePrice)
        writer.field("pausable", pausable)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            id: try reader.read(),
            name: try reader.read(),
            blockInterval: try reader.read(),
            finality: try reader.read(),
            executor: try reader.read(),
            account: try reader.read(),
            multicall: try reader.read(),
            nativePrice: try reader.read(),
            pausable: try reader.read()
        )
    }
}

extension Chain.Finality: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .sealed(let rule, let validators):
            writer.choice(0, "sealed") { writer in
                writer.field("rule", rule)
                writer.field("validators", validators)
            }
        case .depth(let blocks): writer.choice(1, "depth", blocks)
        case .depthByWorth(let table): writer.choice(2, "depthByWorth", table)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .sealed(try reader.read(), validators: try reader.read())
        case 1: self = .depth(try reader.read())
        case 2: self = .depthByWorth(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension Chain.WorthDepth: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("upTo", upTo)
        writer.field("blocks", blocks)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            upTo: try reader.read(),
            blocks: try reader.read()
        )
    }
}

extension PriceSource: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .fixed(let price): writer.choice(0, "fixed", price)
        case .feeds(let feeds): writer.choice(1, "feeds", feeds)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .fixed(try reader.read())
        case 1: self = .feeds(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension Feed: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("key", key)
        writer.field("decimals", decimals)
        writer.field("oldest", oldest)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            key: try reader.read(),
            decimals: try reader.read(),
            oldest: try reader.read()
        )
    }
}

extension TokenPrice: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("token", token)
        writer.field("source", source)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            token: try reader.read(),
            source: try reader.read()
        )
    }
}

extension Stabiliser: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("name", name)
        writer.field("place", place)
        writer.field("anchor", anchor)
        writer.field("parameters", parameters)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            name: try reader.read(),
            place: try reader.read(),
            anchor: try reader.read(),
            parameters: try reader.read()
        )
    }
}

extension Stabiliser.Anchor: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .fixed(let price): writer.choice(0, "fixed", price)
        case .prices: writer.choice(1, "prices")
        case .gold(let base, let quote):
            writer.choice(2, "gold") { writer in
                writer.field("base", base)
                writer.field("quote", quote)
            }
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .fixed(try reader.read())
        case 1: self = .prices
        case 2: self = .gold(base: try reader.read(), quote: try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension Fleet: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("numeraire", numeraire)
        writer.field("chains", chains)
        writer.field("prices", prices)
        writer.field("routes", routes)
        writer.field("stabilisers", stabilisers)
        writer.field("bridges", bridges)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let numeraire: String = try reader.read()
        let chains: [Chain] = try reader.read()
        let prices: [TokenPrice] = try reader.read()
        let routes: [Route] = try reader.read()
        let stabilisers: [Stabiliser] = try reader.read()
        let bridges: [BridgeContract] = try reader.read()
        do throws(FleetFault) {
            try self.init(
                numeraire: numeraire,
                chains: chains,
                prices: prices,
                routes: routes,
                stabilisers: stabilisers,
                bridges: bridges
            )
        } catch {
            throw CanonicalError(.invalid("fleet: \(error)"), at: reader.offset)
        }
    }
}
