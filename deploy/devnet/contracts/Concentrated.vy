# pragma version 0.4.3
# A pool of Uniswap V3's kind as its readers see it: the views of its state, with liquidity from one tick to another
# around a price of 1. It can be read and not be traded in: the devnet has no code of V3's swaps.

TICK: constant(int24) = 100
SPACING: constant(int24) = 1
FEE: constant(uint24) = 100

token0: public(address)
token1: public(address)
liquidity: public(uint128)
root: uint160


@deploy
def __init__(token0: address, token1: address, liquidity: uint128):
    self.token0 = token0
    self.token1 = token1
    self.liquidity = liquidity
    self.root = 2**96


@pure
@external
def fee() -> uint24:
    return FEE


@pure
@external
def tickSpacing() -> int24:
    return SPACING


@view
@external
def slot0() -> (uint160, int24, uint16, uint16, uint16, uint8, bool):
    return (self.root, 0, 0, 1, 1, 0, True)


@pure
@external
def tickBitmap(word: int16) -> uint256:
    if word == -1:
        return 2 ** 156
    if word == 0:
        return 2 ** 100
    return 0


@view
@external
def ticks(tick: int24) -> (uint128, int128, uint256, uint256, int56, uint160, uint32, bool):
    net: int128 = convert(self.liquidity, int128)
    if tick == -TICK:
        return (self.liquidity, net, 0, 0, 0, 0, 0, True)
    if tick == TICK:
        return (self.liquidity, -net, 0, 0, 0, 0, 0, True)
    return (0, 0, 0, 0, 0, 0, 0, False)
