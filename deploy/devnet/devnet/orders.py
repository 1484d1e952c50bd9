"""What a test commands, by the names it uses."""

from . import abi, strategy
from .artefacts import mapping_slot
from .deployment import HOME
from .faults import NAMES
from .people import transact
from .wire import data as hexed


class Orders:
    """The commands of the control endpoint, by their names."""

    @staticmethod
    def mine(network, chain=None, blocks=1, timestamp=None):
        ids = [int(chain)] if chain else list(network.chains)
        for _ in range(blocks):
            for chain_id in ids:
                network.mine(chain_id, timestamp)
        return {str(chain_id): network.chains[chain_id].head.number for chain_id in ids}

    @staticmethod
    def interval(network, seconds, chain=None):
        for chain_id in [int(chain)] if chain else list(network.chains):
            network.rhythm(chain_id, float(seconds))
        return {"ok": True}

    @staticmethod
    def push(network, chain, bps, pool="pmm", mine=False):
        answer = network.trader.push(network.chain(chain), network.pool(chain, pool), int(bps))
        if mine:
            answer["block"] = network.mine(int(chain)).number
        return answer

    @staticmethod
    def drift(network, chain, bps, pool="pmm", every=5):
        network.pool(chain, pool)
        network.trader.drift(network.chain(chain), pool, int(bps), int(every))
        return {"ok": True}

    @staticmethod
    def reorg(network, chain, depth, keep=True):
        """Takes blocks back; one more than that come in their place."""
        target = network.chain(chain)
        clocked = network.settings.genesis_time
        timestamp = target.head.timestamp if clocked else None
        blocks = target.reorganise(int(depth), keep, timestamp)
        return {"head": target.head.number, "hashes": [hexed(block.hash) for block in blocks]}

    @staticmethod
    async def fault(network, endpoint, clear=False, **values):
        """Sets faults of one endpoint, of a chain's, or of all ("*"); `clear` ends the others first."""
        chosen = [
            entry
            for name, entry in network.endpoints.items()
            if endpoint in ("*", name, name.split("/")[0])
        ]
        if not chosen:
            raise ValueError(f"no endpoint is called {endpoint}")
        for entry in chosen:
            if clear:
                entry.node.faults.clear()
            entry.node.faults.set(values)
            await entry.apply()
        return {"ok": True}

    @staticmethod
    def counts(network, reset=False):
        answer = {name: network.counts(endpoint) for name, endpoint in network.endpoints.items()}
        if reset:
            for endpoint in network.endpoints.values():
                endpoint.node.counts = type(endpoint.node.counts)()
        return answer

    @staticmethod
    def relay(network, latency=None, confirmations=None, on=None, lose=None, double=None):
        relayer = network.relayer
        relayer.latency = relayer.latency if latency is None else int(latency)
        relayer.confirmations = relayer.confirmations if confirmations is None else max(1, int(confirmations))
        relayer.is_on = relayer.is_on if on is None else bool(on)
        relayer.loses = relayer.loses if lose is None else int(lose)
        relayer.doubles = relayer.doubles if double is None else int(double)
        return {"transfers": [transfer.record for transfer in relayer.transfers.values()]}

    @staticmethod
    def refund(network, transfer):
        return {"transaction": hexed(network.relayer.refund(bytes.fromhex(transfer[2:])))}

    @staticmethod
    def feed(network, chain, name, answer=None, updated=None):
        """Writes a feed, with another answer or another time if one is given."""
        target = network.chain(chain)
        if answer is not None:
            target.deployment.answers[name] = int(answer)
        return {"transaction": hexed(network.keeper.write(target, name, updated))}

    @staticmethod
    def keeper(network, on):
        network.keeper.is_on = bool(on)
        return {"ok": True}

    @staticmethod
    def transact(network, chain, who, to, data="0x", value=0):
        """A transaction of a named account: pausing, limits, whatever an owner does."""
        digest = transact(
            network.chain(chain), who, bytes.fromhex(to[2:]), bytes.fromhex(data[2:]), int(value)
        )
        return {"transaction": hexed(digest)}

    @staticmethod
    def pause(network, chain, what, on=True):
        """Pauses or resumes "bridge", "executor" or the "usdt" token."""
        made = network.chain(chain).deployment
        target = {"bridge": made.bridge, "executor": made.executor, "usdt": made.tokens["usdt"]}[what]
        if what == "executor":
            data = abi.call("pause()" if on else "resume()")
        else:
            data = abi.call("setPaused(bool)", bool(on))
        return {"transaction": hexed(transact(network.chain(chain), "owner", target, data))}

    @staticmethod
    def drain(network, chain, token, keep=0):
        """Takes the bridge's tokens away until only `keep` units are left, as of the next block."""
        chain = network.chain(chain)
        made = chain.deployment
        contract = "Tether" if token == "usdt" else "Token"
        slot = mapping_slot(network.artefacts[contract].slots["balanceOf"], made.bridge)
        chain.write(made.tokens[token], slot, int(keep))
        return {"ok": True}

    @staticmethod
    def skew(network, chain, bps, pool="pmm"):
        """From the next block on a PMM pool's queries tell so much less than it pays: a mock does such things."""
        address = network.pool(chain, pool).address
        network.chain(chain).write(address, network.artefacts["Pmm"].slots["skew"], int(bps))
        return {"ok": True}

    @staticmethod
    def store(network, chain, address, slot, value):
        """Sets a slot of a contract's storage as of the next block: a proxy's implementation, say."""
        network.chain(chain).write(bytes.fromhex(address[2:]), int(slot, 16), int(value, 16))
        return {"ok": True}

    @staticmethod
    def balance(network, chain, account, wei):
        """Sets an account's native balance, as of the next block."""
        network.chain(chain).endow(bytes.fromhex(account[2:]), int(wei))
        return {"ok": True}

    @staticmethod
    def mempool(network, chain, clear=False):
        pool = network.chain(chain).pool
        waiting = [hexed(transaction.hash) for transaction in pool.all()]
        if clear:
            pool.clear()
        return {"waiting": waiting}

    @staticmethod
    def seals(network, count):
        """How many of the validators seal chain 138's blocks from now on."""
        network.chains[HOME].rules.validators.sealing = int(count)
        return {"ok": True}

    @staticmethod
    def strategy(network, **wishes):
        """A strategy's file for these two chains."""
        return {"strategy": strategy.text(network.table(), **wishes)}

    @staticmethod
    def status(network):
        return network.status()

    @staticmethod
    def faults(network):
        return {"names": list(NAMES)}
