import Ethereum
import Foundation

/// The strategy's file that a devnet makes for its own two chains, and what a test wants otherwise.
struct DevnetStrategy {
    let devnet: Devnet
    var endpoints = 3
    var confirmation = 3
    var oldestHead = 25
    /// Beside the first, so many pools more: fifteen of them in the route, the others in stabilisers.
    var extraPools = 0
    var blockInterval = "2 s"
    var nativePrice = "4_000 USD"
    /// How long a bridge takes on paper.
    var latencyFloor = "1 min"
    /// Whether endpoints are said to tell new heads by themselves.
    var hasWebSockets = false
    /// In place of the first endpoint of the first chain, as JSON.
    var firstEndpoint: String?
    /// What the file says of usdt, which has six.
    var decimals = 6
    /// What the file says that usdt's contract answers instead.
    var decimalsOnChain: Int?
    /// Pools of every kind instead of one, and feeds for prices.
    var hasAllKinds = false
    /// Words of the bitmap that are read of chain 138's V3 pool on each side of its price.
    var wordsEachSide = 1
    /// A validator that chain 138 does not have.
    var stranger: String?
    /// What the file says that the code of chain 138's executor hashes to.
    var executorCode: String?
    /// The pools' tokens the wrong way round.
    var isUpsideDown = false

    /// Whether usdc crosses by the devnet's other bridge, which shares no word with the first.
    var isFerried = false

    /// A section as it stands in the file.
    var alerts = ""

    /// Writes it to a file that is nobody else's.
    func file() throws -> String {
        let url = FileManager.default.temporaryDirectory.appending(
            path: "cantilever-\(UUID().uuidString).yaml"
        )
        try text().write(to: url, atomically: true, encoding: .utf8)
        return url.path
    }

    func text() throws -> String {
        let values = try values().map { "\"\($0)\":\($1)" }.joined(separator: ",")
        let answer = try devnet.order(
            """
            {"do":"strategy","endpoints":\(endpoints),"pools":\(extraPools + 1),"kinds":\(hasAllKinds),\
            "websockets":\(hasWebSockets),"ferry":\(isFerried),"set":{\(values)}}
            """
        )
        guard let text = answer["strategy"]?.text else { throw Devnet.Broken(what: "\(answer)") }
        return text + alerts + "\n"
    }

    /// By their paths, as JSON.
    private func values() throws -> [(String, String)] {
        var values = [
            ("chains.*.block_interval", "\"\(blockInterval)\""),
            ("chains.*.native_price", "\"\(nativePrice)\""),
            ("chains.*.tokens.usdt.decimals", "\(decimals)"),
            ("routes.usd.confirmation.blocks", "\"\(confirmation) blocks\""),
            ("routes.usd.freshness.oldest_head", "\"\(oldestHead) blocks\""),
            ("routes.usd.reserve.latency_floor", "\"\(latencyFloor)\""),
        ]
        if let decimalsOnChain {
            values.append(("chains.*.tokens.usdt.decimals_on_chain", "\(decimalsOnChain)"))
        }
        if hasAllKinds {
            values.append(("chains.home.pools.home-v3.words_each_side", "\(wordsEachSide)"))
        }
        if let firstEndpoint { values.append(("chains.home.endpoints.1", firstEndpoint)) }
        let home = try devnet.chain(138)
        if let stranger, let known = home["validators"]?.elements {
            let all = known.compactMap(\.text) + [stranger]
            let listed = all.map { "\"\($0)\"" }.joined(separator: ",")
            values.append(("chains.home.finality.validators", "[\(listed)]"))
        }
        if let executorCode, let executor = home["executor"]?.text {
            let pinned = #"{"address":"\#(executor)","hash":"\#(executorCode)"}"#
            values.append(("chains.home.code_hashes", #"{"executor":\#(pinned)}"#))
        }
        if isUpsideDown {
            values.append(("chains.*.pools.*.base", "\"usdc\""))
            values.append(("chains.*.pools.*.quote", "\"usdt\""))
        }
        return values
    }
}
