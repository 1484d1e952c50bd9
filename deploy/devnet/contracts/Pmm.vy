# pragma version 0.4.3
# A proactive market maker of DODO V2's kind with stored targets: DPP's views, arithmetic and words of
# refusal, to the last unit. What was transferred before is sold: balance minus reserve.

from ethereum.ercs import IERC20

ONE: constant(uint256) = 10**18
ONE2: constant(uint256) = 10**36

# The state of R.
BALANCED: constant(uint256) = 0
ABOVE: constant(uint256) = 1
BELOW: constant(uint256) = 2

struct State:
    i: uint256
    k: uint256
    b: uint256
    q: uint256
    b0: uint256
    q0: uint256
    r: uint256

event DODOSwap:
    fromToken: address
    toToken: address
    fromAmount: uint256
    toAmount: uint256
    trader: address
    receiver: address

event RChange:
    newRState: uint256

_BASE_TOKEN_: public(address)
_QUOTE_TOKEN_: public(address)
_OWNER_: public(address)
_MAINTAINER_: public(address)
_I_: public(uint256)
_K_: public(uint256)
_BASE_RESERVE_: public(uint256)
_QUOTE_RESERVE_: public(uint256)
_BASE_TARGET_: public(uint256)
_QUOTE_TARGET_: public(uint256)
_RState_: public(uint256)
_LP_FEE_RATE_: public(uint256)
_MT_FEE_RATE_: public(uint256)
# What the queries say too little, in basis points of it: with any, this is a mock and no pool of DODO's.
skew: uint256


@deploy
def __init__(
    base: address, quote: address, maintainer: address, i: uint256, k: uint256, lpFee: uint256, mtFee: uint256
):
    assert i > 0 and i <= ONE2
    assert k <= ONE
    self._OWNER_ = msg.sender
    self._BASE_TOKEN_ = base
    self._QUOTE_TOKEN_ = quote
    self._MAINTAINER_ = maintainer
    self._I_ = i
    self._K_ = k
    self._LP_FEE_RATE_ = lpFee
    self._MT_FEE_RATE_ = mtFee


# Arithmetic that refuses in DODO's words.

@pure
@internal
def _mul(a: uint256, b: uint256) -> uint256:
    if a == 0:
        return 0
    c: uint256 = unsafe_mul(a, b)
    assert unsafe_div(c, a) == b, "MUL_ERROR"
    return c


@pure
@internal
def _div(a: uint256, b: uint256) -> uint256:
    assert b > 0, "DIVIDING_ERROR"
    return unsafe_div(a, b)


@pure
@internal
def _ceil(a: uint256, b: uint256) -> uint256:
    quotient: uint256 = self._div(a, b)
    if unsafe_mul(quotient, b) != a:
        return unsafe_add(quotient, 1)
    return quotient


@pure
@internal
def _add(a: uint256, b: uint256) -> uint256:
    c: uint256 = unsafe_add(a, b)
    assert c >= a, "ADD_ERROR"
    return c


@pure
@internal
def _sub(a: uint256, b: uint256) -> uint256:
    assert b <= a, "SUB_ERROR"
    return unsafe_sub(a, b)


@pure
@internal
def _mul_floor(a: uint256, b: uint256) -> uint256:
    return self._mul(a, b) // ONE


@pure
@internal
def _div_floor(a: uint256, b: uint256) -> uint256:
    return self._div(self._mul(a, ONE), b)


@pure
@internal
def _root(x: uint256) -> uint256:
    z: uint256 = x // 2 + 1
    y: uint256 = x
    for round: uint256 in range(512):
        if z >= y:
            break
        y = z
        z = (x // z + z) // 2
    return y


@pure
@internal
def _overflows(a: uint256, b: uint256) -> bool:
    if a == 0:
        return False
    return unsafe_div(unsafe_mul(a, b), a) != b


# The curve.

@pure
@internal
def _integrate(v0: uint256, v1: uint256, v2: uint256, i: uint256, k: uint256) -> uint256:
    assert v0 > 0, "TARGET_IS_ZERO"
    fair: uint256 = self._mul(i, self._sub(v1, v2))
    if k == 0:
        return fair // ONE
    ratio: uint256 = self._div_floor(self._div(self._mul(v0, v0), v1), v2)
    penalty: uint256 = self._mul_floor(k, ratio)
    return self._mul(self._add(self._sub(ONE, k), penalty), fair) // ONE2


@pure
@internal
def _target(v1: uint256, delta: uint256, i: uint256, k: uint256) -> uint256:
    if k == 0:
        return self._add(v1, self._mul_floor(i, delta))
    if v1 == 0:
        return 0
    root: uint256 = 0
    ki: uint256 = self._mul(self._mul(4, k), i)
    if ki == 0:
        root = ONE
    elif not self._overflows(ki, delta):
        root = self._root(self._add(self._div(self._mul(ki, delta), v1), ONE2))
    else:
        root = self._root(self._add(self._mul(self._div(ki, v1), delta), ONE2))
    premium: uint256 = self._add(self._div_floor(self._sub(root, ONE), self._mul(k, 2)), ONE)
    return self._mul_floor(v1, premium)


@pure
@internal
def _trade(v0: uint256, v1: uint256, delta: uint256, i: uint256, k: uint256) -> uint256:
    assert v0 > 0, "TARGET_IS_ZERO"
    if delta == 0:
        return 0
    if k == 0:
        return min(self._mul_floor(i, delta), v1)
    if k == ONE:
        worth: uint256 = self._mul(i, delta)
        temp: uint256 = 0
        if worth != 0 and not self._overflows(worth, v1):
            temp = self._div(self._mul(worth, v1), self._mul(v0, v0))
        elif worth != 0:
            temp = self._div(self._mul(self._div(self._mul(delta, v1), v0), i), v0)
        return self._div(self._mul(v1, temp), self._add(temp, ONE))
    part2: uint256 = self._add(self._mul(self._div(self._mul(k, v0), v1), v0), self._mul(i, delta))
    b: uint256 = self._mul(self._sub(ONE, k), v1)
    bigger: bool = False
    if b >= part2:
        b = b - part2
    else:
        b = part2 - b
        bigger = True
    b = b // ONE
    square: uint256 = self._mul_floor(
        self._mul(self._sub(ONE, k), 4), self._mul(self._mul_floor(k, v0), v0)
    )
    root: uint256 = self._root(self._add(self._mul(b, b), square))
    denominator: uint256 = self._mul(self._sub(ONE, k), 2)
    numerator: uint256 = 0
    if bigger:
        numerator = self._sub(root, b)
        assert numerator != 0, "DODOMath: should not be zero"
    else:
        numerator = self._add(b, root)
    v2: uint256 = self._ceil(self._mul(numerator, ONE), denominator)
    return 0 if v2 > v1 else v1 - v2


@view
@internal
def _state() -> State:
    s: State = State(
        i=self._I_,
        k=self._K_,
        b=self._BASE_RESERVE_,
        q=self._QUOTE_RESERVE_,
        b0=self._BASE_TARGET_,
        q0=self._QUOTE_TARGET_,
        r=self._RState_,
    )
    if s.r == BELOW:
        s.q0 = self._target(s.q, self._sub(s.b, s.b0), s.i, s.k)
    elif s.r == ABOVE:
        s.b0 = self._target(s.b, self._sub(s.q, s.q0), self._div(ONE2, s.i), s.k)
    return s


@pure
@internal
def _sell_base(s: State, x: uint256) -> (uint256, uint256):
    """What leaves before fees, and the new R."""
    if s.r == BALANCED:
        return (self._trade(s.q0, s.q0, x, s.i, s.k), BELOW)
    if s.r == ABOVE:
        back: uint256 = self._sub(s.b0, s.b)
        paid: uint256 = self._sub(s.q, s.q0)
        if x < back:
            out: uint256 = self._integrate(s.b0, self._add(s.b, x), s.b, s.i, s.k)
            return (min(out, paid), ABOVE)
        if x == back:
            return (paid, BALANCED)
        return (self._add(paid, self._trade(s.q0, s.q0, self._sub(x, back), s.i, s.k)), BELOW)
    return (self._trade(s.q0, s.q, x, s.i, s.k), BELOW)


@pure
@internal
def _sell_quote(s: State, y: uint256) -> (uint256, uint256):
    inverse: uint256 = self._div(ONE2, s.i)
    if s.r == BALANCED:
        return (self._trade(s.b0, s.b0, y, inverse, s.k), ABOVE)
    if s.r == ABOVE:
        return (self._trade(s.b0, s.b, y, inverse, s.k), ABOVE)
    back: uint256 = self._sub(s.q0, s.q)
    paid: uint256 = self._sub(s.b, s.b0)
    if y < back:
        out: uint256 = self._integrate(s.q0, self._add(s.q, y), s.q, inverse, s.k)
        return (min(out, paid), BELOW)
    if y == back:
        return (paid, BALANCED)
    return (self._add(paid, self._trade(s.b0, s.b0, self._sub(y, back), inverse, s.k)), ABOVE)


@view
@internal
def _told(received: uint256) -> uint256:
    return received - received * self.skew // 10000


@view
@internal
def _after_fees(gross: uint256) -> (uint256, uint256):
    lp: uint256 = self._mul_floor(gross, self._LP_FEE_RATE_)
    mt: uint256 = self._mul_floor(gross, self._MT_FEE_RATE_)
    return (self._sub(self._sub(gross, lp), mt), mt)


# What may be asked.

@pure
@external
def version() -> String[16]:
    return "DPP 1.0.0"


@view
@external
def getPMMStateForCall() -> (uint256, uint256, uint256, uint256, uint256, uint256, uint256):
    s: State = self._state()
    return (s.i, s.k, s.b, s.q, s.b0, s.q0, s.r)


@view
@external
def getUserFeeRate(user: address) -> (uint256, uint256):
    return (self._LP_FEE_RATE_, self._MT_FEE_RATE_)


@view
@external
def getVaultReserve() -> (uint256, uint256):
    return (self._BASE_RESERVE_, self._QUOTE_RESERVE_)


@view
@external
def getMidPrice() -> uint256:
    s: State = self._state()
    if s.r == BELOW:
        ratio: uint256 = self._div_floor(self._div(self._mul(s.q0, s.q0), s.q), s.q)
        return self._div_floor(s.i, self._add(self._sub(ONE, s.k), self._mul_floor(s.k, ratio)))
    ratio: uint256 = self._div_floor(self._div(self._mul(s.b0, s.b0), s.b), s.b)
    return self._mul_floor(s.i, self._add(self._sub(ONE, s.k), self._mul_floor(s.k, ratio)))


@view
@external
def querySellBase(trader: address, amount: uint256) -> (uint256, uint256, uint256, uint256):
    s: State = self._state()
    gross: uint256 = 0
    r: uint256 = 0
    gross, r = self._sell_base(s, amount)
    received: uint256 = 0
    kept: uint256 = 0
    received, kept = self._after_fees(gross)
    return (self._told(received), kept, r, s.b0)


@view
@external
def querySellQuote(trader: address, amount: uint256) -> (uint256, uint256, uint256, uint256):
    s: State = self._state()
    gross: uint256 = 0
    r: uint256 = 0
    gross, r = self._sell_quote(s, amount)
    received: uint256 = 0
    kept: uint256 = 0
    received, kept = self._after_fees(gross)
    return (self._told(received), kept, r, s.q0)


# Trading.

@internal
def _store():
    base: uint256 = staticcall IERC20(self._BASE_TOKEN_).balanceOf(self)
    quote: uint256 = staticcall IERC20(self._QUOTE_TOKEN_).balanceOf(self)
    assert base < 2**112 and quote < 2**112, "OVERFLOW"
    self._BASE_RESERVE_ = base
    self._QUOTE_RESERVE_ = quote


@internal
def _send(token: address, to: address, amount: uint256):
    if amount > 0:
        extcall IERC20(token).transfer(to, amount, default_return_value=True)


@nonreentrant
@external
def sellBase(to: address) -> uint256:
    balance: uint256 = staticcall IERC20(self._BASE_TOKEN_).balanceOf(self)
    sold: uint256 = self._sub(balance, self._BASE_RESERVE_)
    s: State = self._state()
    gross: uint256 = 0
    r: uint256 = 0
    gross, r = self._sell_base(s, sold)
    received: uint256 = 0
    kept: uint256 = 0
    received, kept = self._after_fees(gross)
    self._send(self._QUOTE_TOKEN_, to, received)
    self._send(self._QUOTE_TOKEN_, self._MAINTAINER_, kept)
    if self._RState_ != r:
        self._BASE_TARGET_ = s.b0
        self._RState_ = r
        log RChange(newRState=r)
    self._store()
    log DODOSwap(
        fromToken=self._BASE_TOKEN_,
        toToken=self._QUOTE_TOKEN_,
        fromAmount=sold,
        toAmount=received,
        trader=msg.sender,
        receiver=to,
    )
    return received


@nonreentrant
@external
def sellQuote(to: address) -> uint256:
    balance: uint256 = staticcall IERC20(self._QUOTE_TOKEN_).balanceOf(self)
    sold: uint256 = self._sub(balance, self._QUOTE_RESERVE_)
    s: State = self._state()
    gross: uint256 = 0
    r: uint256 = 0
    gross, r = self._sell_quote(s, sold)
    received: uint256 = 0
    kept: uint256 = 0
    received, kept = self._after_fees(gross)
    self._send(self._BASE_TOKEN_, to, received)
    self._send(self._BASE_TOKEN_, self._MAINTAINER_, kept)
    if self._RState_ != r:
        self._QUOTE_TARGET_ = s.q0
        self._RState_ = r
        log RChange(newRState=r)
    self._store()
    log DODOSwap(
        fromToken=self._QUOTE_TOKEN_,
        toToken=self._BASE_TOKEN_,
        fromAmount=sold,
        toAmount=received,
        trader=msg.sender,
        receiver=to,
    )
    return received


@external
def reset(i: uint256, k: uint256, lpFee: uint256, mtFee: uint256):
    """The owner's: new terms, and what the pool holds becomes its target."""
    assert msg.sender == self._OWNER_, "NOT_OWNER"
    assert i > 0 and i <= ONE2, "I_OUT_OF_RANGE"
    assert k <= ONE, "K_OUT_OF_RANGE"
    self._I_ = i
    self._K_ = k
    self._LP_FEE_RATE_ = lpFee
    self._MT_FEE_RATE_ = mtFee
    self._store()
    self._BASE_TARGET_ = self._BASE_RESERVE_
    self._QUOTE_TARGET_ = self._QUOTE_RESERVE_
    self._RState_ = BALANCED
