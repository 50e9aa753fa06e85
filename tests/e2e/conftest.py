"""The whole product, started as a newcomer starts it, and a real browser with and without JavaScript."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, Playwright, async_playwright

from tests.support import browser as browsers
from tests.support import processes
from tests.support.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
OURS = ("STRIPE_", "BARROW_", "SECRET_KEY", "PORT")


@dataclass(frozen=True)
class Running:
    """A started shop: its address, the sandbox's, and the folder it lives in."""

    address: str
    sandbox: str
    home: Path
    environment: dict[str, str]

    def barrow(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run the `barrow` command beside the shop."""
        command = [sys.executable, "-m", "app.cli", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=300)

    @property
    def login(self) -> dict[str, str]:
        found: dict[str, str] = json.loads((self.home / "demo-login.json").read_text())
        return found


def clean_environment() -> dict[str, str]:
    """What this shell has, without the addresses other tests have set."""
    return {
        name: value for name, value in os.environ.items() if not name.endswith("_URL") and not name.startswith(OURS)
    }


def start(home: Path, **settings: str) -> tuple[Running, list[str]]:
    port = free_port(together=2)  # the sandbox has the neighbour
    environment = clean_environment() | {"BARROW_HOME": str(home), "PORT": str(port), **settings}
    running = Running(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port + 1}", home, environment)
    return running, [sys.executable, "-m", "app.cli", "up"]


@pytest.fixture(scope="package")
def shop_up() -> Iterator[Running]:
    """The demonstration shop, running as long as there are journeys."""
    with tempfile.TemporaryDirectory(prefix="barrow-e2e-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # so that PostgreSQL, which as root gets an account of its own, may live in it
        running, command = start(Path(folder), RATE_SIGN_IN="60/minute")  # everybody comes from one address
        with processes.running(
            command, until=f"{running.address}/readyz", seconds=120, environment=running.environment
        ):
            opened(running)
            yield running


def opened(running: Running, seconds: float = 120) -> None:
    """Wait until the shelves are filled, somebody is hired and the worker and the clock run."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        started = json.loads((running.home / "run.json").read_text())["processes"]
        if "clock" in started and "seed" not in started:
            return
        time.sleep(0.2)
    raise TimeoutError(f"the demonstration shop was not filled in {seconds} s")


@pytest.fixture(scope="package")
async def playwright() -> AsyncIterator[Playwright]:
    async with async_playwright() as started:
        yield started


@pytest.fixture(scope="package")
async def browser(playwright: Playwright) -> AsyncIterator[Browser]:
    path = await asyncio.to_thread(browsers.chromium)
    launched = await playwright.chromium.launch(executable_path=path, args=browsers.arguments())
    yield launched
    await launched.close()


@pytest.fixture(params=[True, False], ids=["js", "nojs"])
async def context(request: pytest.FixtureRequest, browser: Browser, shop_up: Running) -> AsyncIterator[BrowserContext]:
    """A fresh visitor, once with JavaScript and once without."""
    made = await browser.new_context(
        java_script_enabled=request.param, base_url=shop_up.address, service_workers="block"
    )
    made.set_default_timeout(15_000)
    yield made
    await made.close()


@pytest.fixture
def scripted(request: pytest.FixtureRequest, context: BrowserContext) -> bool:
    """Whether this visitor's browser runs scripts."""
    return bool(request.node.callspec.params["context"])


@pytest.fixture
async def page(context: BrowserContext) -> Page:
    return await context.new_page()
