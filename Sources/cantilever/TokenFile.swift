import Accounts
import Ethereum
import Vocabulary

/// What tokens and coins are called, from a JSON file.
enum TokenFile {
    static func names(_ path: String) throws(Failure) -> AssetNames {
        let bytes = try Files.read(path)
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: bytes)
        } catch {
            throw Failure(.badData, "\(path): \(JSONExplanation.words(for: error))")
        }
        guard let elements = document.elements else {
            throw Failure(.badData, "\(path): is no JSON array")
        }
        var tokens: [Token] = []
        var coins: [AssetNames.Coin] = []
        for (index, element) in elements.enumerated() {
            let place = "\(path), token \(index + 1)"
            let fields = try Fields(element, place)
            if let token = try fields.token() {
                tokens.append(token)
            } else {
                coins.append(try fields.coin())
            }
        }
        guard let names = AssetNames(tokens: tokens, coins: coins) else {
            throw Failure(
                .badData,
                "\(path): names one twice, or more than \(AssetNames.most)"
            )
        }
        return names
    }

    private struct Fields {
        private let document: JSONValue
        private let place: String
        private static let known = ["chain", "address", "symbol", "decimals"]

        init(_ document: JSONValue, _ place: String) throws(Failure) {
            guard let members = document.members else {
                throw Failure(.badData, "\(place): is no JSON object")
            }
            for member in members where !Self.known.contains(member.key) {
                let text = Suggestion.unknown("field", member.key, among: Self.known)
                throw Failure(.badData, "\(place): \(text)")
            }
            self.document = document
            self.place = place
        }

        /// `nil` if there is no address: a coin.
        func token() throws(Failure) -> Token? {
            guard let text = document["address"]?.text else {
                guard document["address"] == nil else { throw wrong("address", "must be text") }
                return nil
            }
            let address: Address
            do throws(AddressTextError) {
                address = try Address(text)
            } catch { throw wrong("address", "is no address, or mistyped") }
            let most = Token.mostDecimals
            guard let decimals = UInt8(try number("decimals")), decimals <= most else {
                throw wrong("decimals", "must be a number up to \(most)")
            }
            let (chain, symbol) = (try chain(), try symbol())
            let token = Token(chain: chain, address: address, symbol: symbol, decimals: decimals)
            guard let token else { throw wrong("symbol", "must not be empty") }
            return token
        }

        func coin() throws(Failure) -> AssetNames.Coin {
            guard ["\(AssetNames.coinDecimals)", nil].contains(try? number("decimals")) else {
                throw wrong("decimals", "of a chain's coin are \(AssetNames.coinDecimals)")
            }
            guard let coin = AssetNames.Coin(chain: try chain(), symbol: try symbol()) else {
                throw wrong("symbol", "must not be empty")
            }
            return coin
        }

        private func chain() throws(Failure) -> ChainID {
            guard let chain = UInt64(try number("chain")).flatMap({ ChainID($0) }) else {
                throw wrong("chain", "must be a chain's number")
            }
            return chain
        }

        private func symbol() throws(Failure) -> String {
            guard let symbol = document["symbol"]?.text else {
                throw wrong("symbol", "must be text")
            }
            return symbol
        }

        /// As JSON's number or, as all integers of cantilever's own output, as text.
        private func number(_ field: String) throws(Failure) -> String {
            switch document[field] {
            case .number(let text), .string(let text): return text
            default: throw wrong(field, "must be a number")
            }
        }

        private func wrong(_ field: String, _ why: String) -> Failure {
            Failure(.badData, "\(place): '\(field)' \(why)")
        }
    }
}
