"""The embedded stores: they answer, keep what they were given, and mind their own business."""

import os
import subprocess
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from pymongo import MongoClient
from redis import Redis

from sandbox.marks import Mark
from sandbox.refusals import CannotStart
from sandbox.stores import stores
from tests.sandbox.starting import open_home


def connected(url: str) -> Any:
    return asyncpg.connect(url.replace("+asyncpg", ""))


async def test_four_databases_two_queues_and_two_document_stores_answer() -> None:
    with open_home() as home, stores(home, durable=False) as environment:
        for name in ("users", "orders", "payments", "inventory"):
            connection = await connected(environment[f"{name.upper()}_DATABASE_URL"])
            assert await connection.fetchval("SELECT current_database()") == name
            assert await connection.fetchval("SHOW listen_addresses") == ""
            await connection.close()
        for variable, number in (("REDIS_URL", 0), ("BROKER_URL", 1)):
            with Redis.from_url(environment[variable], decode_responses=True) as redis:
                assert redis.client_info()["db"] == number
                assert redis.config_get("port") == {"port": "0"}
        for name in ("catalog", "notifications"):
            client: MongoClient[dict[str, Any]]
            with MongoClient(environment[f"{name.upper()}_MONGODB_URL"]) as client:
                assert client.get_default_database().name == name
                assert client.admin.command("ping")["ok"] == 1
                assert client.address is not None
                assert client.address[0] == "127.0.0.1"


async def test_what_was_kept_is_there_after_a_restart() -> None:
    with open_home() as home:
        with stores(home) as environment:
            connection = await connected(environment["ORDERS_DATABASE_URL"])
            await connection.execute("CREATE TABLE kept (word text)")
            await connection.execute("INSERT INTO kept VALUES ('postgres')")
            assert await connection.fetchval("SHOW fsync") == "on"
            await connection.close()
            with Redis.from_url(environment["REDIS_URL"]) as redis:
                redis.set("kept", "valkey")
                assert redis.config_get("append*") == {**redis.config_get("append*"), "appendonly": "yes"}
            with MongoClient(environment["CATALOG_MONGODB_URL"]) as client:
                client.get_default_database().kept.insert_one({"word": "mongo"})
        with stores(home) as environment:
            connection = await connected(environment["ORDERS_DATABASE_URL"])
            assert await connection.fetchval("SELECT word FROM kept") == "postgres"
            await connection.close()
            with Redis.from_url(environment["REDIS_URL"], decode_responses=True) as redis:
                assert redis.get("kept") == "valkey"
            with MongoClient(environment["CATALOG_MONGODB_URL"]) as client:
                assert [found["word"] for found in client.get_default_database().kept.find()] == ["mongo"]


def test_a_half_made_database_and_a_strangers_pid_do_not_keep_postgresql_from_starting() -> None:
    with open_home() as home:
        unfinished = home / "postgres.new"
        unfinished.mkdir(parents=True)
        home.chmod(0o711)
        (unfinished / "PG_VERSION").write_text("18\n")
        with stores(home, durable=False) as first:
            assert set(first) >= {"ORDERS_DATABASE_URL"}
        owner = (home / "postgres").stat()
        account = {"user": owner.st_uid, "group": owner.st_gid} if os.geteuid() == 0 else {}
        with subprocess.Popen(["sleep", "60"], cwd="/", **account) as stranger:  # type: ignore[call-overload]
            (home / "postgres" / "postmaster.pid").write_text(f"{stranger.pid}\n{home}/postgres\n")
            with stores(home, durable=False) as second:
                assert second == {**first, **{name: url for name, url in second.items() if "MONGODB" in name}}
            assert stranger.poll() is None
            stranger.kill()


def test_two_runs_cannot_have_one_home() -> None:
    refused = pytest.raises(CannotStart, match="already runs on")
    with open_home() as home, stores(home, durable=False), refused, stores(home, durable=False):
        pass


def test_a_server_that_cannot_start_says_why_in_one_line() -> None:
    with open_home() as home:
        (home / "valkey" / "appendonlydir").mkdir(parents=True)
        (home / "valkey" / "appendonlydir" / "appendonly.aof.manifest").write_text("nonsense\n")
        with pytest.raises(CannotStart) as refused, stores(home):
            pass
    assert str(refused.value).startswith("Valkey failed: ")
    assert "\n" not in str(refused.value)


def test_a_mark_knows_its_process_from_another_of_the_same_pid() -> None:
    with subprocess.Popen(["sleep", "60"]) as process:
        mark = Mark.of(process.pid)
        assert mark.alive
        assert not Mark(process.pid, "another boot:1").alive
        process.kill()
        process.wait()
        assert not mark.alive


def test_sockets_are_short_and_closed_to_others() -> None:
    with open_home() as home:
        deep = home / ("deep" * 30)
        with stores(deep, durable=False) as environment:
            folder = Path(environment["REDIS_URL"].removeprefix("unix://").partition("?")[0]).parent
            assert len(str(folder / "pg" / ".s.PGSQL.5432")) < 100
            assert (folder / "pg").stat().st_mode & 0o077 == 0
            assert (folder / "valkey.sock").stat().st_mode & 0o077 == 0
        assert not folder.exists()
