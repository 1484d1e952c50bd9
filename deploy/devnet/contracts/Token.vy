# pragma version 0.4.3
# An ERC-20 as the standard has it: answers true, or reverts.

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
decimals: public(uint8)
totalSupply: public(uint256)
balanceOf: public(HashMap[address, uint256])
allowance: public(HashMap[address, HashMap[address, uint256]])
minter: public(address)
# What a bridge may still mint.
mintingCurrentLimitOf: public(HashMap[address, uint256])


@deploy
def __init__(name: String[32], symbol: String[16], decimals: uint8):
    self.name = name
    self.symbol = symbol
    self.decimals = decimals
    self.minter = msg.sender


@internal
def _move(sender: address, receiver: address, amount: uint256):
    assert self.balanceOf[sender] >= amount, "ERC20: transfer amount exceeds balance"
    self.balanceOf[sender] -= amount
    self.balanceOf[receiver] += amount
    log Transfer(sender=sender, receiver=receiver, amount=amount)


@external
def transfer(receiver: address, amount: uint256) -> bool:
    self._move(msg.sender, receiver, amount)
    return True


@external
def transferFrom(sender: address, receiver: address, amount: uint256) -> bool:
    granted: uint256 = self.allowance[sender][msg.sender]
    assert granted >= amount, "ERC20: insufficient allowance"
    if granted != max_value(uint256):
        self.allowance[sender][msg.sender] = granted - amount
    self._move(sender, receiver, amount)
    return True


@external
def approve(spender: address, amount: uint256) -> bool:
    self.allowance[msg.sender][spender] = amount
    log Approval(owner=msg.sender, spender=spender, amount=amount)
    return True


@external
def mint(receiver: address, amount: uint256):
    assert msg.sender == self.minter, "not the minter"
    self.totalSupply += amount
    self.balanceOf[receiver] += amount
    log Transfer(sender=empty(address), receiver=receiver, amount=amount)


@external
def setMintingLimit(bridge: address, limit: uint256):
    assert msg.sender == self.minter, "not the minter"
    self.mintingCurrentLimitOf[bridge] = limit


@external
def bridgeMint(receiver: address, amount: uint256):
    assert amount <= self.mintingCurrentLimitOf[msg.sender], "minting limit"
    self.mintingCurrentLimitOf[msg.sender] -= amount
    self.totalSupply += amount
    self.balanceOf[receiver] += amount
    log Transfer(sender=empty(address), receiver=receiver, amount=amount)


@external
def bridgeBurn(amount: uint256):
    """What a bridge has taken in, and nobody else's."""
    assert self.balanceOf[msg.sender] >= amount, "ERC20: burn amount exceeds balance"
    self.mintingCurrentLimitOf[msg.sender] += amount
    self.totalSupply -= amount
    self.balanceOf[msg.sender] -= amount
    log Transfer(sender=msg.sender, receiver=empty(address), amount=amount)
