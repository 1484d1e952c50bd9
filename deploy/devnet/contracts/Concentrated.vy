# pragma version 0.4.3
# A pool of Uniswap V3's kind as its readers see it: the views of its state, which anybody may set to another pool's.
# It can be read and not be traded in: the devnet has no code of V3's swaps.

struct Tick:
    gross: uint128
    net: int128

token0: public(address)
token1: public(address)
liquidity: public(uint128)
fee: public(uint24)
tickSpacing: public(int24)
root: uint160
tick: int24
shares: uint8
# What was laid before the pool was restored is not its own.
age: uint256
words: HashMap[uint256, HashMap[int16, uint256]]
laid: HashMap[uint256, HashMap[int24, Tick]]


@deploy
def __init__(token0: address, token1: address):
    self.token0 = token0
    self.token1 = token1


@external
def restore(root: uint160, tick: int24, liquidity: uint128, fee: uint24, spacing: int24, shares: uint8):
    """A pool at this price, without a tick."""
    self.root = root
    self.tick = tick
    self.shares = shares
    self.liquidity = liquidity
    self.fee = fee
    self.tickSpacing = spacing
    self.age += 1


@external
def lay(tick: int24, word: int16, bit: uint8, gross: uint128, net: int128):
    """An initialised tick, and where the bitmap has it."""
    self.laid[self.age][tick] = Tick(gross=gross, net=net)
    self.words[self.age][word] |= 1 << convert(bit, uint256)


@view
@external
def slot0() -> (uint160, int24, uint16, uint16, uint16, uint8, bool):
    return (self.root, self.tick, 0, 1, 1, self.shares, True)


@view
@external
def tickBitmap(word: int16) -> uint256:
    return self.words[self.age][word]


@view
@external
def ticks(tick: int24) -> (uint128, int128, uint256, uint256, int56, uint160, uint32, bool):
    found: Tick = self.laid[self.age][tick]
    return (found.gross, found.net, 0, 0, 0, 0, 0, found.gross != 0)
