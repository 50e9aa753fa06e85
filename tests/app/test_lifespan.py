"""The shop opens even while a store is away, and says what is missing."""

import os
import sys
from pathlib import Path

import httpx

from tests.support import processes
from tests.support.ports import free_port


def test_without_the_catalogue_the_shop_opens_and_says_what_is_missing(migrated: None, tmp_path: Path) -> None:
    port = free_port()
    away = f"mongodb://127.0.0.1:{free_port()}/catalog?serverSelectionTimeoutMS=300&connectTimeoutMS=300"
    home = {"BARROW_HOME": str(tmp_path)}  # without an index, which knows the shelves by itself
    environment = {**os.environ, "PORT": str(port), "CATALOG_MONGODB_URL": away, **home}
    command = [sys.executable, "-m", "app.cli", "web"]
    at = f"http://127.0.0.1:{port}"
    with processes.running(command, until=f"{at}/healthz", environment=environment):
        ready = httpx.get(f"{at}/readyz", timeout=10)
        shelf = httpx.get(f"{at}/categories/kitchen", timeout=10)
        nowhere = httpx.get(f"{at}/no/such/page", timeout=10)
    assert ready.status_code == 503
    checks = ready.json()["checks"]
    assert {name for name, said in checks.items() if said != "ok"} <= {"catalog", "search"}
    assert checks["catalog"] != "ok"
    assert (shelf.status_code, "We are very busy" in shelf.text) == (503, True)
    assert (nowhere.status_code, "There is no such page" in nowhere.text) == (404, True)
