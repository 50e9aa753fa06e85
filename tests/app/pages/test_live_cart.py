"""A cart that is open says how many are left of what is in it, and leaves everything else as it is."""

import re

import httpx
from litestar import Litestar

from app import streams
from domains import inventory
from tests.support.catalog import make_product
from tests.support.inventory import hold
from tests.support.streaming import listening
from tests.support.visiting import on_the_shelf


def stream_of(page: httpx.Response) -> str:
    [address] = re.findall(r'hx-sse:connect="([^"]+)"', page.text)
    return address.replace("&amp;", "&")


def cookie_of(browser: httpx.AsyncClient) -> str:
    return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


async def test_one_stream_tells_of_every_line(app: Litestar, browser: httpx.AsyncClient) -> None:
    await on_the_shelf(slug="mug", stock=20)
    await make_product("Bowl", sku="BOWL")
    await inventory.set_on_hand("BOWL", "main", 20, reason="counted", actor="test")
    for sku, quantity in (("MUG", "3"), ("BOWL", "1")):
        await browser.post("/cart/lines", data={"sku": sku, "quantity": quantity})
    shown = await browser.get("/cart")
    mug, bowl = re.findall(r'id="(cart-stock-[^"]+)"', shown.text)
    assert "left" not in shown.text
    async with listening(app, stream_of(shown), cookie=cookie_of(browser)) as events:
        assert await events.next() == streams.QUIET
        await hold("MUG", 16)
        told = await events.news_of("Only 4 left</p>")
        assert f'hx-target="#{mug}"' in told
        assert "Go to checkout" in told
        await hold("MUG", 2)
        told = await events.news_of("Only 2 left. Take fewer to go on.")
        assert "Change the marked items to go on to checkout." in told
        assert "Bowl" not in told
        await hold("BOWL", 20)
        told = await events.news_of("This has sold out. Remove it to go on.")
        assert f'hx-target="#{bowl}"' in told
        assert re.search(r'id="announcement">\s*Bowl: Sold out\.\s*</p>', told)
        assert "€" not in told  # what it costs is a matter of looking at the cart
    assert "This has sold out." in (await browser.get("/cart")).text


async def test_opened_by_itself_it_leads_to_the_cart(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/cart/stock")
    assert (answer.status_code, answer.headers["location"]) == (303, "/cart")
