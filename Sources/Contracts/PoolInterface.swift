public import Ethereum
public import Numerics
public import Vocabulary

/// What pools, tokens, feeds and the aggregator are asked, by their published names.
public enum PoolInterface {
    // DODO V2.
    static let dodoState = ABISignature.known("getPMMStateForCall()")
    static let dodoFee = ABISignature.known("getUserFeeRate(address)")
    public static let dodoSellBase = ABISignature.known("sellBase(address) returns (uint256)")
    public static let dodoSellQuote = ABISignature.known("sellQuote(address) returns (uint256)")
    static let dodoQueryBase = ABISignature.known("querySellBase(address,uint256)")
    static let dodoQueryQuote = ABISignature.known("querySellQuote(address,uint256)")
    public static let dodoBaseToken = ABISignature.known("_BASE_TOKEN_()")
    public static let dodoQuoteToken = ABISignature.known("_QUOTE_TOKEN_()")
    // Uniswap V2.
    public static let firstToken = ABISignature.known("token0()")
    public static let secondToken = ABISignature.known("token1()")
    static let pairReserves = ABISignature.known("getReserves()")
    public static let pairSwap = ABISignature.known(
        "swap(uint256 amount0Out, uint256 amount1Out, address to, bytes data)"
    )
    // Uniswap V3.
    static let slot = ABISignature.known("slot0()")
    static let liquidity = ABISignature.known("liquidity()")
    static let poolFee = ABISignature.known("fee()")
    static let tickSpacing = ABISignature.known("tickSpacing()")
    static let tickBitmap = ABISignature.known("tickBitmap(int16)")
    static let tick = ABISignature.known("ticks(int24)")
    public static let concentratedSwap = ABISignature.known(
        """
        swap(address recipient, bool zeroForOne, int256 amount, uint160 priceLimit, bytes data) \
        returns (int256, int256)
        """
    )
    // StableSwap.
    static let coinBalance = ABISignature.known("balances(uint256)")
    static let amplification = ABISignature.known("A()")
    static let preciseAmplification = ABISignature.known("A_precise()")
    static let administratorFee = ABISignature.known("admin_fee()")
    static let offPegMultiplier = ABISignature.known("offpeg_fee_multiplier()")
    static let storedRates = ABISignature.known("stored_rates()")
    public static let coin = ABISignature.known("coins(uint256)")
    static let coinQuote = ABISignature.known("get_dy(int128,int128,uint256)")
    public static let exchange = ABISignature.known(
        "exchange(int128 sold, int128 bought, uint256 amount, uint256 minimum)"
    )
    // Tokens, feeds, pauses.
    static let balance = ABISignature.known("balanceOf(address)")
    static let latestRound = ABISignature.known("latestRoundData()")
    static let isPaused = ABISignature.known("paused()")
    static let decimals = ABISignature.known("decimals()")
    /// What a beacon answers, and an old proxy about itself.
    static let implementation = ABISignature.known("implementation()")
    static let transfer = ABISignature.known(
        "event Transfer(address indexed from, address indexed to, uint256 amount)"
    )
    // The aggregator.
    static let aggregate = ABISignature.known(
        """
        aggregate3((address target, bool allowFailure, bytes data)[] calls) \
        returns ((bool success, bytes data)[])
        """
    )
    static let blockNumber = ABISignature.known("getBlockNumber()")
    static let lastBlockHash = ABISignature.known("getLastBlockHash()")
    static let timestamp = ABISignature.known("getCurrentBlockTimestamp()")
    static let nativeBalance = ABISignature.known("getEthBalance(address)")

    // A trade in a pool of each kind.
    static let dodoSwap = ABISignature.known(
        "event DODOSwap(address from, address to, uint256 sold, uint256 received, address, address)"
    )
    static let pairSwapped = ABISignature.known(
        """
        event Swap(address indexed sender, uint256 in0, uint256 in1, uint256 out0, uint256 out1, \
        address indexed to)
        """
    )
    static let concentratedSwapped = ABISignature.known(
        """
        event Swap(address indexed sender, address indexed recipient, int256 amount0, \
        int256 amount1, uint160, uint128, int24)
        """
    )
    static let exchanged = ABISignature.known(
        """
        event TokenExchange(address indexed buyer, int128 sold, uint256 amountIn, \
        int128 bought, uint256 amountOut)
        """
    )
}

/// A pool's own swap call, as the executor makes it inside and the tests make it alone.
public enum PoolCall {
    /// What was transferred before is sold; the pool knows no minimum.
    public static func dodo(sellsBase: Bool, to recipient: Address) -> [UInt8] {
        (sellsBase ? PoolInterface.dodoSellBase : PoolInterface.dodoSellQuote)
            .calldata([.address(recipient)])
    }

    public static func pair(sells0: Bool, received: UInt256, to recipient: Address) -> [UInt8] {
        PoolInterface.pairSwap.calldata([
            .unsigned(sells0 ? .zero : received), .unsigned(sells0 ? received : .zero),
            .address(recipient), .bytes([]),
        ])
    }

    /// Sells exactly `amount`; `nil` when that is more than the pool's number can hold.
    public static func concentrated(
        sells0: Bool,
        amount: UInt256,
        priceLimit: UInt256,
        to recipient: Address,
        data: [UInt8] = []
    ) -> [UInt8]? {
        guard
            let exact = Int256(magnitude: amount, isNegative: false),
            priceLimit.leadingZeroBitCount >= 96
        else { return nil }
        return PoolInterface.concentratedSwap.calldata([
            .address(recipient), .bool(sells0), .signed(exact), .unsigned(priceLimit),
            .bytes(data),
        ])
    }

    public static func stableSwap(
        sold: UInt8,
        bought: UInt8,
        amount: UInt256,
        minimum: UInt256
    ) -> [UInt8] {
        PoolInterface.exchange.calldata([
            .signed(Int256(sold)), .signed(Int256(bought)), .unsigned(amount),
            .unsigned(minimum),
        ])
    }
}
