"""The front page before there is anything to show, and the words a shop chooses for itself."""

import re
from collections.abc import Callable
from datetime import timedelta

import httpx

from app.pages.chrome import Chrome
from domains import catalog
from domains.catalog.models import PromotionUses
from domains.shared import clock
from tests.app.making import browser_of, forget_limits, make_app
from tests.support.catalog import gather
from tests.support.stored_promotions import make_promotion
from tests.support.visiting import heading, on_the_shelf

Surroundings = Callable[..., None]


async def test_a_demonstration_shop_says_that_it_is_still_being_filled(
    browser: httpx.AsyncClient, index: catalog.SearchIndex
) -> None:
    page = await browser.get("/")
    assert page.status_code == 200
    assert "The shelves are being filled." in page.text
    assert "After the first start that takes a minute or two." in page.text
    [again] = [part for part in page.text.split("<a ") if "Look again" in part]
    assert 'href="/"' in again


async def test_any_other_empty_shop_asks_to_come_back(
    shop: None, index: catalog.SearchIndex, surroundings: Surroundings
) -> None:
    surroundings(STRIPE_API_BASE="")
    catalog.forget_tree()
    forget_limits()
    async with browser_of(make_app()) as browser:
        page = await browser.get("/")
    assert "The shelves are still empty." in page.text
    assert "being filled" not in page.text


async def test_the_shops_own_slogan_heads_the_front_page_and_ends_every_page(
    shop: None, index: catalog.SearchIndex, surroundings: Surroundings
) -> None:
    surroundings(SHOP_SLOGAN="Bread & salt since 1904")
    forget_limits()
    async with browser_of(make_app()) as browser:
        front, cart = await browser.get("/"), await browser.get("/cart")
    assert heading(front) == "Bread &amp; salt since 1904"
    assert [page.text.count("<p>Bread &amp; salt since 1904</p>") for page in (front, cart)] == [1, 1]


async def test_what_belongs_together_is_listed_by_title_unless_it_is_hidden(
    browser: httpx.AsyncClient, index: catalog.SearchIndex
) -> None:
    await on_the_shelf("Mug", sku="MUG")
    await gather("Winter", ("MUG",))
    await gather("Breakfast", ("MUG",))
    await catalog.create_collection("Not yet", catalog.CollectionKind.MANUAL)
    await index.catch_up()
    page = await browser.get("/")
    assert re.findall(r'class="gathered__name" href="([^"]+)">([^<]+)<', page.text) == [
        ("/collections/breakfast", "Breakfast"),
        ("/collections/winter", "Winter"),
    ]


def test_all_of_a_department_stands_on_its_ground() -> None:
    chrome = Chrome((), 0, {"table": 2})
    assert [chrome.tint(path) for path in ("table", "table/mugs", "tableware")] == ["tint tint--2", "tint tint--2", ""]


async def test_what_a_promotion_says_of_itself_stands_on_the_front_page_and_where_it_holds(
    browser: httpx.AsyncClient, index: catalog.SearchIndex
) -> None:
    await on_the_shelf("Mug", sku="MUG", category="Table/Mugs")
    await on_the_shelf("Lamp", sku="LAMP", category="Light")
    await index.catch_up()
    mugs = catalog.Scope(categories=frozenset({"table/mugs"}))
    few = await make_promotion("few", announcement="Few left", limits=catalog.Limits(overall=1))
    await make_promotion("mugs", announcement="Mugs: <10%> off", scope=mugs)
    but_mugs = catalog.Scope(categories=frozenset({"table", "light"}), but_not=mugs)
    await make_promotion("else", announcement="All but mugs", scope=but_mugs)
    await make_promotion("code", announcement="10% off with HELLO", codes=("HELLO",))
    await make_promotion("silent")
    await make_promotion("friends", announcement="For friends", all_of=(catalog.InGroup(frozenset({"friends"})),))
    await make_promotion("over", announcement="Too late", ends_at=clock.now() - timedelta(days=1))
    said = {path: promised(await browser.get(path)) for path in ("/", "/categories/table", "/categories/light")}
    of_mugs = '<a href="/categories/table/mugs">Mugs: &lt;10%&gt; off</a>'
    assert said == {
        "/": ["Few left", of_mugs, "All but mugs", "10% off with HELLO"],
        "/categories/table": [of_mugs, "All but mugs"],
        "/categories/light": ["All but mugs"],
    }
    assert promised(await browser.get("/categories/table/mugs")) == ["Mugs: &lt;10%&gt; off"]
    await PromotionUses.find({"_id": few.id}).update({"$set": {"uses": 1}})
    catalog.forget_promotions()
    assert "Few left" not in promised(await browser.get("/"))


def promised(page: httpx.Response) -> list[str]:
    return re.findall(r'<li class="promotions__one">(.*?)</li>', page.text)
