import Configuration
import Foundation

/// A small strategy that is sound, to be spoilt in one place at a time.
enum Sample {
    static func review(_ text: String) -> Review {
        Strategy.review(Array(text.utf8))
    }

    /// All that is said about the sample with one text in place of another.
    static func problems(replacing old: String, with new: String) -> [String]? {
        guard let place = text.range(of: old) else { return nil }
        var spoilt = text
        spoilt.replaceSubrange(place, with: new)
        return review(spoilt).problems.map { $0.text(in: "file") }
    }

    static let text = """
        format: 1
        name: Sample
        numeraire: USD
        journal: sample.journal
        chains:
          west:
            id: 138
            block_interval: 2 s
            finality:
              rule: qbft
              validators:
                - "0x138000000000000000000000000000000000000a"
                - "0x138000000000000000000000000000000000000b"
                - "0x138000000000000000000000000000000000000c"
                - "0x138000000000000000000000000000000000000d"
            executor: "0x1380000000000000000000000000000000000001"
            native_price: 4_000 USD
            tokens:
              cUSDT: {address: "0x93E66202A11B1772E55407B32B44e5Cd8eda7f22", decimals: 6, price: 1 USD}
              cUSDC: {address: "0xf22258f57794CC8E06237084b353Ab30fFfa640b", decimals: 6, price: 1 USD}
              cXAUC: {address: "0x290E52a8819A4fbD0714E517225429aA2B70EC6b", decimals: 6}
            pools:
              west-dsp:
                address: "0x1380000000000000000000000000000000000021"
                kind: dodo-dsp
                revision: current
                base: cUSDT
                quote: cUSDC
              gold-usdt:
                address: "0x1380000000000000000000000000000000000022"
                kind: uniswap-v2
                fee: 30 bps
                base: cUSDT
                quote: cXAUC
              gold-usdc:
                address: "0x1380000000000000000000000000000000000023"
                kind: uniswap-v3
                words_each_side: 2
                base: cXAUC
                quote: cUSDC
            endpoints:
              own: {url: "http://127.0.0.1:8545", client: besu, websocket: "ws://127.0.0.1:8546", proxy: "http://127.0.0.1:3128"}
              hosted:
                url: "https://rpc.example.org/${WEST_KEY}"
                headers: {Authorization: "Bearer ${WEST_TOKEN}"}
            private_endpoint: {url: "https://private.example.org", reaches: 4, validators: 4}
            fees: {market: legacy, ceiling: 100 gwei, cancel_ceiling: 150 gwei}
            genesis: "0x00000000000000000000000000000000000000000000000000000000000000aa"
            poll: 1 s
            plan_age: 3 blocks
            keystore: {path: west.json, password: "file:west.password"}
          east:
            id: 651940
            block_interval: 2 s
            finality: {rule: depth, depth: 12 blocks}
            native_price:
              feeds:
                all-usd: {address: "0x6519400000000000000000000000000000000041", decimals: 8, oldest: 1 h}
            tokens:
              USDT: {address: "0x015B1897Ed5279930bC2Be46F661894d219292A6", decimals: 6, price: 1 USD}
              USDC: {address: "0xa95EeD79f84E6A0151eaEb9d441F9Ffd50e8e881", decimals: 18, price: 1 USD}
            pools:
              east-stable:
                address: "0x6519400000000000000000000000000000000021"
                kind: stableswap
                generation: classic
                coin_decimals: [6, 18]
                base_coin: 0
                quote_coin: 1
                base: USDT
                quote: USDC
        bridges:
          usdt:
            from:
              chain: west
              token: cUSDT
              entry: "0x1380000000000000000000000000000000000031"
              exit: "0x1380000000000000000000000000000000000032"
              release: vault
              least: 1 cUSDT
              most: 50_000 cUSDT
            to:
              chain: east
              token: USDT
              entry: "0x6519400000000000000000000000000000000031"
              exit: "0x6519400000000000000000000000000000000032"
              release: mint
              interface: mints
            fee: 2 bps
            fee_back: 3 bps
            limits: {cap_out: 100_000 cUSDT, dust_out: 10 cUSDT, cap_back: 100_000 USDT, dust_back: 10 USDT, overdue: 30 min}
          usdc:
            from:
              chain: east
              token: USDC
              entry: "0x6519400000000000000000000000000000000031"
              exit: "0x6519400000000000000000000000000000000032"
              release: vault
              interface: mints
            to:
              chain: west
              token: cUSDC
              entry: "0x1380000000000000000000000000000000000031"
              exit: "0x1380000000000000000000000000000000000032"
              release: vault
            fee: 2 bps
        parameters:
          size: {per_day: 1_500_000 USD}
          reserve: {factor: 4}
        routes:
          usd:
            first: {chain: west, base: cUSDT, quote: cUSDC, pools: [west-dsp]}
            second: {chain: east, base: USDT, quote: USDC, pools: [east-stable]}
            base_bridge: usdt
            quote_bridge: usdc
            mission: parity
            subsidy: {per_unit: 20 bps}
            parity: {enter: 5 bps}
            safety: {gas_ceiling: 50 gwei, gas_buffer: 1.25}
            market:
              flow_per_hour: 50_000 USD
              largest_trade: 5_000 USD
              depth: 1_000_000 USD
              slippage: 0.05
              drift: 0.06 bps
              noise: 0.6 bps
              inclusion: 2 blocks
        stabilisers:
          gold:
            chain: west
            base: cUSDT
            quote: cUSDC
            pools: [west-dsp]
            anchor: gold
            anchor_base_pool: gold-usdt
            anchor_quote_pool: gold-usdc
        simulation:
          seed: 7
          duration: 1 h
          chains:
            west: {client: besu, fees: market, gas_price: 1 gwei, coins: 10 ether}
            east: {client: geth, fees: market, gas_price: 1 gwei, coins: 1_000 ether}
          pools:
            west-dsp:
              base: 1_000_000 cUSDT
              quote: 1_000_000 cUSDC
              price: 1
              slippage: 0.05
              fee: 3 bps
              crowd: {trades_per_hour: 180, least: 20 cUSDT, most: 5_000 cUSDT, tail: 1.25}
            gold-usdt: {base: 4_000 cUSDT, quote: 1 cXAUC, price: 0.00025, slippage: 1, fee: 30 bps}
            gold-usdc: {base: 1 cXAUC, quote: 4_000 cUSDC, price: 4_000, slippage: 1, fee: 5 bps}
            east-stable: {base: 1_000_000 USDT, quote: 1_000_000 USDC, price: 1, slippage: 0.05, fee: 4 bps}
          tides:
            macro: {pools: [west-dsp, east-stable], per_hour: 50_000 tokens, mean: 250 tokens, turns: 30 min, starts: selling}
          inventory:
            west: {amounts: [250_000 cUSDT, 250_000 cUSDC]}
          bridges:
            usdt: {vault_from: 2_000_000 cUSDT, vault_to: 2_000_000 USDT, latency: 5 min, slowest: 15 min}
            usdc: {vault_from: 2_000_000 USDC, vault_to: 2_000_000 cUSDC, latency: 5 min, slowest: 15 min}
        alerts:
          least: notice
          webhook: {url: "${HOOK}", token: "file:hook.token"}
          command: {argv: ["/usr/bin/tell", "me"], limit: 5 s}
          heartbeat: {url: "file:beat.url", every: 30 s}
          repeat: {first: 1 min, longest: 1 h, calm: 30 s}
          thresholds: {wins_warning: 95 %, out_of_parity: 8 blocks}
        bridge_interfaces:
          mints:
            send: "burn(address token, uint32 destination, uint256 amount, bytes32 recipient)"
            departed: "event Burnt(address indexed sender, address token, uint256 gross, bytes4 destination, bytes32 indexed transfer)"
            released: "event Minted(bytes32 indexed transfer, bytes32 token, address recipient, uint256 amount, uint256 at)"
            paused: "halted() returns (bool)"
            mintable: "mintingCurrentLimitOf(address bridge) returns (uint256)"
            chain_numbers: {west: 7, east: "0x0000a17a"}

        """
}
