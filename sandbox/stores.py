"""The three servers that hold a shop's data, started together."""

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sandbox import mongo, postgres, valkey
from sandbox.run import Process, Run, Server, running

Say = Callable[[str], None]


class Starter(Protocol):
    def __call__(self, run: Run, *, durable: bool) -> Server: ...


VARIABLES = {
    "PostgreSQL": frozenset(postgres.variable(name) for name in postgres.DATABASES),
    "Valkey": frozenset(valkey.VARIABLES),
    "MongoDB": frozenset(mongo.variable(name) for name in mongo.DATABASES),
}


@contextmanager
def stores(home: Path, *, durable: bool = True) -> Iterator[dict[str, str]]:
    """Real servers for tests, whatever the environment names: their addresses by variable.

    `durable=False` trades what survives a power cut for speed.
    """
    with running(home) as run:
        start(run, durable=durable)
        yield dict(run.environment)


def start(
    run: Run, *, given: Collection[str] = (), durable: bool = True, say: Say = lambda line: None
) -> list[Process]:
    """Starts each server some of whose addresses are not given, and shares the addresses that are not."""
    starters: dict[str, Starter] = {"PostgreSQL": postgres.start, "Valkey": valkey.start, "MongoDB": mongo.start}
    wanted = [name for name, variables in VARIABLES.items() if not variables <= set(given)]
    if wanted:
        say(f"Starting {', '.join(wanted)} …")
    servers = []
    with ThreadPoolExecutor() as pool:
        for starting in [pool.submit(starters[name], run, durable=durable) for name in wanted]:
            server = starting.result()
            servers.append(server.process)
            run.share({name: url for name, url in server.urls.items() if name not in given})
            if server.remark:
                say(server.remark)
    return servers
