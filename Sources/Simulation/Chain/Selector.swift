/// The four bytes in front of calldata, for the functions the virtual contracts have.
///
/// Written out, so that a call is told by one comparison; the tests derive each from its signature.
enum Selector: UInt32, CaseIterable, Sendable {
    // Tokens.
    case balanceOf = 0x70a0_8231
    case totalSupply = 0x1816_0ddd
    case decimals = 0x313c_e567
    case allowance = 0xdd62_ed3e
    case transfer = 0xa905_9cbb
    case approve = 0x095e_a7b3
    case transferFrom = 0x23b8_72dd
    case paused = 0x5c97_5abb
    // Pools.
    case dodoState = 0xfd1e_d7e9
    case dodoFee = 0x4409_6609
    case queryBase = 0x79a0_4876
    case queryQuote = 0x6641_0a21
    case pairReserves = 0x0902_f1ac
    case slot = 0x3850_c7bd
    case liquidity = 0x1a68_6502
    case fee = 0xddca_3f43
    case tickSpacing = 0xd0c9_3a7c
    case tickBitmap = 0x5339_c296
    case tick = 0xf30d_ba93
    case coinBalance = 0x4903_b0d1
    case amplification = 0xf446_c1d0
    case preciseAmplification = 0x76a2_f0f0
    case administratorFee = 0xfee3_f7f9
    case offPegMultiplier = 0x8edf_dd5f
    case storedRates = 0xfd06_84b1
    case coinQuote = 0x5e0d_443f
    case sellBase = 0xbd60_15b4
    case sellQuote = 0xdd93_f59a
    case pairSwap = 0x022c_0d9f
    case exchange = 0x3df0_2124
    // Feeds.
    case latestRound = 0xfeaf_968c
    // The aggregator.
    case aggregate = 0x82ad_56cb
    case blockNumber = 0x42cb_b15c
    case lastBlockHash = 0x27e8_6d6e
    case timestamp = 0x0f28_c97d
    case nativeBalance = 0x4d23_01cc
    // The bridge.
    case processed = 0xc1f0_808a
    // The executor.
    case owner = 0x8da5_cb5b
    case operatorView = 0x570c_a735
    case allowed = 0xd63a_8e11
    case caps = 0x66d9_7b21
    case trade = 0xeeef_a69a
    case send = 0x8b28_842b
    case pause = 0x8456_cb59
    case resume = 0x046f_7da2
    case setOperator = 0xb3ab_15fb
    case allow = 0xd264_4de3
    case forbid = 0x7e95_cd27
    case setCaps = 0xefee_c38c
    case setBridge = 0xd00a_0edb
    case withdraw = 0x6932_8dec

    /// `nil` for calldata of fewer bytes and for functions no virtual contract has.
    init?(_ calldata: [UInt8]) {
        guard calldata.count >= 4 else { return nil }
        let word =
            UInt32(calldata[0]) << 24 | UInt32(calldata[1]) << 16 | UInt32(calldata[2]) << 8
            | UInt32(calldata[3])
        self.init(rawValue: word)
    }

    /// What it is short for.
    var signature: String {
        switch self {
        case .balanceOf: "balanceOf(address)"
        case .totalSupply: "totalSupply()"
        case .decimals: "decimals()"
        case .allowance: "allowance(address,address)"
        case .transfer: "transfer(address,uint256)"
        case .approve: "approve(address,uint256)"
        case .transferFrom: "transferFrom(address,address,uint256)"
        case .paused: "paused()"
        case .dodoState: "getPMMStateForCall()"
        case .dodoFee: "getUserFeeRate(address)"
        case .queryBase: "querySellBase(address,uint256)"
        case .queryQuote: "querySellQuote(address,uint256)"
        case .pairReserves: "getReserves()"
        case .slot: "slot0()"
        case .liquidity: "liquidity()"
        case .fee: "fee()"
        case .tickSpacing: "tickSpacing()"
        case .tickBitmap: "tickBitmap(int16)"
        case .tick: "ticks(int24)"
        case .coinBalance: "balances(uint256)"
        case .amplification: "A()"
        case .preciseAmplification: "A_precise()"
        case .administratorFee: "admin_fee()"
        case .offPegMultiplier: "offpeg_fee_multiplier()"
        case .storedRates: "stored_rates()"
        case .coinQuote: "get_dy(int128,int128,uint256)"
        case .sellBase: "sellBase(address)"
        case .sellQuote: "sellQuote(address)"
        case .pairSwap: "swap(uint256,uint256,address,bytes)"
        case .exchange: "exchange(int128,int128,uint256,uint256)"
        case .latestRound: "latestRoundData()"
        case .aggregate: "aggregate3((address,bool,bytes)[])"
        case .blockNumber: "getBlockNumber()"
        case .lastBlockHash: "getLastBlockHash()"
        case .timestamp: "getCurrentBlockTimestamp()"
        case .nativeBalance: "getEthBalance(address)"
        case .processed: "processed(bytes32)"
        case .owner: "owner()"
        case .operatorView: "operator()"
        case .allowed: "allowed(address)"
        case .caps: "caps(address)"
        case .trade: "trade(bytes32,uint64,(address,bool,uint256,uint256)[])"
        case .send: "send(bytes32,uint64,address,uint256)"
        case .pause: "pause()"
        case .resume: "resume()"
        case .setOperator: "setOperator(address)"
        case .allow: "allow(address,uint8,address,address,uint8,uint8,uint24)"
        case .forbid: "forbid(address)"
        case .setCaps: "setCaps(address,uint256,uint256)"
        case .setBridge: "setBridge(address,address,bytes,bytes)"
        case .withdraw: "withdraw(address,uint256,address)"
        }
    }
}
