"""A list longer than a page: its address says which pages of it stand below each other, to everybody alike."""

import re

import httpx
import pytest

from domains import catalog
from tests.support.catalog import make_product
from tests.support.visiting import HTMX

TITLES = [f"Cup {number:03}" for number in range(1, 54)]


@pytest.fixture
async def cups(browser: httpx.AsyncClient, index: catalog.SearchIndex) -> None:
    for number, title in enumerate(TITLES):
        await make_product(title, sku=f"CUP-{number}", category="Cups")
    await index.catch_up()
    catalog.forget_tree()


def names(page: httpx.Response) -> list[str]:
    return re.findall(r'class="product-card__link"[^>]*>([^<]+)<', page.text)


def so_far(page: httpx.Response) -> str:
    [said] = re.findall(r'id="more-so-far" role="status">([^<]+)<', page.text)
    return str(said).strip()


def ways(page: httpx.Response) -> tuple[str, str | None]:
    """Where the link below the list leads, and what htmx asks for in its stead."""
    [link] = re.findall(r'<a [^>]*id="more-next"[^>]*>', page.text)
    [href] = re.findall(r'\shref="([^"]+)"', link)
    asked = re.findall(r'hx-get="([^"]+)"', link)
    return href.replace("&amp;", "&"), asked[0].replace("&amp;", "&") if asked else None


async def test_a_list_grows_by_its_address(browser: httpx.AsyncClient, cups: None) -> None:
    first = await browser.get("/categories/cups?sort=name")
    assert names(first) == TITLES[:24]
    assert so_far(first) == "24 of 53"
    assert "Show 24 more" in first.text
    assert ways(first) == ("/categories/cups?sort=name&page=2", "/categories/cups?sort=name&page=2&from_page=1")

    second = await browser.get("/categories/cups?sort=name&page=2")
    assert names(second) == TITLES[24:48]
    assert so_far(second) == "25 to 48 of 53"
    assert 'href="/categories/cups?sort=name" rel="prev"' in second.text

    of_all = await browser.get("/search?page=2")
    assert so_far(of_all) == "25 to 48 of 53"
    assert 'href="/search" rel="prev"' in of_all.text
    assert ("Best match" in of_all.text, "Best match" in (await browser.get("/search?q=cup")).text) == (False, True)

    grown = await browser.get("/categories/cups?sort=name&page=2&from_page=1")
    assert names(grown) == TITLES[:48]
    assert so_far(grown) == "48 of 53"
    assert "Show 5 more" in grown.text
    assert ways(grown)[1] == "/categories/cups?sort=name&page=3&from_page=1"

    whole = await browser.get("/categories/cups?sort=name&page=3&from_page=1", headers=HTMX)
    assert names(whole) == TITLES
    assert so_far(whole) == "53 of 53"
    assert ways(whole) == ("#shelf-listing", None)


async def test_an_odd_beginning_is_none(browser: httpx.AsyncClient, cups: None) -> None:
    for odd in ("3", "0", "-1", "x", "9" * 30):
        page = await browser.get(f"/categories/cups?sort=name&page=2&from_page={odd}")
        assert page.status_code == 200
        assert names(page) == TITLES[24:48]
