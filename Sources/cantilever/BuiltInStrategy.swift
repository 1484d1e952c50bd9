/// What `paper --sim` plays when no file is named: strategies/demo-parity.yaml, word for word, so that the
/// program needs no file. A test holds both together.
enum BuiltInStrategy {
    static let text = """
        # A parity that its issuer pays for, on two simulated chains.
        #
        # Tides of 50,000 an hour on each chain, opposite in direction, turning about every half hour.
        # Run it with: cantilever paper --sim strategies/demo-parity.yaml
        format: 1
        name: Parity demo
        numeraire: USD

        chains:
          chain138:
            id: 138
            block_interval: 2 s
            finality: {rule: depth, depth: 1 block}
            executor: "0x1380000000000000000000000000000000000001"
            account: "0x1380000000000000000000000000000000000002"
            native_price: 4_000 USD
            tokens:
              cUSDT: {address: "0x1380000000000000000000000000000000000011", decimals: 6, price: 1 USD}
              cUSDC: {address: "0x1380000000000000000000000000000000000012", decimals: 6, price: 1 USD}
            pools:
              pool138:
                address: "0x1380000000000000000000000000000000000021"
                kind: dodo-dsp
                revision: current
                base: cUSDT
                quote: cUSDC
          alltra:
            id: 651940
            block_interval: 2 s
            finality: {rule: depth, depth: 1 block}
            executor: "0x6519400000000000000000000000000000000001"
            account: "0x6519400000000000000000000000000000000002"
            native_price: 1 USD
            tokens:
              USDT: {address: "0x6519400000000000000000000000000000000011", decimals: 6, price: 1 USD}
              USDC: {address: "0x6519400000000000000000000000000000000012", decimals: 6, price: 1 USD}
            pools:
              pool-alltra:
                address: "0x6519400000000000000000000000000000000021"
                kind: dodo-dsp
                revision: current
                base: USDT
                quote: USDC

        bridges:
          usdt:
            from:
              chain: chain138
              token: cUSDT
              entry: "0x1380000000000000000000000000000000000031"
              exit: "0x1380000000000000000000000000000000000031"
              release: vault
            to:
              chain: alltra
              token: USDT
              entry: "0x6519400000000000000000000000000000000031"
              exit: "0x6519400000000000000000000000000000000031"
              release: vault
            fee: 10 bps
          usdc:
            from:
              chain: chain138
              token: cUSDC
              entry: "0x1380000000000000000000000000000000000031"
              exit: "0x1380000000000000000000000000000000000031"
              release: vault
            to:
              chain: alltra
              token: USDC
              entry: "0x6519400000000000000000000000000000000031"
              exit: "0x6519400000000000000000000000000000000031"
              release: vault
            fee: 10 bps

        # What parity may cost in a day and the usual limit on top.
        breakers: {daily_loss: 1_200 USD}

        routes:
          usd:
            first: {chain: chain138, base: cUSDT, quote: cUSDC, pools: [pool138]}
            second: {chain: alltra, base: USDT, quote: USDC, pools: [pool-alltra]}
            base_bridge: usdt
            quote_bridge: usdc
            mission: parity
            subsidy: {per_unit: 30 bps, per_day: 1_000 USD}
            parity: {target: 15 bps, enter: 6 bps, aim: 0 bps}
            confirmation: {blocks: 3 blocks}
            size: {most: 10_000 USD, per_day: 8_000_000 USD, blocks_between: 3 blocks}
            safety: {tolerance: 5 bps}
            bridge: {inventory_target: 250_000 USD, band: 50 %, batch: 25_000 USD}
            # What the traders below make of the market: k = 0.05 moves a price by a tenth of a trade's share of
            # the depth, and the tides of both chains add up.
            market:
              flow_per_hour: 50_000 USD
              largest_trade: 5_000 USD
              depth: 1_000_000 USD
              slippage: 0.05
              drift: 0.06 bps
              noise: 0.35 bps
              inclusion: 1 block

        stabilisers:
          peg138:
            chain: chain138
            base: cUSDT
            quote: cUSDC
            pools: [pool138]
            anchor: "1"
            threshold: 3 bps

        simulation:
          seed: 1
          duration: 24 h
          chains:
            chain138: {client: besu, fees: market, gas_price: 1 gwei, coins: 10 ether}
            alltra: {client: geth, fees: market, gas_price: 1 gwei, coins: 1_000 ether}
          pools:
            pool138:
              base: 1_000_000 cUSDT
              quote: 1_000_000 cUSDC
              price: 1
              slippage: 0.05
              fee: 3 bps
              crowd: {trades_per_hour: 180, least: 20 cUSDT, most: 5_000 cUSDT, tail: 1.25}
            pool-alltra:
              base: 1_000_000 USDT
              quote: 1_000_000 USDC
              price: 1
              slippage: 0.05
              fee: 3 bps
              crowd: {trades_per_hour: 180, least: 20 USDT, most: 5_000 USDT, tail: 1.25}
          tides:
            macro:
              pools: [pool138, pool-alltra]
              per_hour: 50_000 tokens
              mean: 250 tokens
              turns: 30 min
              starts: selling
          inventory:
            chain138: {amounts: [250_000 cUSDT, 250_000 cUSDC]}
            alltra: {amounts: [250_000 USDT, 250_000 USDC]}
          bridges:
            usdt:
              vault_from: 2_000_000 cUSDT
              vault_to: 2_000_000 USDT
              latency: 5 min
              slowest: 15 min
            usdc:
              vault_from: 2_000_000 cUSDC
              vault_to: 2_000_000 USDC
              latency: 5 min
              slowest: 15 min

        """
}
