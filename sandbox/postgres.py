"""Embedded PostgreSQL 18: four databases behind one Unix socket."""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from sandbox.accounts import Place, place
from sandbox.marks import Mark, command_of, end
from sandbox.refusals import CannotStart
from sandbox.run import STORES, Run, Server

DATABASES = ("users", "orders", "payments", "inventory")
ROLE = "barrow"
PORT = "5432"  # names the socket's file; nothing listens on a port
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def variable(database: str) -> str:
    return f"{database.upper()}_DATABASE_URL"


def start(run: Run, *, durable: bool = True) -> Server:
    where = place(run.home)
    if not (where.data / "PG_VERSION").exists():
        _initialise(run, where, durable)
    _clear_stale_pid(where.data)
    sockets = _socket_folder(run, where)
    server = run.spawn(
        "postgres",
        [where.programs / "postgres", "-D", where.data, *_options(sockets, durable)],
        stage=STORES,
        stop_signal=signal.SIGINT,  # "fast": does not wait for those still connected
        environment=_environment(),
        account=where.account,
        folder=Path("/"),
    )
    ready: list[str | Path] = [
        where.programs / "pg_isready",
        "-q",
        "-h",
        sockets,
        "-p",
        PORT,
        "-d",
        "postgres",
        "-U",
        ROLE,
    ]
    run.wait(server, lambda: _succeeds(ready), "PostgreSQL", 60)
    _create_missing(where.programs / "psql", sockets)
    return Server(server, {variable(name): _url(name, sockets) for name in DATABASES}, where.remark)


def _initialise(run: Run, where: Place, durable: bool) -> None:
    """Beside its final name, so that a folder half made by a start that was killed is never taken for data."""
    unfinished = where.data.with_name("postgres.new")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    unfinished.mkdir(mode=0o700)
    if where.account:
        os.chown(unfinished, *where.account)
    command = [
        where.programs / "initdb",
        *("-D", unfinished, "-U", ROLE, "--auth=trust", "--encoding=UTF8"),  # the sockets' folder is the lock
        *("--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions"),
        *(() if durable else ("--no-sync",)),
    ]
    making = run.spawn(
        "initdb", command, stage=STORES, environment=_environment(), account=where.account, folder=Path("/")
    )
    run.finish(making, "PostgreSQL", 120)
    unfinished.replace(where.data)


def _options(sockets: Path, durable: bool) -> list[str]:
    settings = [
        "listen_addresses=",
        f"unix_socket_directories={sockets}",
        f"port={PORT}",
        "max_connections=200",  # four databases, a small pool in each process
        "timezone=UTC",
        "log_timezone=UTC",
        "jit=off",
        *(() if durable else HASTY),
    ]
    return [part for setting in settings for part in ("-c", setting)]


def _socket_folder(run: Run, where: Place) -> Path:
    folder = run.folder / "pg"
    folder.mkdir(mode=0o700, exist_ok=True)
    if where.account:
        os.chown(folder, *where.account)
    return folder


def _url(database: str, sockets: Path) -> str:
    return f"postgresql+asyncpg:///{database}?{urlencode({'host': sockets, 'port': PORT, 'user': ROLE}, safe='/')}"


def _create_missing(psql: Path, sockets: Path) -> None:
    command: list[str | Path] = [psql, "-X", "-q", "-tA", "-v", "ON_ERROR_STOP=1"]
    command += ["-h", sockets, "-p", PORT, "-U", ROLE, "-d", "postgres"]
    there = _output([*command, "-c", "SELECT datname FROM pg_database"]).split()
    for name in DATABASES:
        if name not in there:
            _output([*command, "-c", f'CREATE DATABASE "{name}"'])


def _clear_stale_pid(data: Path) -> None:
    """After a kill, PostgreSQL takes any process of its own account that now bears the old pid for itself."""
    file = data / "postmaster.pid"
    try:
        pid = int(file.read_text().splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return
    if f"-D {data} " in command_of(pid):  # ours alone: nobody else has this home, and run.json did not know of it
        end([Mark.of(pid, stop_signal=signal.SIGINT)], lambda: 10.0)
    else:
        file.unlink(missing_ok=True)


def _environment() -> dict[str, str]:
    """Without the user's own PG… settings, which servers and tools would obey."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}


def _succeeds(command: Sequence[str | Path]) -> bool:
    return subprocess.run(command, env=_environment(), check=False, capture_output=True, timeout=10).returncode == 0


def _output(command: Sequence[str | Path]) -> str:
    done = subprocess.run(command, env=_environment(), check=False, capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise CannotStart(f"PostgreSQL runs but could not make its databases: {done.stderr.strip()}")
    return done.stdout
