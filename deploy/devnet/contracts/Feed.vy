# pragma version 0.4.3
# A price feed of Chainlink's shape. A round of zeros is what a feed answers that was never written.

decimals: public(uint8)
description: public(String[32])
keeper: public(address)
round: uint80
answer: int256
updatedAt: uint256


@deploy
def __init__(decimals: uint8, description: String[32], keeper: address):
    self.decimals = decimals
    self.description = description
    self.keeper = keeper


@view
@external
def latestRoundData() -> (uint80, int256, uint256, uint256, uint80):
    return (self.round, self.answer, self.updatedAt, self.updatedAt, self.round)


@external
def update(answer: int256, updatedAt: uint256):
    assert msg.sender == self.keeper, "not the keeper"
    self.round += 1
    self.answer = answer
    self.updatedAt = updatedAt
