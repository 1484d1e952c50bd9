public import Ledger
public import Vocabulary

/// What tokens and coins are called, and how many decimals they have: as the operator configured them.
///
/// Whatever is not named is written in raw base units under a name made from its address, so that no
/// amount is ever scaled by a guess.
public struct AssetNames: Sendable {
    private let names: [Asset: AssetName]

    public static let most = 4_096
    /// Every native coin of these chains has as many.
    public static let coinDecimals: UInt8 = 18

    /// The native coin of a chain.
    public struct Coin: Hashable, Sendable {
        public let chain: ChainID
        public let symbol: String

        /// Fails for an empty symbol.
        public init?(chain: ChainID, symbol: String) {
            guard !symbol.isEmpty else { return nil }
            self.chain = chain
            self.symbol = symbol
        }
    }

    /// Fails for too many, and for an asset that is named twice.
    ///
    /// Symbols that come out alike on one chain, such as `cUSDT` and `CUSDT`, tell nothing apart: those
    /// assets go by their addresses, with their decimals.
    public init?(tokens: [Token], coins: [Coin] = []) {
        guard tokens.count <= Self.most, coins.count <= Self.most else { return nil }
        let all =
            tokens.map { (Asset.token($0.key), $0.symbol, $0.decimals) }
            + coins.map { (Asset.native($0.chain), $0.symbol, Self.coinDecimals) }
        var uses: [String: Int] = [:]
        for (asset, symbol, _) in all {
            uses[AssetName.commodity(of: asset, symbol: symbol), default: 0] += 1
        }
        var names: [Asset: AssetName] = [:]
        for (asset, symbol, decimals) in all {
            let isAlone = uses[AssetName.commodity(of: asset, symbol: symbol)] == 1
            let name = AssetName(asset, symbol: symbol, decimals: decimals, isAlone: isAlone)
            guard names.updateValue(name, forKey: asset) == nil else { return nil }
        }
        self.names = names
    }

    public static let none = AssetNames()

    private init() { names = [:] }

    public func name(of asset: Asset) -> AssetName { names[asset] ?? AssetName(unknown: asset) }
}

/// How an asset is written.
public struct AssetName: Hashable, Sendable {
    /// As configured; `nil` if it was not.
    public let symbol: String?
    /// 0 for an unknown asset, whose amounts stay base units.
    public let decimals: UInt8
    /// One word for account names: the symbol, or the address.
    public let segment: String
    /// One word for amounts, which names the chain: equal tokens of two chains are two things.
    public let commodity: String

    /// As beancount has it: an upper-case letter, then letters, digits and `'._-`, a letter or digit last.
    static let mostCommodityBytes = 24

    init(_ asset: Asset, symbol: String, decimals: UInt8, isAlone: Bool) {
        let unknown = AssetName(unknown: asset)
        self.symbol = symbol
        self.decimals = decimals
        segment = isAlone ? Self.word(symbol) : unknown.segment
        commodity = isAlone ? Self.commodity(of: asset, symbol: symbol) : unknown.commodity
    }

    init(unknown asset: Asset) {
        symbol = nil
        decimals = 0
        switch asset {
        case .native(let chain):
            segment = "native"
            commodity = "WEI.\(chain)"
        case .token(let key):
            segment = key.address.checksummed
            let start = "X\(key.chain)."
            let digits = Hexadecimal.digits(of: key.address.bytes).uppercased()
            let room = Self.mostCommodityBytes - start.utf8.count
            commodity = start + digits.prefix(room / 2) + digits.suffix(room - room / 2)
        }
    }

    /// The symbol in capitals and the chain.
    static func commodity(of asset: Asset, symbol: String) -> String {
        let end = ".\(asset.chain)"
        let word = word(symbol).uppercased()
        let start = word.first?.isLetter == true ? word : "T" + word
        return start.prefix(mostCommodityBytes - end.utf8.count) + end
    }

    /// Letters and digits of ASCII; whatever else there was is a hyphen.
    private static func word(_ symbol: String) -> String {
        let bytes = symbol.unicodeScalars.map { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9": UInt8(truncatingIfNeeded: scalar.value)
            default: UInt8(ascii: "-")
            }
        }
        let word = String(decoding: bytes, as: UTF8.self)
        return word.first == "-" ? "T" + word : word
    }
}
