# pragma version 0.4.3
# A StableSwap pool of two plain coins, of the generation that stores A times a hundred.

from ethereum.ercs import IERC20

N: constant(uint256) = 2
A_PRECISION: constant(uint256) = 100
FEE_DENOMINATOR: constant(uint256) = 10**10
PRECISION: constant(uint256) = 10**18

event TokenExchange:
    buyer: indexed(address)
    sold_id: int128
    tokens_sold: uint256
    bought_id: int128
    tokens_bought: uint256

coins: public(address[N])
balances: public(uint256[N])
fee: public(uint256)
admin_fee: public(uint256)
owner: public(address)
amplification: uint256
rates: uint256[N]


@deploy
def __init__(coins: address[N], decimals: uint256[N], amplification: uint256, fee: uint256, admin_fee: uint256):
    self.owner = msg.sender
    self.coins = coins
    for i: uint256 in range(N):
        self.rates[i] = 10 ** (36 - decimals[i])
    self.amplification = amplification * A_PRECISION
    self.fee = fee
    self.admin_fee = admin_fee


@view
@external
def A() -> uint256:
    return self.amplification // A_PRECISION


@view
@external
def A_precise() -> uint256:
    return self.amplification


@view
@internal
def _xp() -> uint256[N]:
    result: uint256[N] = self.rates
    for i: uint256 in range(N):
        result[i] = result[i] * self.balances[i] // PRECISION
    return result


@pure
@internal
def _invariant(xp: uint256[N], amp: uint256) -> uint256:
    total: uint256 = xp[0] + xp[1]
    if total == 0:
        return 0
    d: uint256 = total
    ann: uint256 = amp * N
    for round: uint256 in range(255):
        product: uint256 = d
        for x: uint256 in xp:
            product = product * d // (x * N)
        previous: uint256 = d
        d = (ann * total // A_PRECISION + product * N) * d // (
            (ann - A_PRECISION) * d // A_PRECISION + (N + 1) * product
        )
        if d > previous:
            if d - previous <= 1:
                return d
        elif previous - d <= 1:
            return d
    raise "no convergence"


@view
@internal
def _y(i: int128, j: int128, x: uint256, xp: uint256[N]) -> uint256:
    assert i != j
    assert i >= 0 and i < 2 and j >= 0 and j < 2
    amp: uint256 = self.amplification
    d: uint256 = self._invariant(xp, amp)
    ann: uint256 = amp * N
    c: uint256 = d * d // (x * N)
    c = c * d * A_PRECISION // (ann * N)
    b: uint256 = x + d * A_PRECISION // ann
    y: uint256 = d
    for round: uint256 in range(255):
        previous: uint256 = y
        y = (y * y + c) // (2 * y + b - d)
        if y > previous:
            if y - previous <= 1:
                return y
        elif previous - y <= 1:
            return y
    raise "no convergence"


@view
@external
def get_dy(i: int128, j: int128, dx: uint256) -> uint256:
    xp: uint256[N] = self._xp()
    bought: uint256 = convert(j, uint256)
    x: uint256 = xp[convert(i, uint256)] + dx * self.rates[convert(i, uint256)] // PRECISION
    dy: uint256 = xp[bought] - self._y(i, j, x, xp) - 1
    fee: uint256 = self.fee * dy // FEE_DENOMINATOR
    return (dy - fee) * PRECISION // self.rates[bought]


@nonreentrant
@external
def exchange(i: int128, j: int128, dx: uint256, min_dy: uint256) -> uint256:
    old: uint256[N] = self.balances
    xp: uint256[N] = self._xp()
    sold: uint256 = convert(i, uint256)
    bought: uint256 = convert(j, uint256)
    x: uint256 = xp[sold] + dx * self.rates[sold] // PRECISION
    dy: uint256 = xp[bought] - self._y(i, j, x, xp) - 1
    fee: uint256 = dy * self.fee // FEE_DENOMINATOR
    dy = (dy - fee) * PRECISION // self.rates[bought]
    assert dy >= min_dy, "Exchange resulted in fewer coins than expected"
    kept: uint256 = fee * self.admin_fee // FEE_DENOMINATOR
    kept = kept * PRECISION // self.rates[bought]
    self.balances[sold] = old[sold] + dx
    self.balances[bought] = old[bought] - dy - kept
    extcall IERC20(self.coins[sold]).transferFrom(msg.sender, self, dx, default_return_value=True)
    extcall IERC20(self.coins[bought]).transfer(msg.sender, dy, default_return_value=True)
    log TokenExchange(
        buyer=msg.sender, sold_id=i, tokens_sold=dx, bought_id=j, tokens_bought=dy
    )
    return dy


@external
def seed():
    """Takes what was transferred before for the pool's balances."""
    assert msg.sender == self.owner
    for i: uint256 in range(N):
        self.balances[i] = staticcall IERC20(self.coins[i]).balanceOf(self)
