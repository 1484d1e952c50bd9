# pragma version 0.4.3
# An ERC-20 of Tether's manner: no call answers, an allowance that is not zero can't be replaced by another,
# a fee can be switched on, accounts can be blocked, everything can be paused.

event Transfer:
    sender: indexed(address)
    receiver: indexed(address)
    amount: uint256

event Approval:
    owner: indexed(address)
    spender: indexed(address)
    amount: uint256

name: public(String[32])
symbol: public(String[16])
decimals: public(uint256)
totalSupply: public(uint256)
balanceOf: public(HashMap[address, uint256])
allowance: public(HashMap[address, HashMap[address, uint256]])
owner: public(address)
paused: public(bool)
basisPointsRate: public(uint256)
isBlackListed: public(HashMap[address, bool])


@deploy
def __init__(name: String[32], symbol: String[16], decimals: uint256):
    self.name = name
    self.symbol = symbol
    self.decimals = decimals
    self.owner = msg.sender


@internal
def _move(sender: address, receiver: address, amount: uint256):
    assert not self.paused
    assert not self.isBlackListed[sender]
    fee: uint256 = amount * self.basisPointsRate // 10000
    self.balanceOf[sender] -= amount
    self.balanceOf[receiver] += amount - fee
    if fee > 0:
        self.balanceOf[self.owner] += fee
        log Transfer(sender=sender, receiver=self.owner, amount=fee)
    log Transfer(sender=sender, receiver=receiver, amount=amount - fee)


@external
def transfer(receiver: address, amount: uint256):
    self._move(msg.sender, receiver, amount)


@external
def transferFrom(sender: address, receiver: address, amount: uint256):
    granted: uint256 = self.allowance[sender][msg.sender]
    if granted < max_value(uint256):
        self.allowance[sender][msg.sender] = granted - amount
    self._move(sender, receiver, amount)


@external
def approve(spender: address, amount: uint256):
    assert amount == 0 or self.allowance[msg.sender][spender] == 0
    self.allowance[msg.sender][spender] = amount
    log Approval(owner=msg.sender, spender=spender, amount=amount)


@external
def mint(receiver: address, amount: uint256):
    assert msg.sender == self.owner
    self.totalSupply += amount
    self.balanceOf[receiver] += amount
    log Transfer(sender=empty(address), receiver=receiver, amount=amount)


@external
def setParams(basisPoints: uint256):
    assert msg.sender == self.owner
    self.basisPointsRate = basisPoints


@external
def setPaused(flag: bool):
    assert msg.sender == self.owner
    self.paused = flag


@external
def setBlackListed(account: address, flag: bool):
    assert msg.sender == self.owner
    self.isBlackListed[account] = flag
