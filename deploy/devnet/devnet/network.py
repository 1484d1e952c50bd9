"""Both chains, their endpoints and their people, and the commands that a test gives."""

import asyncio
import json
import pathlib
import ssl
import time
from dataclasses import dataclass

from . import websocket
from .artefacts import Artefacts
from .block import Validators
from .chain import GWEI, Chain, Rules
from .deployment import AWAY, HOME, KEYS, VALIDATOR_KEYS, genesis
from .faults import learn_slots
from .node import Node
from .orders import Orders
from .people import Keeper, Relayer, Trader
from .server import Endpoint, Listener, respond
from .wire import data as hexed


@dataclass
class Settings:
    seed: int = 1
    # Seconds between blocks; 0 mines on command alone.
    home_interval: float = 2.0
    away_interval: float = 2.0
    endpoints: int = 3
    # 0 lets the system choose every port.
    first_port: int = 0
    latency: int = 3
    confirmations: int = 1
    history: int = 8
    past_blocks: int = 12
    extra_pools: int = 0
    is_ibft2: bool = False
    keeper_every: int = 10
    # The time of the first block; 0 is so that the newest block is now.
    genesis_time: int = 0


class Network:
    def __init__(self, settings: Settings, artefacts: Artefacts, certificate: pathlib.Path | None = None):
        """With a certificate (its key in the same file) each chain has one endpoint more, behind TLS."""
        self.certificate = certificate
        tls = None
        if certificate:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(certificate)
        self.settings = settings
        self.artefacts = artefacts
        learn_slots(artefacts)
        now = int(time.time())
        step = max(1, round(max(settings.home_interval, settings.away_interval)))
        started = settings.genesis_time or now - step * settings.past_blocks
        self.intervals = {HOME: settings.home_interval, AWAY: settings.away_interval}
        self.chains = {
            HOME: self._chain(HOME, True, Validators(VALIDATOR_KEYS, settings.is_ibft2), 2**53 - 1, 0, started),
            AWAY: self._chain(AWAY, False, None, 30_000_000, GWEI, started),
        }
        self.trader = Trader(settings.seed)
        self.keeper = Keeper(settings.keeper_every)
        self.relayer = Relayer(self.chains, settings.latency, settings.confirmations)
        for chain in self.chains.values():
            for index in range(settings.past_blocks):
                chain.mine(started + step * (index + 1))
            chain.watchers += [self.trader.saw, self.keeper.saw, self.relayer.saw]
        self._clock = {chain_id: asyncio.Event() for chain_id in self.chains}
        self.endpoints: dict[str, Endpoint] = {}
        port = settings.first_port
        for chain_id, chain in self.chains.items():
            for index in range(settings.endpoints):
                name = f"{chain_id}/{index + 1}"
                self.endpoints[name] = Endpoint(Node(chain, name), port + 1 + index if port else 0)
            if tls:
                name = f"{chain_id}/tls"
                self.endpoints[name] = Endpoint(Node(chain, name), 0, tls)
            port += 100 if port else 0
        for chain in self.chains.values():
            chain.watchers.append(self._tell)
            chain.mourners.append(self._mourn)
        self.control = Listener(settings.first_port, self._command)

    def _chain(self, chain_id, is_besu, validators, gas_limit, base_fee, started) -> Chain:
        rules = Rules(
            chain_id, is_besu, validators, gas_limit, base_fee, history=self.settings.history
        )
        build = genesis(self.artefacts, chain_id, started, self.settings.extra_pools)
        return Chain(rules, build, started)

    def _tell(self, chain: Chain, block) -> None:
        for node in self._nodes(chain):
            websocket.saw(node, block)

    def _mourn(self, chain: Chain, block) -> None:
        for node in self._nodes(chain):
            websocket.lost(node, block)

    def _nodes(self, chain: Chain) -> list[Node]:
        return [entry.node for entry in self.endpoints.values() if entry.node.chain is chain]

    # Life.

    async def open(self) -> None:
        await self.control.open()
        for endpoint in self.endpoints.values():
            await endpoint.listener.open()

    async def run(self) -> None:
        await asyncio.gather(*(self._mine(chain_id) for chain_id in self.chains))

    async def shut(self) -> None:
        await self.control.shut()
        for endpoint in self.endpoints.values():
            await endpoint.listener.shut()

    async def _mine(self, chain_id: int) -> None:
        """Blocks in their rhythm; a new interval holds from the next wait on."""
        loop = asyncio.get_running_loop()
        clock = self._clock[chain_id]
        next_time = loop.time()
        while True:
            interval = self.intervals[chain_id]
            next_time = max(next_time + interval, loop.time())
            clock.clear()
            try:
                await asyncio.wait_for(clock.wait(), (next_time - loop.time()) if interval else None)
                next_time = loop.time()
            except asyncio.TimeoutError:
                if self.intervals[chain_id]:
                    self.mine(chain_id)

    def mine(self, chain_id: int, timestamp: int | None = None):
        chain = self.chains[chain_id]
        if timestamp is None and self.settings.genesis_time:
            # A chain with a clock of its own: the same run at any time.
            timestamp = chain.head.timestamp + max(1, round(self.intervals[chain_id] or 2))
        return chain.mine(timestamp)

    # What a test reads.

    def table(self) -> dict:
        return {
            "control": f"http://127.0.0.1:{self.control.port}",
            "certificate": str(self.certificate) if self.certificate else None,
            "keys": {
                name: {"address": hexed(key.address), "secret": f"0x{key.secret:064x}"}
                for name, key in KEYS.items()
            },
            "chains": {str(chain_id): self._chain_table(chain) for chain_id, chain in self.chains.items()},
        }

    def _chain_table(self, chain: Chain) -> dict:
        made = chain.deployment
        validators = chain.rules.validators
        chain_id = chain.rules.chain_id
        return {
            "chainId": chain_id,
            "client": "besu" if chain.rules.is_besu else "geth",
            "genesis": hexed(chain.blocks[0].hash),
            "interval": self.intervals[chain_id],
            "validators": [hexed(address) for address in validators.addresses] if validators else [],
            "endpoints": {
                name: endpoint.url
                for name, endpoint in self.endpoints.items()
                if endpoint.node.chain is chain
            },
            "websockets": {
                name: endpoint.url.replace("http", "ws", 1)
                for name, endpoint in self.endpoints.items()
                if endpoint.node.chain is chain
            },
            "tokens": {
                name: {"address": hexed(at), "decimals": made.decimals[name]}
                for name, at in made.tokens.items()
            },
            "pools": {
                pool.name: {
                    "kind": pool.kind,
                    "address": hexed(pool.address),
                    "base": hexed(pool.base),
                    "quote": hexed(pool.quote),
                }
                for pool in made.pools.values()
            },
            "feeds": {name: hexed(at) for name, at in made.feeds.items()},
            "multicall": hexed(made.multicall),
            "bridge": hexed(made.bridge),
            "ferry": hexed(made.ferry),
            "executor": hexed(made.executor),
        }

    # What a test commands.

    async def _command(self, writer, method, path, headers, body, stays) -> bool:
        try:
            if method == "GET":
                answer = self.table() if path == "/" else self.status()
            else:
                commands = json.loads(body)
                many = isinstance(commands, list)
                answer = [await self.obey(command) for command in (commands if many else [commands])]
                answer = answer if many else answer[0]
            status = 200
        except Exception as error:  # A command's mistake is its sender's to read.
            status, answer = 400, {"error": f"{type(error).__name__}: {error}"}
        await respond(writer, status, json.dumps(answer).encode(), {}, stays)
        return True

    def status(self) -> dict:
        return {
            "chains": {
                str(chain_id): {
                    "head": chain.head.number,
                    "hash": hexed(chain.head.hash),
                    "timestamp": chain.head.timestamp,
                    "waiting": len(chain.pool),
                    "interval": self.intervals[chain_id],
                }
                for chain_id, chain in self.chains.items()
            },
            "endpoints": {
                name: {"faults": endpoint.node.faults.active} | self.counts(endpoint)
                for name, endpoint in self.endpoints.items()
            },
            "transfers": [transfer.record for transfer in self.relayer.transfers.values()],
        }

    @staticmethod
    def counts(endpoint: Endpoint) -> dict:
        counts = endpoint.node.counts
        return {
            "requests": counts.requests,
            "batches": counts.batches,
            "calls": counts.calls,
            "received": counts.received,
            "sent": counts.sent,
            "methods": counts.methods,
            "heights": counts.heights,
        }

    async def obey(self, command: dict) -> dict:
        arguments = dict(command)
        name = arguments.pop("do")
        order = getattr(Orders, name.replace(" ", "_"), None)
        if name.startswith("_") or order is None:
            raise ValueError(f"no command is called {name}")
        answer = order(self, **arguments)
        return await answer if asyncio.iscoroutine(answer) else answer

    def chain(self, chain_id) -> Chain:
        return self.chains[int(chain_id)]

    def pool(self, chain_id, name: str):
        return self.chain(chain_id).deployment.pools[name]

    def rhythm(self, chain_id: int, interval: float) -> None:
        self.intervals[chain_id] = interval
        self._clock[chain_id].set()
