"""Filters beside a list: in the address, with true counts, one by one to be taken away, and never a broken page."""

import re
from html import unescape
from urllib.parse import quote

import httpx

from domains import catalog
from domains.catalog import AttributeKind, AttributeSpec
from tests.support.catalog import eur, gather, make_variant
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


async def test_fields_that_were_left_empty_stay_out_of_the_address(
    browser: httpx.AsyncClient, index: catalog.SearchIndex
) -> None:
    await stock_a_few(index)
    typed = "price_from=&price_to=10&brand=Ash&q=%20"
    answer = await browser.get(f"/categories/clothes?{typed}", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/categories/clothes?price_to=10&brand=Ash&q=+"
    assert (await browser.get("/search?q=", follow_redirects=False)).headers["location"] == "/search"
    assert (await browser.get(f"/categories/clothes?{typed}", headers=HTMX)).status_code == 200


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
    assert chosen(page) == {
        "Brand: Oak": "/search?q=shirt&sort=price&brand=Ash&price_from=5",
        "Brand: Ash": "/search?q=shirt&sort=price&brand=oak&price_from=5",
        "Price from €5.00": "/search?q=shirt&sort=price&brand=oak&brand=Ash",
    }
    swapped = await browser.get("/search?q=shirt&brand=oak", headers=HTMX)
    assert "<html" not in swapped.text
    assert names(swapped) == ["Shirt"]


def chosen(page: httpx.Response) -> dict[str, str]:
    """The filters that are set, each with the address of the list without it."""
    shown = re.findall(r'class="chosen__one" href="([^"]+)".*?</span>(.*?)<span', page.text)
    return {label.strip(): unescape(href) for href, label in shown}


async def test_what_products_state_in_numbers_is_filtered_from_and_to(
    browser: httpx.AsyncClient, index: catalog.SearchIndex
) -> None:
    made = await catalog.create_product_type("Lamp")
    power = AttributeSpec(key="watts", name="Power", kind=AttributeKind.DECIMAL, unit="W", filterable=True)
    await catalog.change_product_type(made.id, "Lamp", [power], made.revision_id)
    for title, watts in (("Spot", "2.5"), ("Torch", "7"), ("Chandelier", "60")):
        await on_the_shelf(title, sku=title, type="lamp", attributes={"watts": watts}, category="Lamps")
    await index.catch_up()
    plain = await browser.get("/categories/lamps")
    assert names(plain) == ["Chandelier", "Spot", "Torch"]
    assert numbers(plain) == {"n.watts_from": ("", "2.5"), "n.watts_to": ("", "60")}
    assert "Power (W)" in plain.text
    some = await browser.get("/categories/lamps?n.watts_from=2,5&n.watts_to=7.0&n.watts_to=60&sort=price")
    assert names(some) == ["Spot", "Torch"]
    assert numbers(some) == {"n.watts_from": ("2,5", "2.5"), "n.watts_to": ("7.0", "60")}
    assert 'content="noindex, follow"' in some.text
    assert chosen(some) == {
        "Power from 2,5": "/categories/lamps?sort=price&n.watts_to=7.0",
        "Power up to 7.0": "/categories/lamps?sort=price&n.watts_from=2%2C5",
    }
    assert names(await browser.get("/categories/lamps?n.watts_from=a+lot")) == ["Chandelier", "Spot", "Torch"]
    assert names(await browser.get("/categories/lamps?n.volts_from=1")) == []


def numbers(page: httpx.Response) -> dict[str, tuple[str, str]]:
    """By parameter what its field holds, and what it shows while it is empty."""
    fields = re.findall(r'name="(n\.[^"]+)"[^>]* value="([^"]*)" placeholder="([^"]*)"', page.text)
    return {name: (value, shown) for name, value, shown in fields if "hidden" not in name}


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
    "n.watts_from=-1e400&n.watts_to=NaN&n.watts_from=Infinity",
    "n.watts_from=" + "9" * 10_000 + "&n.watts_to=%D9%A3",
    "n._from=1&n.WATTS_to=2&n.watts_=3&n.watts=4&n.%00_from=5&n.watts[$gt]_from=1",
    "n.watts_from=%7B%22%24gt%22%3A%22%22%7D&n.watts_to=%E2%80%AE7",
    "&".join(f"n.number-{number}_from=1" for number in range(300)),
    "brand=Oak&brand=Oak&brand=oak&price_from=1&price_from=2&sort=price&sort=name",
    "sort=%00&sort=" + "x" * 5_000,
    "page=1&page=1",
    "page=%00",
]
TYPED = [
    "x" * 10_000,
    "mug " * 2_500,
    '{"$gt":""}',
    "\x00\x01\x1f\x7f",
    "\u202emug \u0645\u0631\u062d\u0628\u0627",
    "\U0001f3a8\U0001f1ee\U0001f1f8 \u2764\ufe0f",
    "%%%",
    "'; --",
]
NO_SUCH_PAGE = ["page=0", "page=-1", "page=1.5", "page=" + "9" * 5_000, "page=2", "page={'$gt':''}"]
LISTS = ["/search", "/categories/clothes", "/collections/gifts"]


async def test_whatever_an_address_says_there_is_a_page_or_there_is_none(
    browser: httpx.AsyncClient, index: catalog.SearchIndex
) -> None:
    await stock_a_few(index)
    await gather("Gifts", ["SC-0"])
    await index.catch_up()
    queries = [quote(text, safe="") for text in TYPED]
    typed = [f"q={query}" for query in queries] + [f"q=mug&q={query}" for query in queries]
    answers = {
        f"{address}?{said}": await browser.get(f"{address}?{said}", follow_redirects=True)
        for address in [*LISTS, "/search/suggest"]
        for said in [*ODD, *typed, *(NO_SUCH_PAGE if address in LISTS else ())]
    }
    told = {address[:200]: answer.status_code for address, answer in answers.items()}
    nowhere = {f"{address}?{said}"[:200] for address in LISTS for said in NO_SUCH_PAGE}
    assert {address for address, status in told.items() if status != 200} == nowhere
    assert {told[address] for address in nowhere} == {404}
