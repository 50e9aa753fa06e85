"""Lighthouse on the shop's pages, the median of several runs, beside its goals: needs Node, and npm once.

The shop is one of its own, filled with the demonstration's goods, or the one that --shop names (it is bought from).
Exits with 1 where a goal is missed.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from bench.harness import show
from tests.support import browser, processes
from tests.support.ports import free_port
from tests.support.shopper import Shopper

VERSION: Final = "12.8.2"  # the last that runs on Node 18 and 20
CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
GOALS: Final = {"desktop": (100, 100, 100, 100), "mobile": (98, 100, 100, 100)}
UNLISTED: Final = ("search", "cart", "tracking")  # search engines are asked not to keep these: no score for that
FLAGS: Final = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
ROOT: Final = Path(__file__).resolve().parent.parent
PATIENCE: Final = 600.0  # seconds for the pictures of the demonstration to be cut


@dataclass(frozen=True)
class Visit:
    name: str
    address: str
    cookies: Mapping[str, str]

    @property
    def categories(self) -> tuple[str, ...]:
        return CATEGORIES[:3] if self.name in UNLISTED else CATEGORIES


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--pages", default="home,category,product,search,cart,tracking")
    options.add_argument("--devices", default="desktop,mobile")
    options.add_argument("--shop", default="", help="the address of a running shop")
    chosen = options.parse_args()
    tool = install()
    with running(chosen.shop) as shop:
        visits = [visit for visit in asyncio.run(plan(shop)) if visit.name in chosen.pages.split(",")]
        for visit in visits:
            wait_for_pictures(visit)
        rows, missed = measure(tool, visits, chosen.devices.split(","), chosen.runs)
    show(
        f"Lighthouse {VERSION}, median of {chosen.runs}",
        ("page", "device", *CATEGORIES, "LCP s", "TBT ms", "CLS"),
        rows,
    )
    for each in missed:
        print(f"missed: {each}")
    sys.exit(bool(missed))


def install() -> Path:
    """Lighthouse in a cache folder of the user; installed once."""
    if not shutil.which("npm"):
        sys.exit("Lighthouse needs Node and npm.")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "barrow" / f"lighthouse-{VERSION}"
    tool = cache / "node_modules" / ".bin" / "lighthouse"
    if not tool.exists():
        cache.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(cache), f"lighthouse@{VERSION}"]
        subprocess.run(command, check=True)  # noqa: S603 - our own words
    return tool


@contextmanager
def running(shop: str) -> Iterator[str]:
    """The shop at this address, or a fresh one until the end of the block."""
    if shop:
        yield shop.rstrip("/")
        return
    with tempfile.TemporaryDirectory(prefix="barrow-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # as root, PostgreSQL's own account passes through
        port = free_port(together=2)
        environment = os.environ | {"BARROW_HOME": folder, "PORT": str(port)}
        address, command = f"http://127.0.0.1:{port}", [sys.executable, "-m", "app.cli", "up"]
        with processes.running(command, until=f"{address}/readyz", environment=environment):
            while (
                "clock" not in (left := json.loads((Path(folder) / "run.json").read_text())["processes"])
                or "seed" in left
            ):
                time.sleep(0.5)
            yield address


async def plan(shop: str) -> list[Visit]:
    """Pages of every kind, with something in the cart and an order that was paid for."""
    async with httpx.AsyncClient(base_url=shop, timeout=60) as visitor:
        home = (await visitor.get("/")).text
    category, product = _first(home, "/categories/"), "/products/everyday-mug"
    async with Shopper(shop) as buyer:
        tracking = str((await buyer.buy("MUG-CHK")).url)
    async with Shopper(shop) as other:
        await other.add("MUG-CHK")
        cookies = dict(other.http.cookies)
    open_pages = {"home": "/", "category": category, "product": product, "search": "/search?q=oak"}
    visits = [Visit(name, shop + path, {}) for name, path in open_pages.items()]
    return [*visits, Visit("cart", f"{shop}/cart", cookies), Visit("tracking", tracking, {})]


def wait_for_pictures(visit: Visit) -> None:
    """Until every picture of the page comes in the format it is asked for."""
    until = time.monotonic() + PATIENCE
    shop = re.match(r"https?://[^/]+", visit.address)
    with httpx.Client(base_url=shop[0] if shop else "", cookies=dict(visit.cookies), timeout=60) as visitor:
        wanted = set(re.findall(r"(/media/\S+?\.avif)", visitor.get(visit.address).text))
        while wanted and time.monotonic() < until:
            wanted = {each for each in wanted if visitor.get(each).headers["content-type"] != "image/avif"}
            time.sleep(0.5 if wanted else 0)


def measure(tool: Path, visits: list[Visit], devices: list[str], runs: int) -> tuple[list[tuple[str, ...]], list[str]]:
    rows, missed = [], []
    for visit in visits:
        for device in devices:
            reports = [report(tool, visit, device) for _ in range(runs)]
            scores = [round(100 * _median(reports, "categories", name, "score")) for name in visit.categories]
            told = [_median(reports, "audits", name, "numericValue") for name in AUDITS]
            goals = GOALS[device][: len(scores)]
            missed += [
                f"{visit.name}, {device}: {name} {score}, not {goal}"
                for name, score, goal in zip(visit.categories, scores, goals, strict=True)
                if score < goal
            ]
            cells = [*map(str, scores), *["–"] * (len(CATEGORIES) - len(scores))]
            rows.append((visit.name, device, *cells, f"{told[0] / 1000:.2f}", f"{told[1]:.0f}", f"{told[2]:.3f}"))
            print("  ".join(rows[-1]), flush=True)
    return rows, missed


AUDITS: Final = ("largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")


def report(tool: Path, visit: Visit, device: str) -> dict[str, dict[str, dict[str, float]]]:
    with tempfile.TemporaryDirectory(prefix="barrow-lighthouse-") as folder:
        path = Path(folder) / "report.json"
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in visit.cookies.items())}
        command = [str(tool), visit.address, "--quiet", "--output=json", f"--output-path={path}"]
        command += [f"--only-categories={','.join(visit.categories)}", f"--chrome-flags={FLAGS}"]
        command += ["--preset=desktop"] if device == "desktop" else []
        command += [f"--extra-headers={json.dumps(headers)}"] if visit.cookies else []
        environment = os.environ | {"CHROME_PATH": browser.chromium() or ""}
        subprocess.run(command, env=environment, check=True, timeout=180)  # noqa: S603 - our own words
        found: dict[str, dict[str, dict[str, float]]] = json.loads(path.read_text())
        return found


def _median(reports: list[dict[str, dict[str, dict[str, float]]]], *names: str) -> float:
    kind, name, figure = names
    return statistics.median(each[kind][name][figure] or 0 for each in reports)


def _first(html: str, beginning: str) -> str:
    found = re.search(rf'href="({beginning}[^"]+)"', html)
    if found is None:
        sys.exit(f"The front page leads to no {beginning}…")
    return found[1]


if __name__ == "__main__":
    main()
