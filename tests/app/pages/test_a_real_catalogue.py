"""A real file of products, imported in one run: each has a page with its title, its price and its address."""

import csv
import html
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from domains import catalog
from domains.shared.settings import settings
from tests.support.visiting import heading

FILE = Path(__file__).resolve().parents[4] / "shared" / "data" / "fashion.csv"
Row = dict[str, str]
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the sample file is not here")


def products_of_the_file() -> dict[str, list[Row]]:
    by_handle: dict[str, list[Row]] = {}
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            by_handle.setdefault(row["Handle"], []).append(row)
    return by_handle


def told(handle: str, rows: list[Row]) -> tuple[int, str, str, str]:
    """What the page must say by the file alone: before any stock is counted it opens with the first variant."""
    price = f"€{float(next(row['Variant Price'] for row in rows if row['Variant Price'])):,.2f}"
    return 200, rows[0]["Title"], price, f"{settings().base_url}/products/{handle}"


def shown(page: httpx.Response) -> tuple[int, str, str, str]:
    if page.status_code != 200:
        return page.status_code, "", "", ""
    [price] = re.findall(r'price--large">\s*<span class="price__now">(?:<span[^>]*>Now </span>)?([^<]+)<', page.text)
    [canonical] = re.findall(r'<link rel="canonical" href="([^"]+)">', page.text)
    return page.status_code, html.unescape(heading(page)), price, canonical


async def test_every_product_of_the_file_has_its_page(
    browser: httpx.AsyncClient, surroundings: Callable[..., None]
) -> None:
    surroundings(TRUSTED_HOPS="1")
    started = await catalog.upload_import(FILE.name, FILE, currency="EUR", background=False)
    assert (await catalog.run_import(started.id)).counts.created == 5024
    products = products_of_the_file()
    assert len(products) == 997
    wrong = []
    for number, (handle, rows) in enumerate(products.items()):
        visitor = {"X-Forwarded-For": f"10.0.{number // 100}.1"}  # a hundred pages each, as the rate limit allows
        page = await browser.get(f"/products/{handle}", headers=visitor)
        if shown(page) != told(handle, rows):
            wrong.append((shown(page), told(handle, rows)))
    assert wrong == []
