# pragma version 0.4.3
# One end of a lock-and-release bridge: locks here what the other end releases, and the other way round.
#
# A transfer's identity commits to both chains, this contract, token, net amount, recipient and a number.
# A transfer is processed once; the flag is written before anything is paid.

from ethereum.ercs import IERC20

event Locked:
    transfer: indexed(bytes32)
    token: indexed(address)
    sender: indexed(address)
    amount: uint256
    destination: uint256
    recipient: address

event Released:
    transfer: indexed(bytes32)
    token: indexed(address)
    recipient: indexed(address)
    amount: uint256

event Refunded:
    transfer: indexed(bytes32)
    token: indexed(address)
    recipient: indexed(address)
    amount: uint256

event Paused:
    by: address

owner: public(address)
relayer: public(address)
paused: public(bool)
fee: public(uint256)
minAmount: public(uint256)
dailyLimit: public(uint256)
supportedToken: public(HashMap[address, bool])
processed: public(HashMap[bytes32, bool])
nonce: public(uint256)
usedOn: HashMap[address, HashMap[uint256, uint256]]


@deploy
def __init__(relayer: address, fee: uint256, minAmount: uint256, dailyLimit: uint256):
    """The fee is in basis points of the amount, rounded up."""
    self.owner = msg.sender
    self.relayer = relayer
    self.fee = fee
    self.minAmount = minAmount
    self.dailyLimit = dailyLimit


@nonreentrant
@external
def lock(token: address, amount: uint256, destination: uint256, recipient: address) -> bytes32:
    assert not self.paused, "paused"
    assert self.supportedToken[token], "token not supported"
    assert destination != chain.id, "destination not supported"
    assert amount >= self.minAmount, "below minimum"
    today: uint256 = block.timestamp // 86400
    self.usedOn[token][today] += amount
    assert self.usedOn[token][today] <= self.dailyLimit, "daily limit"
    before: uint256 = staticcall IERC20(token).balanceOf(self)
    extcall IERC20(token).transferFrom(msg.sender, self, amount, default_return_value=True)
    received: uint256 = staticcall IERC20(token).balanceOf(self) - before
    fee: uint256 = (received * self.fee + 9999) // 10000
    net: uint256 = received - fee
    self.nonce += 1
    transfer: bytes32 = keccak256(
        abi_encode(chain.id, destination, self, token, net, recipient, self.nonce)
    )
    log Locked(
        transfer=transfer,
        token=token,
        sender=msg.sender,
        amount=net,
        destination=destination,
        recipient=recipient,
    )
    return transfer


@internal
def _pay(token: address, recipient: address, amount: uint256, transfer: bytes32):
    assert msg.sender == self.relayer, "not the relayer"
    assert not self.paused, "paused"
    assert not self.processed[transfer], "already processed"
    self.processed[transfer] = True
    extcall IERC20(token).transfer(recipient, amount, default_return_value=True)


@nonreentrant
@external
def release(token: address, recipient: address, amount: uint256, transfer: bytes32):
    self._pay(token, recipient, amount, transfer)
    log Released(transfer=transfer, token=token, recipient=recipient, amount=amount)


@nonreentrant
@external
def refund(token: address, recipient: address, amount: uint256, transfer: bytes32):
    """Gives back at the source what was locked there."""
    self._pay(token, recipient, amount, transfer)
    log Refunded(transfer=transfer, token=token, recipient=recipient, amount=amount)


@external
def support(token: address, flag: bool):
    assert msg.sender == self.owner, "not the owner"
    self.supportedToken[token] = flag


@external
def setPaused(flag: bool):
    assert msg.sender == self.owner, "not the owner"
    self.paused = flag
    if flag:
        log Paused(by=msg.sender)


@external
def setTerms(fee: uint256, minAmount: uint256, dailyLimit: uint256):
    assert msg.sender == self.owner, "not the owner"
    assert fee <= 10000, "fee"
    self.fee = fee
    self.minAmount = minAmount
    self.dailyLimit = dailyLimit
