"""The grid of stock hears of what is sold meanwhile."""

import httpx
from litestar import Litestar

from app import streams
from tests.support.inventory import hold, make_stock
from tests.support.streaming import listening


async def test_an_open_grid_hears_of_its_own_rows_alone(app: Litestar, staff: httpx.AsyncClient) -> None:
    await make_stock("MUG", 5)
    await make_stock("MUG A/1", 7)
    await make_stock("POT", 9)
    page = (await staff.get("/admin/stock?q=MUG")).text
    address = page.partition('hx-sse:connect="')[2].partition('"')[0].replace("&amp;", "&")
    cookie = "; ".join(f"{name}={value}" for name, value in staff.cookies.items())
    async with listening(app, address, cookie=cookie) as events:
        assert await events.next() == streams.QUIET
        await hold("MUG", 5)
        told = await events.news()
    row = """hx-target='[id="admin-level-main-MUG"] [data-figure="{}"]' hx-swap="innerHTML">"""
    assert row.format("on-hand") + "5<" in told
    assert row.format("reserved") + "5<" in told
    assert "none" in told.partition(row.format("available"))[2]
    assert "POT" not in told
    assert "A%2F1" not in told
