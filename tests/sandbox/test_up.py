"""`make run` from the first line to the last: what it prints, what it leaves, what it ends."""

import json
import os
import signal
import stat
from pathlib import Path
from urllib.request import urlopen

from redis import Redis

from sandbox import runfile
from tests.sandbox.starting import ELSEWHERE, eventually, open_home, shop

NOTHING_GIVEN = dict.fromkeys(ELSEWHERE, "")


def test_a_start_prints_where_everything_is_and_ctrl_c_ends_every_process() -> None:
    with open_home() as home, shop(home, **NOTHING_GIVEN) as running:
        said = running.ready().said
        marks = running.marks()
        code, last_words = running.stop()
    assert f"Shop         http://127.0.0.1:{running.port}/\n" in said
    assert f"http://127.0.0.1:{running.port}/admin  (owner@example.com, password open-sesame)\n" in said
    assert f"Sandbox      http://127.0.0.1:{running.port + 1}/inbox\n" in said
    assert said.splitlines()[:5] == [
        "Starting PostgreSQL, Valkey, MongoDB …",
        "Preparing the databases …",
        "Starting web, outside …",
        "Filling the demo shop …",
        "Starting worker, clock …",
    ]
    assert set(marks) == {"postgres", "valkey", "mongo", "outside", "web", "worker", "clock"}
    assert not any(mark.alive for mark in marks.values())
    assert code == 0
    assert last_words.endswith("Stopping …\nEverything has stopped.\n")
    assert runfile.read(home) is None


def test_run_json_tells_its_owner_alone_what_a_command_beside_it_needs(tmp_path: Path) -> None:
    with shop(tmp_path) as running:
        running.ready()
        content = json.loads((tmp_path / "run.json").read_text())
        mode = stat.S_IMODE((tmp_path / "run.json").stat().st_mode)
        environment = content["environment"]
        with Redis.from_url(environment["BROKER_URL"]) as broker:
            assert broker.ping() is True
    assert mode == 0o600
    assert content["version"] == 1
    assert content["supervisor"]["pid"] == running.process.pid
    assert environment["BASE_URL"] == f"http://127.0.0.1:{running.port}"
    assert environment["STRIPE_API_BASE"] == f"http://127.0.0.1:{running.port + 1}/stripe"
    assert environment["STRIPE_SECRET_KEY"].startswith("sk_test_")
    assert environment["STRIPE_WEBHOOK_SECRET"].startswith("whsec_")
    assert environment["SMTP_URL"].startswith("smtp://127.0.0.1:")
    assert environment["BROKER_URL"] == environment["REDIS_URL"].replace("db=0", "db=1")
    assert environment["USERS_DATABASE_URL"] == "postgresql://elsewhere/x"
    assert environment["BARROW_HOME"] == str(tmp_path)


def test_secrets_outlive_a_restart(tmp_path: Path) -> None:
    kept = []
    for _ in range(2):
        with shop(tmp_path) as running:
            running.ready()
            content = runfile.read(tmp_path)
            assert content is not None
            names = ("SECRET_KEY", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET")
            kept.append([content["environment"][name] for name in names])
            assert running.stop(signal.SIGTERM)[0] == 0
    assert kept[0] == kept[1]
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_what_the_user_gives_is_neither_started_nor_changed(tmp_path: Path) -> None:
    given = {
        "REDIS_URL": "redis://elsewhere/0",
        "BROKER_URL": "redis://elsewhere/1",
        "SMTP_URL": "smtp://elsewhere",
        "SECRET_KEY": "a-secret-of-my-own",
        "STRIPE_SECRET_KEY": "sk_test_of_my_own",
    }
    with shop(tmp_path, **given) as running:
        said = running.ready().said
        content = runfile.read(tmp_path)
        assert content is not None
        assert set(content["processes"]) == {"outside", "web", "worker", "clock"}
        assert content["environment"].items() >= given.items()
        assert "STRIPE_API_BASE" not in content["environment"]  # a key of one's own means Stripe itself
    assert said.startswith("Preparing the databases …\n")
    assert "Filling the demo shop" not in said


def test_a_process_that_ends_is_reported_and_started_again(tmp_path: Path) -> None:
    with shop(tmp_path) as running:
        running.ready()
        before = running.marks()["web"]
        os.kill(before.pid, signal.SIGKILL)
        running.hears(f"The web process ended (code -9, log {tmp_path}/log/web.log); starting it again in 1 s.")
        assert eventually(lambda: running.marks()["web"] != before and answers(running.port))


def test_a_store_that_ends_ends_everything_with_one_sentence(tmp_path: Path) -> None:
    with shop(tmp_path) as running:
        marks = running.ready().marks()
        os.kill(marks["valkey"].pid, signal.SIGKILL)
        code, said = running.ended()
    assert code == 1
    assert "Everything stops, because the valkey server failed" in said.splitlines()[-1]
    assert not any(mark.alive for mark in marks.values())


def test_a_preparation_that_fails_is_told_in_its_own_last_words() -> None:
    with open_home() as home, shop(home, **NOTHING_GIVEN) as running:
        eventually(home.exists)
        (home / "demo-login.json").mkdir()  # so that the seed cannot write it
        code, said = running.ended()
    assert code == 1
    last = said.splitlines()[-1]
    assert last.startswith("Filling the demo shop failed: IsADirectoryError:")
    assert last.endswith(f"(all of it in {home}/log/seed.log).")


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False
