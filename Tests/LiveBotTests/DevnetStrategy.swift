import Ethereum
import Foundation

/// A strategy's file for the devnet.
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
    /// In place of the first endpoint of the first chain: its keys and values.
    var firstEndpoint: String?
    /// What the file says of usdt, which has six.
    var decimals = 6
    /// What the file says that usdt's contract answers instead.
    var decimalsOnChain: Int?
    /// Pools of every kind instead of one, and feeds for prices.
    var hasAllKinds = false
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
        """
        format: 1
        name: devnet
        numeraire: USD
        chains:
        \(try chain("home", 138))
        \(try chain("away", 651_940))
        \(isFerried ? Self.ferry : "")
        bridges:
        \(try bridge("usdt"))
        \(try bridge("usdc"))
        routes:
        \(route)
        \(stabilisers)
        \(alerts)
        """
    }

    private func chain(_ name: String, _ id: UInt64) throws -> String {
        let chain = try devnet.chain(id)
        func text(_ path: String...) throws -> String {
            var value: JSONValue? = chain
            for key in path { value = value?[key] }
            guard let text = value?.text else { throw Devnet.Broken(what: "no \(path)") }
            return text
        }
        var validators = (chain["validators"]?.elements ?? []).compactMap(\.text)
        if let stranger, !validators.isEmpty { validators.append(stranger) }
        let finality =
            validators.isEmpty
            ? "{rule: depth, depth: 2 blocks}"
            : "{rule: qbft, validators: [\(validators.map { "\"\($0)\"" }.joined(separator: ", "))]}"
        let urls = (chain["endpoints"]?.members ?? []).prefix(endpoints)
        let ways = urls.enumerated().map { index, url in
            if index == 0, id == 138, let firstEndpoint { return "      \"1\": {\(firstEndpoint)}" }
            let socket = hasWebSockets ? chain["websockets"]?[url.key]?.text : nil
            return "      \"\(url.key.split(separator: "/").last ?? "")\": "
                + "{url: \"\(url.value.text ?? "")\""
                + (socket.map { ", websocket: \"\($0)\"" } ?? "") + "}"
        }
        let tokens = isUpsideDown ? ("usdc", "usdt") : ("usdt", "usdc")
        func price(_ token: String) throws -> String {
            guard hasAllKinds else { return "1 USD" }
            let feed = try text("feeds", "\(token.uppercased())/USD")
            return "{feeds: {usd: {address: \"\(feed)\", decimals: 8, oldest: 24 h}}}"
        }
        var pools = try (0...extraPools).map { index in
            let pool = index == 0 ? "pmm" : "pmm\(index)"
            return "      \(name)-\(index): {address: \"\(try text("pools", pool, "address"))\", "
                + "kind: dodo-dpp, revision: current, base: \(tokens.0), quote: \(tokens.1)}"
        }
        if hasAllKinds {
            let (stable, concentrated) = (
                try text("pools", "stable", "address"), try text("pools", "v3", "address")
            )
            let pair = try text("pools", "pair", "address")
            let order = try [text("tokens", "usdt", "address"), text("tokens", "usdc", "address")]
            let sorted = order[0].lowercased() < order[1].lowercased()
            let weth = try text("tokens", "weth", "address")
            let first =
                weth.lowercased() < order[1].lowercased() ? ("weth", "usdc") : ("usdc", "weth")
            pools += [
                "      \(name)-stable: {address: \"\(stable)\", kind: stableswap, generation: classic, "
                    + "coin_decimals: [6, 6], base_coin: 0, quote_coin: 1, base: usdt, quote: usdc}",
                "      \(name)-v3: {address: \"\(concentrated)\", kind: uniswap-v3, words_each_side: 1, "
                    + "base: \(sorted ? "usdt" : "usdc"), quote: \(sorted ? "usdc" : "usdt")}",
                "      \(name)-pair: {address: \"\(pair)\", kind: uniswap-v2, fee: 30 bps, "
                    + "base: \(first.0), quote: \(first.1)}",
            ]
        }
        let account = devnet.table["keys"]?["operator"]?["address"]?.text ?? ""
        return """
              \(name):
                id: \(id)
                block_interval: \(blockInterval)
                finality: \(finality)
                genesis: "\(try text("genesis"))"
                executor: "\(try text("executor"))"
                account: "\(account)"
            \(try id == 138 ? executorCode.map { "    code_hashes: {executor: {address: \"\(try text("executor"))\", hash: \"\($0)\"}}" } ?? "" : "")
                multicall: "\(try text("multicall"))"
                native_price: \(nativePrice)
                fees: {market: \(id == 138 ? "free" : "market"), ceiling: 200 gwei, cancel_ceiling: 300 gwei}
                tokens:
                  usdt: {address: "\(try text("tokens", "usdt", "address"))", decimals: \(decimals)\(decimalsOnChain.map { ", decimals_on_chain: \($0)" } ?? ""), price: \(try price("usdt"))}
                  usdc: {address: "\(try text("tokens", "usdc", "address"))", decimals: 6, price: \(try price("usdc"))}
            \(hasAllKinds ? "      weth: {address: \"\(try text("tokens", "weth", "address"))\", decimals: 18, price: 2_650 USD}" : "")
                pools:
            \(pools.map { "  " + $0 }.joined(separator: "\n"))
                endpoints:
            \(ways.joined(separator: "\n"))
            """
    }

    private func bridge(_ token: String) throws -> String {
        let isFerried = isFerried && token == "usdc"
        let ends = try [("from", "home", 138 as UInt64), ("to", "away", 651_940)].map { end in
            let address = try devnet.chain(end.2)[isFerried ? "ferry" : "bridge"]?.text ?? ""
            let release = isFerried && end.0 == "to" ? "mint" : "vault"
            return "    \(end.0): {chain: \(end.1), token: \(token), entry: \"\(address)\", "
                + "exit: \"\(address)\", release: \(release)"
                + (isFerried ? ", interface: ferry}" : "}")
        }
        return "  \(token):\n" + ends.joined(separator: "\n") + "\n    fee: 10 bps"
    }

    private static let ferry = """
        bridge_interfaces:
          ferry:
            send: "deposit(bytes4 destination, uint256 amount, bytes32 recipient)"
            departed: "event Deposited(bytes4 destination, uint256 gross, bytes32 recipient, uint128 indexed transfer)"
            released: "event Landed(address indexed recipient, uint128 indexed transfer, uint256 amount)"
            paused: "isHalted() returns (bool)"
            fee: "toll() returns (uint256)"
            mintable: "mintingCurrentLimitOf(address bridge) returns (uint256)"
            chain_numbers: {home: "0x484f4d45", away: "0x41574159"}
        """

    private static let mostInRoute = 16

    private func names(_ chain: String, _ range: Range<Int>) -> String {
        "[" + range.map { "\(chain)-\($0)" }.joined(separator: ", ") + "]"
    }

    private func inRoute(_ chain: String) -> String {
        guard !hasAllKinds else { return "[\(chain)-0, \(chain)-stable, \(chain)-v3]" }
        return names(chain, 0..<min(extraPools + 1, Self.mostInRoute))
    }

    private var route: String {
        """
          usd:
            first: {chain: home, base: usdt, quote: usdc, pools: \(inRoute("home"))}
            second: {chain: away, base: usdt, quote: usdc, pools: \(inRoute("away"))}
            base_bridge: usdt
            quote_bridge: usdc
            mission: parity
            subsidy: {per_unit: 30 bps, per_day: 1_000 USD}
            parity: {target: 15 bps, enter: 6 bps, aim: 0 bps}
            confirmation: {blocks: \(confirmation) blocks, average_blocks: 3 blocks}
            freshness: {oldest_head: \(oldestHead) blocks}
            reserve: {latency_floor: \(latencyFloor)}
            market:
              flow_per_hour: 50_000 USD
              largest_trade: 5_000 USD
              depth: 1_000_000 USD
              slippage: 0.01
              drift: 0.1 bps
              noise: 0.4 bps
              inclusion: 1 block
        """
    }

    private var stabilisers: String {
        if hasAllKinds {
            return
                (["stabilisers:"]
                + ["home", "away"].map { chain in
                    "  peg-\(chain): {chain: \(chain), base: weth, quote: usdc, "
                        + "pools: [\(chain)-pair], anchor: \"2650\", threshold: 3 bps}"
                }).joined(separator: "\n")
        }
        guard extraPools >= Self.mostInRoute else { return "" }
        let range = Self.mostInRoute..<extraPools + 1
        return
            (["stabilisers:"]
            + ["home", "away"].map { chain in
                "  peg-\(chain): {chain: \(chain), base: usdt, quote: usdc, "
                    + "pools: \(names(chain, range)), anchor: \"1\", threshold: 3 bps}"
            }).joined(separator: "\n")
    }
}
