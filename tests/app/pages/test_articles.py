"""Editorial pages as shoppers read them: harmless, with the figures that hold today."""

from collections.abc import Callable

import httpx
import sqlalchemy as sa

from domains import catalog, orders
from domains.catalog import ArticleDetails
from domains.orders.models import ShippingRate
from tests.app.making import browser_of, forget_limits, make_app
from tests.support.office import read
from tests.support.visiting import heading


async def write(key: str, text: str, **more: object) -> None:
    details = ArticleDetails(key.title(), text, **more)  # type: ignore[arg-type]  # named above
    await catalog.save_article(key, details, revision=None, actor="tests")


async def test_a_shop_that_has_written_nothing_leads_nowhere(browser: httpx.AsyncClient) -> None:
    assert "/pages/" not in (await browser.get("/cart")).text
    for key in ("delivery", "nothing", "%2e%2e"):
        assert (await browser.get(f"/pages/{key}")).status_code == 404


async def test_the_demonstration_shop_says_what_its_footer_leads_to(browser: httpx.AsyncClient) -> None:
    await catalog.write_demo_articles("demo")
    footer = (await browser.get("/cart")).text.split("<footer")[1]
    places = [footer.index(f'href="/pages/{key}"') for key in catalog.ARTICLES]
    assert places == sorted(places)
    for key in catalog.ARTICLES:
        page = await browser.get(f"/pages/{key}")
        assert page.status_code == 200
        assert "{" not in page.text.split("<main")[1].split("<footer")[0]
    await catalog.write_demo_articles("demo")
    assert len(await catalog.article_versions("about")) == 1


async def test_delivery_costs_on_its_page_what_it_costs_in_the_checkout(browser: httpx.AsyncClient) -> None:
    await write("delivery", "Before\n\n{delivery prices}\n\nAfter")
    told = read(await browser.get("/pages/delivery"))
    assert "Germany Standard delivery 2–3 working days €4.90 free from €60.00" in told
    assert "Express delivery 1 working day €9.90" in told
    async with orders.database.transaction() as session:
        await session.execute(sa.update(ShippingRate).where(ShippingRate.amount == 490).values(amount=520, days_max=4))
    orders.forget_delivery_zones()
    told = read(await browser.get("/pages/delivery"))
    assert "Germany Standard delivery 2–4 working days €5.20 free from €60.00" in told
    assert told.index("Before") < told.index("Germany") < told.index("Iceland") < told.index("After")


async def test_returns_are_as_long_as_the_shop_is_set_to_take_them(
    shop: None, surroundings: Callable[..., None]
) -> None:
    surroundings(RETURN_DAYS="45", FREE_RETURNS="false", SHOP_NAME="A*B*_C_ <b>")
    await write("returns", "{shop}: {return days} days; it {return cost}. [Us](mailto:{email})")
    forget_limits()
    async with browser_of(make_app()) as browser:
        page = await browser.get("/pages/returns")
    assert "A*B*_C_ <b>: 45 days; it is at your own cost. Us" in read(page)
    assert 'href="mailto:shop@barrow.example"' in page.text


async def test_what_staff_write_cannot_run_in_a_shoppers_browser(browser: httpx.AsyncClient) -> None:
    await write(
        "about",
        "# Big\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) <b onclick=x>\n\n![p](https://evil.example/p.png)",
        summary='"><script>alert(2)</script>',
    )
    page = await browser.get("/pages/about")
    main = page.text.split("<main")[1].split("<footer")[0]
    assert heading(page) == "About"
    assert "<h2>Big</h2>" in main
    assert [bad for bad in ("<script", 'javascript:alert(1)"', "<b ", "<img", "alert(2)</script>") if bad in main] == []
    assert "<script>alert(2)" not in page.text


async def test_a_hidden_page_is_no_page(browser: httpx.AsyncClient) -> None:
    await write("privacy", "Soon.", hidden=True)
    assert (await browser.get("/pages/privacy")).status_code == 404
    assert "/pages/privacy" not in (await browser.get("/cart")).text
