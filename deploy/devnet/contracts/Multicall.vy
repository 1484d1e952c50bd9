# pragma version 0.4.3
# Multicall3's aggregate3 and its views of the block, in its ABI.
#
# The devnet's engine knows no block hashes, so the node writes the parent's into `parent` when it opens a block.

MOST: constant(uint256) = 1024

struct Call:
    target: address
    allowFailure: bool
    data: Bytes[512]

struct Result:
    success: bool
    data: Bytes[512]

parent: bytes32


@payable
@external
def aggregate3(calls: DynArray[Call, MOST]) -> DynArray[Result, MOST]:
    results: DynArray[Result, MOST] = []
    for call: Call in calls:
        success: bool = False
        data: Bytes[512] = b""
        success, data = raw_call(call.target, call.data, max_outsize=512, revert_on_failure=False)
        assert success or call.allowFailure, "Multicall3: call failed"
        results.append(Result(success=success, data=data))
    return results


@view
@external
def getBlockNumber() -> uint256:
    return block.number


@view
@external
def getLastBlockHash() -> bytes32:
    return self.parent


@view
@external
def getCurrentBlockTimestamp() -> uint256:
    return block.timestamp


@view
@external
def getEthBalance(account: address) -> uint256:
    return account.balance


@view
@external
def getChainId() -> uint256:
    return chain.id
