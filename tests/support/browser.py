"""Finds the browsers for the journeys, or gets them: a Chromium, be it Playwright's own, the machine's or one that is
installed now, and Firefox ESR."""

import os
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

from playwright.sync_api import sync_playwright

# The shell without windows opens a page in half of a whole browser's time
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FIREFOX = "firefox-esr"
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # The shell does not know how fast the network is and would fetch pictures from afar: as Chrome does on 4G. A second
    # list of settings replaces Playwright's own, which says that there is a mouse.
    "--blink-settings=lazyLoadingImageMarginPxUnknown=1250,primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,"
    "availablePointerTypes=4",
]


@lru_cache
def chromium() -> str | None:
    """The path of a Chromium to launch; None means Playwright's own, which it finds by itself."""
    forced = os.environ.get("E2E_BROWSER_PATH")
    if forced:
        return forced
    if _own_is_there():
        return None
    found = _on_the_machine(*CHROMIUMS)
    if found or _install_own():
        return found
    if _install_debian("chromium-headless-shell", "chromium") and (found := _on_the_machine(*CHROMIUMS)):
        return found
    raise RuntimeError(
        "No Chromium for the tests. Run `.venv/bin/playwright install chromium`, "
        "or as root `apt-get update && apt-get install chromium`."
    )


@lru_cache
def firefox() -> str:
    """The path of a Firefox to launch as Playwright's channel `moz-firefox`: by what the browser itself understands
    (WebDriver BiDi). Playwright's own is made for Playwright, and no shopper has it."""
    found = os.environ.get("E2E_FIREFOX_PATH") or _on_the_machine(FIREFOX)
    if found or (_install_debian(FIREFOX) and (found := _on_the_machine(FIREFOX))):
        return found
    raise RuntimeError(
        "No Firefox for the tests. Run as root `apt-get update && apt-get install firefox-esr`, "
        "or `export E2E_FIREFOX_PATH=…` with the path of one."
    )


def arguments() -> list[str]:
    """Chromium refuses to run its sandbox as root; for everybody else the sandbox stays."""
    return [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET


def _own_is_there() -> bool:
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    shells = own.parents[2].glob("chromium_headless_shell-*/*/*shell*") if len(own.parents) > 2 else iter(())
    return own.exists() or any(True for _ in shells)


def _on_the_machine(*names: str) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


def _install_own() -> bool:
    done = _try(sys.executable, "-m", "playwright", "install", "chromium", seconds=300)
    return done and _own_is_there()


def _install_debian(*packages: str) -> bool:
    """The first of them that can be had."""
    if os.geteuid() != 0 or not shutil.which("apt-get") or not _try("apt-get", "update", seconds=300):
        return False
    install = ("apt-get", "install", "--yes", "--no-install-recommends")
    return any(_try(*install, package, seconds=900) for package in packages)


def _try(*command: str, seconds: int) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
