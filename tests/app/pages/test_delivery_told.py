"""When a thing would be at the door and what that costs stands beside its button."""

import re
from datetime import UTC, datetime

import httpx
import time_machine

from tests.support.catalog import eur, make_variant
from tests.support.visiting import on_the_shelf

MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


async def told(browser: httpx.AsyncClient, address: str) -> list[tuple[str, str]]:
    """Ways and their dates and prices, on a Monday at noon."""
    with time_machine.travel(MONDAY, tick=False):
        page = await browser.get(address)
    part = (re.findall(r'id="product-delivery".*?</dl>', page.text, re.S) or [""])[0]
    rows = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", part, re.S)
    return [(label, " ".join(re.sub(r"<[^>]+>", "", text).split())) for label, text in rows]


async def test_every_way_is_told_with_its_dates_and_its_price(browser: httpx.AsyncClient) -> None:
    await on_the_shelf(slug="mug", price=eur(12_50))
    assert await told(browser, "/products/mug") == [
        ("Standard delivery", "Wed 25 Nov – Thu 26 Nov, €4.90"),
        ("Express delivery", "Tue 24 Nov, €9.90"),
    ]


async def test_what_costs_enough_comes_free(browser: httpx.AsyncClient) -> None:
    await on_the_shelf(slug="lamp", price=eur(120_00))
    assert (await told(browser, "/products/lamp"))[0] == ("Standard delivery", "Wed 25 Nov – Thu 26 Nov, free")


async def test_what_is_not_sent_or_not_there_has_no_date(browser: httpx.AsyncClient) -> None:
    await on_the_shelf(slug="mug", stock=0)
    voucher = make_variant("VOUCHER", requires_shipping=False)
    await on_the_shelf("Voucher", slug="voucher", variants=[voucher])
    assert await told(browser, "/products/mug") == []
    assert await told(browser, "/products/voucher") == []
