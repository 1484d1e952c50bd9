# pragma version 0.4.3
# A pair of Uniswap V2's kind: 0.3 % of what comes in, checked by the product of the reserves.

from ethereum.ercs import IERC20

interface Callee:
    def uniswapV2Call(sender: address, amount0: uint256, amount1: uint256, data: Bytes[1024]): nonpayable

event Swap:
    sender: indexed(address)
    amount0In: uint256
    amount1In: uint256
    amount0Out: uint256
    amount1Out: uint256
    to: indexed(address)

event Sync:
    reserve0: uint112
    reserve1: uint112

token0: public(address)
token1: public(address)
reserve0: uint112
reserve1: uint112
blockTimestampLast: uint32
price0CumulativeLast: public(uint256)
price1CumulativeLast: public(uint256)


@deploy
def __init__(token0: address, token1: address):
    assert convert(token0, uint160) < convert(token1, uint160)
    self.token0 = token0
    self.token1 = token1


@view
@external
def getReserves() -> (uint112, uint112, uint32):
    return (self.reserve0, self.reserve1, self.blockTimestampLast)


@internal
def _update(balance0: uint256, balance1: uint256):
    limit: uint256 = convert(max_value(uint112), uint256)
    assert balance0 <= limit and balance1 <= limit, "UniswapV2: OVERFLOW"
    now: uint256 = block.timestamp % 2**32
    elapsed: uint256 = unsafe_sub(now, convert(self.blockTimestampLast, uint256)) % 2**32
    r0: uint256 = convert(self.reserve0, uint256)
    r1: uint256 = convert(self.reserve1, uint256)
    if elapsed > 0 and r0 != 0 and r1 != 0:
        step0: uint256 = unsafe_mul((r1 << 112) // r0, elapsed)
        step1: uint256 = unsafe_mul((r0 << 112) // r1, elapsed)
        self.price0CumulativeLast = unsafe_add(self.price0CumulativeLast, step0)
        self.price1CumulativeLast = unsafe_add(self.price1CumulativeLast, step1)
    self.reserve0 = convert(balance0, uint112)
    self.reserve1 = convert(balance1, uint112)
    self.blockTimestampLast = convert(now, uint32)
    log Sync(reserve0=self.reserve0, reserve1=self.reserve1)


@nonreentrant
@external
def swap(amount0Out: uint256, amount1Out: uint256, to: address, data: Bytes[1024]):
    assert amount0Out > 0 or amount1Out > 0, "UniswapV2: INSUFFICIENT_OUTPUT_AMOUNT"
    r0: uint256 = convert(self.reserve0, uint256)
    r1: uint256 = convert(self.reserve1, uint256)
    assert amount0Out < r0 and amount1Out < r1, "UniswapV2: INSUFFICIENT_LIQUIDITY"
    assert to != self.token0 and to != self.token1, "UniswapV2: INVALID_TO"
    if amount0Out > 0:
        extcall IERC20(self.token0).transfer(to, amount0Out, default_return_value=True)
    if amount1Out > 0:
        extcall IERC20(self.token1).transfer(to, amount1Out, default_return_value=True)
    if len(data) > 0:
        extcall Callee(to).uniswapV2Call(msg.sender, amount0Out, amount1Out, data)
    balance0: uint256 = staticcall IERC20(self.token0).balanceOf(self)
    balance1: uint256 = staticcall IERC20(self.token1).balanceOf(self)
    in0: uint256 = balance0 - (r0 - amount0Out) if balance0 > r0 - amount0Out else 0
    in1: uint256 = balance1 - (r1 - amount1Out) if balance1 > r1 - amount1Out else 0
    assert in0 > 0 or in1 > 0, "UniswapV2: INSUFFICIENT_INPUT_AMOUNT"
    adjusted0: uint256 = balance0 * 1000 - in0 * 3
    adjusted1: uint256 = balance1 * 1000 - in1 * 3
    assert adjusted0 * adjusted1 >= r0 * r1 * 1000**2, "UniswapV2: K"
    self._update(balance0, balance1)
    log Swap(
        sender=msg.sender,
        amount0In=in0,
        amount1In=in1,
        amount0Out=amount0Out,
        amount1Out=amount1Out,
        to=to,
    )


@nonreentrant
@external
def sync():
    self._update(
        staticcall IERC20(self.token0).balanceOf(self),
        staticcall IERC20(self.token1).balanceOf(self),
    )
