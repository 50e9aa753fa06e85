"""A MongoDB-wire server in a process of its own; its package is run, never imported (it is GPL-2)."""

import platform
import socket
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from sandbox.refusals import CannotStart
from sandbox.run import STORES, Process, Run, Server

if TYPE_CHECKING:
    from pymongo import MongoClient

DATABASES = ("catalog", "notifications")
ATTEMPTS = 3  # somebody else may take the free port between finding and using it


def variable(database: str) -> str:
    return f"{database.upper()}_MONGODB_URL"


def start(run: Run, *, durable: bool = True) -> Server:
    if find_spec("secantus") is None:
        raise CannotStart(
            f"There is no ready-made MongoDB server for {platform.system()} on {platform.machine()}: "
            "set CATALOG_MONGODB_URL and NOTIFICATIONS_MONGODB_URL."
        )
    for attempt in range(1, ATTEMPTS + 1):
        port = free_port()
        try:
            server = _serve(run, port)
        except CannotStart as refusal:
            if attempt == ATTEMPTS or "in use" not in str(refusal):
                raise
        else:
            break
    concern = "w=1&journal=true" if durable else "w=1"  # without the journal a kill −9 loses what was acknowledged
    address = f"mongodb://127.0.0.1:{port}"
    return Server(server, {variable(name): f"{address}/{name}?directConnection=true&{concern}" for name in DATABASES})


def _serve(run: Run, port: int) -> Process:
    data = run.home / "mongo"
    data.mkdir(mode=0o700, exist_ok=True)
    configuration = run.folder / "mongo.toml"  # names one so that no other lying about is obeyed
    configuration.write_text("")
    server = run.spawn(
        "mongo",
        [
            *(sys.executable, "-m", "secantus", "--config", configuration, "--log-level", "WARNING"),
            *("--host", "127.0.0.1", "--port", str(port)),
            *("--storage-path", data, "--cache-size", "256M"),
        ],
        stage=STORES,
    )
    from pymongo import MongoClient  # here, so that a refused start need not wait for it

    client: MongoClient[dict[str, Any]]
    with MongoClient(f"mongodb://127.0.0.1:{port}/?directConnection=true", serverSelectionTimeoutMS=200) as client:
        run.wait(server, lambda: _answers(client), "The MongoDB server", 60)
    return server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(client: "MongoClient[dict[str, Any]]") -> bool:
    from pymongo.errors import PyMongoError

    try:
        client.admin.command("ping")
    except PyMongoError:
        return False
    return True
