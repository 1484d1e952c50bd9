# pragma version 0.4.3
# The devnet's executor: what docs and the bot call "the executor", in the bot's own ABI.
#
# The operator trades and sends within what the owner allowed. A swap names a pool, a direction, an amount and a
# minimum; what the pool is comes from the allow-list, and what was received is judged by balance. A number trades or
# sends once. Pools of Uniswap V3's kind are not served here: the devnet has none.

from ethereum.ercs import IERC20

interface Dodo:
    def sellBase(to: address) -> uint256: nonpayable
    def sellQuote(to: address) -> uint256: nonpayable

interface Pair:
    def getReserves() -> (uint112, uint112, uint32): view
    def token0() -> address: view
    def swap(amount0Out: uint256, amount1Out: uint256, to: address, data: Bytes[32]): nonpayable

interface StableSwap:
    def exchange(i: int128, j: int128, dx: uint256, min_dy: uint256): nonpayable

KIND_DODO: constant(uint8) = 1
KIND_PAIR: constant(uint8) = 2
KIND_STABLE: constant(uint8) = 4

struct Swap:
    pool: address
    sellsBase: bool
    amount: uint256
    minimum: uint256

struct Listing:
    kind: uint8
    base: address
    quote: address
    baseIndex: uint8
    quoteIndex: uint8
    feeKept: uint24

struct Cap:
    perCall: uint256
    perDay: uint256
    day: uint256
    used: uint256

# What a send calls: the bridge with head, the amount as one word, and tail. The owner writes it, so that any bridge
# can be used and the operator still chooses nothing but the amount.
struct Way:
    bridge: address
    head: Bytes[260]
    tail: Bytes[256]

event Filled:
    plan: indexed(bytes32)
    pool: indexed(address)
    sellsBase: bool
    sold: uint256
    received: uint256

event Sent:
    transfer: indexed(bytes32)
    token: indexed(address)
    amount: uint256
    bridgeTransfer: bytes32

event Paused:
    by: address

owner: public(address)
operator: public(address)
paused: public(bool)
done: public(HashMap[bytes32, bool])
listings: HashMap[address, Listing]
limits: HashMap[address, Cap]
ways: HashMap[address, Way]


@deploy
def __init__(owner: address, operator: address):
    self.owner = owner
    self.operator = operator


@internal
def _begin(number: bytes32, deadline: uint64):
    if msg.sender != self.operator:
        raw_revert(abi_encode(msg.sender, method_id=method_id("NotOperator(address)")))
    if self.paused:
        raw_revert(method_id("IsPaused()"))
    if block.timestamp > convert(deadline, uint256):
        raw_revert(abi_encode(deadline, method_id=method_id("Expired(uint64)")))
    if self.done[number]:
        raw_revert(abi_encode(number, method_id=method_id("AlreadyDone(bytes32)")))
    self.done[number] = True


@internal
def _spend(token: address, amount: uint256):
    """Counts against the token's cap a call and its cap a day."""
    cap: Cap = self.limits[token]
    today: uint256 = block.timestamp // 86400
    if cap.day != today:
        cap.day = today
        cap.used = 0
    if amount > cap.perCall:
        raw_revert(
            abi_encode(
                token, amount, cap.perCall, method_id=method_id("AboveCap(address,uint256,uint256)")
            )
        )
    if cap.used + amount > cap.perDay:
        raw_revert(
            abi_encode(
                token, amount, cap.perDay, method_id=method_id("AboveCap(address,uint256,uint256)")
            )
        )
    cap.used += amount
    self.limits[token] = cap


@internal
def _through_pair(pool: address, listing: Listing, sold: address, amount: uint256):
    r0: uint112 = 0
    r1: uint112 = 0
    time: uint32 = 0
    r0, r1, time = staticcall Pair(pool).getReserves()
    sells0: bool = staticcall Pair(pool).token0() == sold
    into: uint256 = convert(r0 if sells0 else r1, uint256)
    out_of: uint256 = convert(r1 if sells0 else r0, uint256)
    extcall IERC20(sold).transfer(pool, amount, default_return_value=True)
    came: uint256 = staticcall IERC20(sold).balanceOf(pool) - into
    kept: uint256 = came * convert(listing.feeKept, uint256)
    out: uint256 = kept * out_of // (into * 1000000 + kept)
    extcall Pair(pool).swap(0 if sells0 else out, out if sells0 else 0, self, b"")


@internal
def _through_coins(pool: address, listing: Listing, swap: Swap, sold: address):
    i: uint8 = listing.baseIndex if swap.sellsBase else listing.quoteIndex
    j: uint8 = listing.quoteIndex if swap.sellsBase else listing.baseIndex
    extcall IERC20(sold).approve(pool, swap.amount, default_return_value=True)
    extcall StableSwap(pool).exchange(
        convert(i, int128), convert(j, int128), swap.amount, swap.minimum
    )


@internal
def _swap(plan: bytes32, swap: Swap) -> uint256:
    listing: Listing = self.listings[swap.pool]
    if listing.kind == 0:
        raw_revert(abi_encode(swap.pool, method_id=method_id("NotAllowed(address)")))
    sold: address = listing.base if swap.sellsBase else listing.quote
    bought: address = listing.quote if swap.sellsBase else listing.base
    self._spend(sold, swap.amount)
    before: uint256 = staticcall IERC20(bought).balanceOf(self)
    if listing.kind == KIND_DODO:
        extcall IERC20(sold).transfer(swap.pool, swap.amount, default_return_value=True)
        if swap.sellsBase:
            extcall Dodo(swap.pool).sellBase(self)
        else:
            extcall Dodo(swap.pool).sellQuote(self)
    elif listing.kind == KIND_PAIR:
        self._through_pair(swap.pool, listing, sold, swap.amount)
    else:
        self._through_coins(swap.pool, listing, swap, sold)
    received: uint256 = staticcall IERC20(bought).balanceOf(self) - before
    if received < swap.minimum:
        raw_revert(
            abi_encode(
                swap.pool,
                received,
                swap.minimum,
                method_id=method_id("BelowMinimum(address,uint256,uint256)"),
            )
        )
    log Filled(
        plan=plan,
        pool=swap.pool,
        sellsBase=swap.sellsBase,
        sold=swap.amount,
        received=received,
    )
    return received


@nonreentrant
@external
def trade(plan: bytes32, deadline: uint64, swaps: DynArray[Swap, 16]) -> DynArray[uint256, 16]:
    self._begin(plan, deadline)
    received: DynArray[uint256, 16] = []
    for swap: Swap in swaps:
        received.append(self._swap(plan, swap))
    return received


@nonreentrant
@external
def send(transfer: bytes32, deadline: uint64, token: address, amount: uint256):
    self._begin(transfer, deadline)
    self._spend(token, amount)
    way: Way = self.ways[token]
    if way.bridge == empty(address):
        raw_revert(abi_encode(token, method_id=method_id("NotAllowed(address)")))
    extcall IERC20(token).approve(way.bridge, amount, default_return_value=True)
    answer: Bytes[32] = raw_call(
        way.bridge, concat(way.head, convert(amount, bytes32), way.tail), max_outsize=32
    )
    bridged: bytes32 = empty(bytes32)
    if len(answer) == 32:
        bridged = extract32(answer, 0)
    log Sent(transfer=transfer, token=token, amount=amount, bridgeTransfer=bridged)


@external
def pause():
    if msg.sender != self.operator and msg.sender != self.owner:
        raw_revert(abi_encode(msg.sender, method_id=method_id("NotOperator(address)")))
    self.paused = True
    log Paused(by=msg.sender)


@view
@external
def way(token: address) -> (address, Bytes[260], Bytes[256]):
    way: Way = self.ways[token]
    return (way.bridge, way.head, way.tail)


@view
@external
def allowed(pool: address) -> bool:
    return self.listings[pool].kind != 0


@view
@external
def caps(token: address) -> (uint256, uint256, uint256):
    cap: Cap = self.limits[token]
    if cap.day != block.timestamp // 86400:
        cap.used = 0
    return (cap.perCall, cap.perDay, cap.used)


# What the owner alone may do.

@internal
def _only_owner():
    assert msg.sender == self.owner, "not the owner"


@external
def resume():
    self._only_owner()
    self.paused = False


@external
def setOperator(operator: address):
    self._only_owner()
    self.operator = operator


@external
def allow(
    pool: address,
    kind: uint8,
    base: address,
    quote: address,
    baseIndex: uint8,
    quoteIndex: uint8,
    feeKept: uint24,
):
    """Kinds: 1 DODO, 2 a V2 pair, 4 StableSwap; 3 is kept for Uniswap V3."""
    self._only_owner()
    assert kind == KIND_DODO or kind == KIND_PAIR or kind == KIND_STABLE, "kind"
    assert base != quote and convert(feeKept, uint256) <= 1000000, "listing"
    self.listings[pool] = Listing(
        kind=kind,
        base=base,
        quote=quote,
        baseIndex=baseIndex,
        quoteIndex=quoteIndex,
        feeKept=feeKept,
    )


@external
def forbid(pool: address):
    self._only_owner()
    self.listings[pool] = empty(Listing)


@external
def setCaps(token: address, perCall: uint256, perDay: uint256):
    self._only_owner()
    self.limits[token].perCall = perCall
    self.limits[token].perDay = perDay


@external
def setBridge(token: address, bridge: address, head: Bytes[260], tail: Bytes[256]):
    self._only_owner()
    # A call to nobody would succeed, and the tokens would be gone nowhere.
    assert bridge.is_contract and len(head) >= 4, "bridge"
    self.ways[token] = Way(bridge=bridge, head=head, tail=tail)


@external
def withdraw(token: address, amount: uint256, to: address):
    self._only_owner()
    extcall IERC20(token).transfer(to, amount, default_return_value=True)
