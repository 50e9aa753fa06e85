"""Filters beside a list: in the address, with true counts, one by one to be taken away, and never a broken page."""

import re
from html import unescape
from urllib.parse import quote

import httpx
import pytest

from domains import catalog
from tests.support.catalog import eur, make_variant
from tests.support.visiting import HTMX, on_the_shelf

SHIRT = {"Colour": "Red", "Size": "S"}, {"Colour": "Blue", "Size": "L"}


async def stock_a_few(index: catalog.SearchIndex) -> None:
    shirts = [make_variant(f"SH-{number}", price=eur(20_00 + number), options=SHIRT[number]) for number in (0, 1)]
    await on_the_shelf("Shirt", variants=shirts, category="Clothes/Tops", vendor="Oak", tags=["linen"])
    scarf = [make_variant("SC-0", price=eur(9_50), options={"Colour": "Red"})]
    await on_the_shelf("Scarf", variants=scarf, category="Clothes", vendor="Ash", tags=["wool"])
    await on_the_shelf("Mug", sku="MUG", price=eur(12_50), category="Table", vendor="Oak")
    await index.catch_up()


def names(page: httpx.Response) -> list[str]:
    return sorted(re.findall(r'class="product-card__link"[^>]*>([^<]+)<', page.text))


def counts(page: httpx.Response, facet: str) -> dict[str, int]:
    boxes = page.text.split('class="facet__choice')[1:]
    own = [box for box in boxes if f'name="{facet}"' in box]
    told = [re.search(r'value="([^"]*)".*?facet__count">(\d+)<', box, re.DOTALL) for box in own]
    return {unescape(match[1]): int(match[2]) for match in told if match}


async def test_choosing_a_value_keeps_the_counts_of_its_neighbours(
    browser: httpx.AsyncClient, index: catalog.SearchIndex
) -> None:
    await stock_a_few(index)
    page = await browser.get("/categories/clothes?o.Colour=Red")
    assert names(page) == ["Scarf", "Shirt"]
    assert counts(page, "o.Colour") == {"Red": 2, "Blue": 1}
    assert counts(page, "brand") == {"Ash": 1, "Oak": 1}
    assert counts(page, "o.Size") == {"S": 1}
    assert 'content="noindex, follow"' in page.text
    assert re.findall(r'rel="canonical" href="https?://[^/"]+(/[^"]*)"', page.text) == ["/categories/clothes"]
    assert "noindex" not in (await browser.get("/categories/clothes")).text


async def test_one_variant_has_to_have_all_of_it(browser: httpx.AsyncClient, index: catalog.SearchIndex) -> None:
    await stock_a_few(index)
    assert names(await browser.get("/search?o.Colour=Red&o.Size=S")) == ["Shirt"]
    nothing = await browser.get("/search?o.Colour=Red&o.Size=L")
    assert names(nothing) == []
    assert counts(nothing, "o.Size") == {"S": 1, "L": 0}
    assert names(await browser.get("/search?o.Colour=Blue&price_to=20.00")) == []
    assert names(await browser.get("/search?o.Colour=Blue&price_from=20,01")) == ["Shirt"]


async def test_every_filter_is_named_and_taken_away_by_a_link(
    browser: httpx.AsyncClient, index: catalog.SearchIndex
) -> None:
    await stock_a_few(index)
    page = await browser.get("/search?q=shirt&brand=oak&brand=Ash&price_from=5&sort=price")
    shown = re.findall(r'class="chosen__one" href="([^"]+)".*?</span>(.*?)<span', page.text)
    ways = {label.strip(): unescape(href) for href, label in shown}
    assert ways == {
        "Brand: Oak": "/search?q=shirt&sort=price&brand=Ash&price_from=5",
        "Brand: Ash": "/search?q=shirt&sort=price&brand=oak&price_from=5",
        "Price from 5": "/search?q=shirt&sort=price&brand=oak&brand=Ash",
    }
    swapped = await browser.get("/search?q=shirt&brand=oak", headers=HTMX)
    assert "<html" not in swapped.text
    assert names(swapped) == ["Shirt"]


ODD = [
    "brand=" + quote("{'$gt':''}"),
    "brand[$gt]=",
    "brand=%00%01",
    "brand=" + "x" * 10_000,
    "o.=1&a.=2&o." + "y" * 500 + "=3",
    "&".join(f"o.{number}=x" for number in range(300)),
    "&".join(f"brand={number}" for number in range(300)),
    "price_from=-5&price_to=abc",
    "price_from=1e400&price_to=NaN",
    "price_from=99999999999999&price_to=1",
    "status=draft&nonsense=1&sort=%24where",
    "brand=%E2%80%AEkaO&o.%F0%9F%8E%A8=%F0%9F%94%B4",
    "rating=6&availability=maybe&category=%2F%2F&collection=x",
]


@pytest.mark.parametrize("odd", ODD)
async def test_odd_filters_get_a_page(browser: httpx.AsyncClient, index: catalog.SearchIndex, odd: str) -> None:
    await stock_a_few(index)
    for address in (f"/search?{odd}", f"/categories/clothes?{odd}"):
        assert (await browser.get(address)).status_code == 200
