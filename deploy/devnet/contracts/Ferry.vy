# pragma version 0.4.3
# A bridge that shares no word with Bridge.vy: for one token, which its logs don't name; it locks at home and mints
# abroad, counts transfers instead of hashing them, calls chains by four letters, logs what was put in rather than
# what arrives, and answers a deposit with nothing.

from ethereum.ercs import IERC20

interface Mintable:
    def bridgeMint(receiver: address, amount: uint256): nonpayable
    def bridgeBurn(amount: uint256): nonpayable

event Deposited:
    network: bytes4
    amount: uint256
    beneficiary: bytes32
    number: indexed(uint128)

event Landed:
    beneficiary: indexed(address)
    number: indexed(uint128)
    amount: uint256

owner: public(address)
ferryman: public(address)
token: public(address)
mints: public(bool)
here: public(bytes4)
isHalted: public(bool)
toll: public(uint256)
crossings: public(uint128)
hasLanded: public(HashMap[uint128, bool])


@deploy
def __init__(ferryman: address, token: address, here: bytes4, mints: bool, first: uint128, toll: uint256):
    """The toll is in basis points of the amount, rounded up. Each side counts from a number of its own."""
    self.owner = msg.sender
    self.ferryman = ferryman
    self.token = token
    self.here = here
    self.mints = mints
    self.crossings = first
    self.toll = toll


@nonreentrant
@external
def deposit(network: bytes4, amount: uint256, beneficiary: bytes32):
    assert not self.isHalted, "halted"
    assert network != self.here, "already there"
    extcall IERC20(self.token).transferFrom(msg.sender, self, amount, default_return_value=True)
    if self.mints:
        extcall Mintable(self.token).bridgeBurn(amount)
    self.crossings += 1
    log Deposited(network=network, amount=amount, beneficiary=beneficiary, number=self.crossings)


@nonreentrant
@external
def land(number: uint128, beneficiary: address, amount: uint256):
    assert msg.sender == self.ferryman, "not the ferryman"
    assert not self.isHalted, "halted"
    assert not self.hasLanded[number], "already landed"
    self.hasLanded[number] = True
    if self.mints:
        extcall Mintable(self.token).bridgeMint(beneficiary, amount)
    else:
        extcall IERC20(self.token).transfer(beneficiary, amount, default_return_value=True)
    log Landed(beneficiary=beneficiary, number=number, amount=amount)


@external
def setHalted(flag: bool):
    assert msg.sender == self.owner, "not the owner"
    self.isHalted = flag
