import Numerics
public import Vocabulary

/// One thing under all its names: the same token on several chains, and what all of them are worth.
///
/// The price comes from an anchor or an oracle. It is handed in by whoever has one; the books know no
/// pool, so that nobody who moves a pool's price moves our equity.
public struct Reference: Equatable, Sendable {
    public let members: [Member]
    /// In numéraire per whole token.
    public let price: Price
    /// In numéraire units of 10^-18 per base unit of the member with the most decimals.
    private let unitPrice: Price

    public struct Member: Hashable, Sendable {
        public let asset: Asset
        public let decimals: UInt8

        public init(_ asset: Asset, decimals: UInt8) {
            self.asset = asset
            self.decimals = decimals
        }
    }

    public static let mostMembers = 16

    /// At a price of numéraire per whole token. Fails without members, with too many of them or one
    /// twice, and where the decimals don't fit the price's fraction.
    public init?(_ members: [Member], price: Price) {
        guard !members.isEmpty, members.count <= Self.mostMembers else { return nil }
        for (index, member) in members.enumerated() {
            guard
                member.decimals <= Token.mostDecimals,
                !members[..<index].contains(where: { $0.asset == member.asset })
            else { return nil }
        }
        let finest = members.reduce(0) { max($0, $1.decimals) }
        guard
            let unit = Price(
                quote: price.numerator,
                quoteDecimals: finest,
                base: price.denominator,
                baseDecimals: Worth.decimals
            )
        else { return nil }
        self.members = members
        self.price = price
        unitPrice = unit
    }

    /// What makes base units of a member those of the finest one.
    func scale(of member: Member) -> Int256 {
        let finest = members.reduce(0) { max($0, $1.decimals) }
        return (member.decimals..<finest).reduce(1) { power, _ in power * 10 }
    }

    /// Rounded down, also below zero: what we have is never worth more than it is, what we owe never
    /// less. `nil` when it does not fit.
    func worth(of units: Int256) -> Worth? {
        let rounding: Rounding = units.isNegative ? .up : .down
        guard
            let magnitude = unitPrice.worth(of: units.magnitude, rounding: rounding),
            let signed = Int256(magnitude: magnitude, isNegative: units.isNegative)
        else { return nil }
        return Worth(units: signed)
    }
}

/// What everything in the books is worth at one moment.
public struct References: Equatable, Sendable {
    public let all: [Reference]
    private let places: [Asset: Place]

    struct Place: Hashable, Sendable {
        let reference: Int
        let scale: Int256
    }

    public static let most = 64

    /// Fails for too many, and for an asset with two prices.
    public init?(_ all: [Reference]) {
        guard all.count <= Self.most else { return nil }
        var places: [Asset: Place] = [:]
        for (index, reference) in all.enumerated() {
            for member in reference.members {
                let place = Place(reference: index, scale: reference.scale(of: member))
                guard places.updateValue(place, forKey: member.asset) == nil else { return nil }
            }
        }
        self.all = all
        self.places = places
    }

    func place(of asset: Asset) -> Place? { places[asset] }

    /// Whether the same assets stand together in the same order, whatever they are worth.
    func areOfTheSameAssets(as other: References) -> Bool {
        all.count == other.all.count
            && zip(all, other.all).allSatisfy { $0.members == $1.members }
    }
}

extension Reference.Member: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("asset", asset)
        writer.field("decimals", decimals)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(try reader.read(), decimals: try reader.read())
    }
}

extension Reference: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("members", members)
        writer.field("price", price)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let (members, price): ([Member], Price) = (try reader.read(), try reader.read())
        self = try reader.whole(Reference(members, price: price), "reference")
    }
}

extension References: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        writer.list(all)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let all: [Reference] = try reader.list()
        self = try reader.whole(References(all), "references")
    }
}
