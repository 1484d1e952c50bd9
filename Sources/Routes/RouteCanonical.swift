import Venues
public import Vocabulary

// The canonical forms of what is traded. Reading goes through the initialisers that judge.

extension Lane: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("source", source)
        writer.field("destination", destination)
        writer.field("entry", entry)
        writer.field("exit", exit)
        writer.field("release", release)
        writer.field("fee", fee)
        writer.field("least", least)
        writer.field("most", most)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let value = Lane(
            source: try reader.read(),
            destination: try reader.read(),
            entry: try reader.read(),
            exit: try reader.read(),
            release: try reader.read(),
            fee: try reader.read(),
            least: try reader.read(),
            most: try reader.read()
        )
        self = try reader.whole(value, "lane")
    }
}

extension PoolDescription: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("key", key)
        writer.field("name", name)
        writer.field("base", base)
        writer.field("quote", quote)
        writer.field("kind", kind)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let value = PoolDescription(
            key: try reader.read(),
            name: try reader.read(),
            base: try reader.read(),
            quote: try reader.read(),
            kind: try reader.read()
        )
        self = try reader.whole(value, "pool")
    }
}

extension PoolDescription.Kind: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .dodo(let kind, let revision):
            writer.choice(0, "dodo") { writer in
                writer.field("kind", kind)
                writer.field("revision", revision)
            }
        case .uniswapV2(let fee): writer.choice(1, "uniswapV2", fee)
        case .uniswapV3(let words): writer.choice(2, "uniswapV3", words)
        case .stableSwap(let stable): writer.choice(3, "stableSwap", stable)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .dodo(try reader.read(), try reader.read())
        case 1: self = .uniswapV2(try reader.read())
        case 2: self = .uniswapV3(wordsEachSide: try reader.read())
        case 3: self = .stableSwap(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension PoolDescription.StableSwap: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("generation", generation)
        writer.field("decimals", decimals)
        writer.field("base", base)
        writer.field("quote", quote)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            generation: try reader.read(),
            decimals: try reader.read(),
            base: try reader.read(),
            quote: try reader.read()
        )
    }
}

extension Route.Place: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("base", base)
        writer.field("quote", quote)
        writer.field("pools", pools)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let value = Route.Place(
            base: try reader.read(),
            quote: try reader.read(),
            pools: try reader.read()
        )
        self = try reader.whole(value, "place")
    }
}

extension Route.Lanes: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("baseOut", baseOut)
        writer.field("baseBack", baseBack)
        writer.field("quoteOut", quoteOut)
        writer.field("quoteBack", quoteBack)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            baseOut: try reader.read(),
            baseBack: try reader.read(),
            quoteOut: try reader.read(),
            quoteBack: try reader.read()
        )
    }
}

extension Route: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("name", name)
        writer.field("first", first)
        writer.field("second", second)
        writer.field("lanes", lanes)
        writer.field("parameters", parameters)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let name: String = try reader.read()
        let (first, second): (Place, Place) = (try reader.read(), try reader.read())
        let lanes: Lanes = try reader.read()
        let parameters: RouteParameters = try reader.read()
        do throws(RouteFault) {
            try self.init(
                name: name,
                first: first,
                second: second,
                lanes: lanes,
                parameters: parameters
            )
        } catch {
            throw CanonicalError(.invalid("route: \(error)"), at: reader.offset)
        }
    }
}
