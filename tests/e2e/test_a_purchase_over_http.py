"""A newcomer's first sale with nothing but HTTP: no JavaScript, no test hooks."""

import json
import re
from typing import Any

import httpx
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from tests.e2e.conftest import Running
from tests.support.forms import forms, links
from tests.support.plainly import asking
from tests.support.shopper import DECLINED, Shopper, order_number
from tests.support.waiting import eventually


async def first_in_stock(shopper: Shopper) -> tuple[str, httpx.Response]:
    """A product page found by following links from the first page, and the SKU its form offers; of no set, whose parts
    are what is promised."""
    home = await shopper.http.get("/")
    assert home.status_code == 200
    for link in dict.fromkeys(links(home.text, str(home.url))):
        if "/products/" in link:
            page = await shopper.http.get(link)
            if 'id="product-parts"' in page.text:
                continue
            for form in forms(page.text, str(page.url)):
                if form.action.endswith("/cart/lines") and form.fields.get("sku"):
                    return form.fields["sku"], page
    raise AssertionError("no product with a cart form is linked from the first page")


async def mail_to(running: Running, address: str) -> list[dict[str, Any]]:
    async with asking() as client:
        inbox = (await client.get(f"{running.sandbox}/inbox.json")).json()
    return [mail for mail in inbox["mail"] if mail["to"] == [address]]


async def promised(running: Running, sku: str) -> int:
    """How many units of a SKU are reserved or allocated, asked of the inventory's own database."""
    address = json.loads((running.home / "run.json").read_text())["environment"]["INVENTORY_DATABASE_URL"]
    engine = create_async_engine(address)
    async with engine.connect() as connection:
        question = sa.text("SELECT sum(reserved + allocated) FROM levels WHERE sku = :sku")
        found = await connection.scalar(question, {"sku": sku})
    await engine.dispose()
    return int(found or 0)


async def test_a_purchase_ends_in_a_paid_order_one_message_and_balanced_books(shop_up: Running) -> None:
    async with Shopper(shop_up.address) as shopper:
        sku, _ = await first_in_stock(shopper)
        before = await promised(shop_up, sku)
        assert (await shopper.add(sku, 2)).status_code == 200
        hosted = await shopper.go_to_payment(email="first-sale@example.com")
        declined = await shopper.pay(hosted, DECLINED)
        assert "declined" in declined.text.lower()
        paid = await shopper.pay(declined)
        number = order_number(paid)
        assert number in paid.text
        assert await promised(shop_up, sku) == before + 2
        mail = await eventually(lambda: mail_to(shop_up, "first-sale@example.com"), told="the confirmation")
        assert len(mail) == 1
        assert number in mail[0]["subject"]
        link = next(link for link in re.findall(r"http\S+", mail[0]["text"]) if "/orders/" in link)
        tracked = await shopper.http.get(link)
        assert tracked.status_code == 200
    async with asking() as stranger:
        assert (await stranger.get(f"{shop_up.address}/orders/{number}")).status_code == 404
        assert (await stranger.get(f"{shop_up.address}/orders/{number}?token=wrong")).status_code == 404
    done = shop_up.barrow("reconcile")
    assert done.returncode == 0, done.stdout + done.stderr


async def test_the_operators_commands_work_beside_a_running_shop(shop_up: Running) -> None:
    doctor = shop_up.barrow("doctor")
    assert doctor.returncode == 0, doctor.stdout + doctor.stderr
    assert "FAIL" not in doctor.stdout
    rebuilt = shop_up.barrow("search", "rebuild")
    assert rebuilt.returncode == 0, rebuilt.stdout + rebuilt.stderr
