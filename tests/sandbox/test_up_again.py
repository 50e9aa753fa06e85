"""Starting where something else runs, has run, or was killed."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from sandbox import runfile
from sandbox.accounts import place
from sandbox.marks import Mark
from sandbox.refusals import CannotStart
from sandbox.run import running
from sandbox.services import BARROW
from sandbox.shape import shape
from sandbox.up import _live
from tests.sandbox.starting import ELSEWHERE, eventually, open_home, shop
from tests.support.ports import free_port


def test_a_second_start_on_the_same_home_is_refused_while_the_first_goes_on(tmp_path: Path) -> None:
    with shop(tmp_path) as first:
        first.ready()
        with shop(tmp_path) as second:
            code, said = second.ended()
        assert code == 1
        assert said == (
            f"Barrow already runs on {tmp_path}: stop that one first, or choose another folder with BARROW_HOME.\n"
        )
        assert all(mark.alive for mark in first.marks().values())


def test_databases_are_prepared_again_only_when_what_makes_them_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    prepared, shapes = [], []
    with open_home() as home:
        home.mkdir(mode=0o711)
        for version in ("1", "1", "2", "2"):
            (home / "version").write_text(version)
            with shop(home, **dict.fromkeys(ELSEWHERE, "")) as started:
                prepared.append("Preparing the databases" in started.ready().said)
            shapes.append(shape(home))
        assert prepared == [True, False, True, False]
        assert len(set(shapes)) == 1
        monkeypatch.setenv("SHOP_CURRENCY", "USD")
        assert shape(home) not in shapes
        monkeypatch.undo()
        assert shape(home) in shapes
        (place(home).data / "PG_VERSION").touch()
        assert shape(home) not in shapes


def test_databases_given_by_address_are_always_prepared(tmp_path: Path) -> None:
    for _ in range(2):
        with shop(tmp_path) as started:
            assert "Preparing the databases" in started.ready().said


@pytest.mark.parametrize("beside", [0, 1])
def test_a_taken_port_is_named_and_nothing_is_started(tmp_path: Path, beside: int) -> None:
    port = free_port(together=2)
    with socket.create_server(("127.0.0.1", port + beside)), shop(tmp_path, port) as refused:
        code, said = refused.ended()
    assert code == 1
    assert said == f"Port {port + beside} is in use: choose another with PORT (Barrow takes that port and the next).\n"
    assert not (tmp_path / "valkey").exists()


def test_everything_ends_within_seconds_of_a_kill_and_the_next_start_works(tmp_path: Path) -> None:
    with shop(tmp_path) as killed:
        marks = killed.ready().marks()
        killed.process.kill()
        killed.ended()
        assert eventually(lambda: not any(mark.alive for mark in marks.values()), seconds=10)
    assert runfile.read(tmp_path) is not None
    with shop(tmp_path, killed.port) as again:
        again.ready()


def test_a_start_right_after_a_kill_waits_for_what_is_left(tmp_path: Path) -> None:
    with shop(tmp_path) as killed:
        marks = killed.ready().marks()
        killed.process.kill()
        with shop(tmp_path, killed.port) as again:
            again.ready()
            assert not any(mark.alive for mark in marks.values())


def test_when_nobody_is_left_to_end_them_the_next_start_ends_what_run_json_names(tmp_path: Path) -> None:
    with shop(tmp_path) as killed:
        marks = killed.ready().marks()
        content = runfile.read(tmp_path)
        assert content is not None
        os.kill(Mark.read(content["leash"]).pid, signal.SIGKILL)
        killed.process.kill()  # at once, before it can put another leash on
        killed.ended()
        assert all(mark.alive for mark in marks.values())
        with shop(tmp_path, killed.port) as again:
            again.ready()
            assert not any(mark.alive for mark in marks.values())


def test_a_leash_that_was_killed_is_replaced(tmp_path: Path) -> None:
    with shop(tmp_path) as running:
        marks = running.ready().marks()
        before = leash_of(tmp_path)
        os.kill(before.pid, signal.SIGKILL)
        assert eventually(lambda: leash_of(tmp_path) != before)
        running.process.kill()
        assert eventually(lambda: not any(mark.alive for mark in marks.values()), seconds=10)


def test_a_stranger_with_a_pid_that_once_was_ours_is_left_alone(tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "60"]) as stranger:
        theirs = {"pid": stranger.pid, "started": "another boot:1"}
        content = {"leash": theirs, "processes": {"web": theirs}, "environment": {}, "folder": str(tmp_path)}
        runfile.write(tmp_path, content)
        with shop(tmp_path) as running:
            running.ready()
            assert stranger.poll() is None
        stranger.kill()


def test_a_second_ctrl_c_does_not_wait_for_the_slow(tmp_path: Path) -> None:
    with shop(tmp_path) as running:
        worker = running.ready().marks()["worker"]
        os.kill(worker.pid, signal.SIGSTOP)  # cannot hear that it is asked to end
        began = time.monotonic()
        running.process.send_signal(signal.SIGINT)
        running.hears("Stopping …")
        code, _ = running.stop()
        assert code == 0
        assert time.monotonic() - began < 8  # the worker alone would have had ten
        assert not worker.alive


def test_a_home_that_is_a_file_or_somebody_elses_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with shop(file) as refused:
        assert refused.ended() == (1, f"{file} is not a folder: choose another with BARROW_HOME.\n")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    closed = closed if os.geteuid() else Path("/sys")  # closed to root as well
    with shop(closed / "home") as refused:
        assert refused.ended() == (
            1,
            f"{closed}/home is closed to this user: "
            "start Barrow as its owner, or choose another folder with BARROW_HOME.\n",
        )


def test_a_home_that_cannot_be_made_is_named() -> None:
    with shop(Path("/proc/barrow")) as refused:
        assert refused.ended() == (1, "/proc/barrow cannot be made: choose another folder with BARROW_HOME.\n")


def test_a_host_that_is_not_this_machine_is_named(tmp_path: Path) -> None:
    with shop(tmp_path, HOST="nope.invalid") as refused:
        assert refused.ended() == (1, "HOST=nope.invalid is no address of this machine.\n")
    assert not (tmp_path / "valkey").exists()


def test_settings_that_cannot_be_are_refused_before_anything_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_CURRENCY", "XQX")
    with pytest.raises(CannotStart, match=r"^SHOP_CURRENCY: It must be the code of a currency"):
        BARROW.refuse({})
    with open_home() as home, pytest.raises(CannotStart), running(home) as run:
        _live(run, free_port(together=2), BARROW)
    assert not (home / "postgres").exists()


def test_a_production_environment_is_refused(tmp_path: Path) -> None:
    with shop(tmp_path, BARROW_ENV="production") as refused:
        code, said = refused.ended()
    assert code == 1
    assert said == "This is the sandbox, and BARROW_ENV says production: start what the Procfile names instead.\n"


def test_a_disk_without_room_is_named(tmp_path: Path) -> None:
    with disk(tmp_path, megabytes=20), shop(tmp_path) as refused:
        code, said = refused.ended()
    assert code == 1
    assert said == f"The disk that holds {tmp_path} is full: free some space and start again.\n"


def test_a_disk_that_fills_up_is_named(tmp_path: Path) -> None:
    with disk(tmp_path, megabytes=210), shop(tmp_path) as running:
        marks = running.ready().marks()
        with (tmp_path / "filler").open("wb", buffering=0) as filler, suppress(OSError):
            while filler.write(bytes(1_000_000)):
                pass
        os.kill(marks["web"].pid, signal.SIGKILL)  # starting it again is written down in run.json
        code, said = running.ended()
    assert code == 1
    assert said.splitlines()[-1] == f"The disk that holds {tmp_path} is full: free some space and start again."
    assert not any(mark.alive for mark in marks.values())


@contextmanager
def disk(where: Path, megabytes: int) -> Iterator[None]:
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "small", str(where)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("mounting a small disk takes a root that may")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(where)], check=True)


def leash_of(home: Path) -> Mark:
    content = runfile.read(home)
    assert content is not None
    return Mark.read(content["leash"])
