"""Finds a Chromium for the journeys, or gets one: Playwright's own, one of the machine, or a fresh install."""

import os
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

from playwright.sync_api import sync_playwright

# The shell without windows opens a page in half of a whole browser's time
ON_THE_MACHINE = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
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
    found = _on_the_machine()
    if found or _install_own():
        return found
    found = _install_debian()
    if found:
        return found
    raise RuntimeError(
        "No Chromium for the tests. Run `.venv/bin/playwright install chromium`, "
        "or as root `apt-get update && apt-get install chromium`."
    )


def arguments() -> list[str]:
    """Chromium refuses to run its sandbox as root; for everybody else the sandbox stays."""
    return [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET


def _own_is_there() -> bool:
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    shells = own.parents[2].glob("chromium_headless_shell-*/*/*shell*") if len(own.parents) > 2 else iter(())
    return own.exists() or any(True for _ in shells)


def _on_the_machine() -> str | None:
    return next((path for name in ON_THE_MACHINE if (path := shutil.which(name))), None)


def _install_own() -> bool:
    done = _try(sys.executable, "-m", "playwright", "install", "chromium", seconds=300)
    return done and _own_is_there()


def _install_debian() -> str | None:
    if os.geteuid() == 0 and shutil.which("apt-get") and _try("apt-get", "update", seconds=300):
        for package in ("chromium-headless-shell", "chromium"):
            if _try("apt-get", "install", "--yes", "--no-install-recommends", package, seconds=900):
                break
    return _on_the_machine()


def _try(*command: str, seconds: int) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
