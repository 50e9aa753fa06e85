"""Pick lists, packing slips, several orders sent off together: what cannot be sent is named, the rest leaves once."""

import httpx
import pytest
from litestar import Litestar

from app.gateway import books, picking
from domains import inventory, orders, users
from tests.app.making import browser_of
from tests.support import office
from tests.support.draining import drain
from tests.support.inventory import figures, make_stock
from tests.support.orders import again, make_order
from tests.support.staff import hired
from tests.support.visiting import on_the_shelf

pytestmark = pytest.mark.usefixtures("outside")


async def test_a_pick_list_sums_what_lies_at_each_location(
    app: Litestar, staff: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    await on_the_shelf(stock=3)
    await inventory.create_location("hamburg", "Hamburg", "DE", 10)
    await make_stock("MUG", 2, "hamburg")
    first = await office.buy(stranger, quantity=2)
    async with browser_of(app) as other:
        second = await office.buy(other, quantity=3)
    waits = await make_order()
    shelves = await picking.pick_list([first.number, second.number, waits.number, first.number])
    assert [(each.place, [(pick.sku, pick.quantity) for pick in each.picks]) for each in shelves] == [
        ("Hamburg", [("MUG", 2)]),
        ("Main warehouse", [("MUG", 3)]),
    ]
    assert sorted(units for each in shelves for pick in each.picks for _, units in pick.wanted) == [1, 2, 2]
    answer = await staff.get("/admin/pick-list", params={"order": [first.number, second.number]})
    assert (answer.headers["content-type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    for wrong, status in (([], 422), ([waits.number], 422), (["NONE-SUCH"], 404)):
        assert (await staff.get("/admin/pick-list", params={"order": wrong})).status_code == status


async def test_those_ticked_leave_together_once_and_who_cannot_is_named(
    app: Litestar, staff: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    await on_the_shelf(stock=5)
    first = await office.buy(stranger, quantity=2)
    async with browser_of(app) as other:
        second = await office.buy(other, quantity=3)
    waits = await make_order()
    form = office.form_to(await staff.get("/admin/orders"), "/pick-list")
    ticked = form.fields | {"carrier": "DHL", "order": [first.number, second.number, waits.number]}
    for _ in range(2):
        answer = await staff.post("/admin/parcels", data=ticked)
        assert "2 orders are on their way" in answer.text
        assert f"{waits.number}</a>: Nothing of it can be sent now." in answer.text
    await drain()
    assert await figures() == (0, 0, 0)
    for order in (first, second):
        [parcel] = (await again(order)).fulfilments
        assert (parcel.carrier, parcel.location) == ("DHL", "main")
        slip = await staff.get(f"/admin/orders/{order.number}/fulfilments/{parcel.id}/slip")
        assert slip.content[:5] == b"%PDF-"
        assert f"/fulfilments/{parcel.id}/slip" in (await office.page_of(staff, order)).text
    assert (await staff.get(f"/admin/orders/{waits.number}/fulfilments/{parcel.id}/slip")).status_code == 404
    assert (await staff.post("/admin/parcels", data=form.fields)).status_code == 422
    assert await books.reconcile() == []


async def test_a_clerk_of_another_location_sends_none_of_it(
    app: Litestar, staff: httpx.AsyncClient, order: orders.Order
) -> None:
    await inventory.create_location("hamburg", "Hamburg", "DE", 10)
    clerk = await hired("clerk@barrow.example", "fulfilment")
    await users.give_roles(clerk.id, {"fulfilment": ["hamburg"]}, actor=users.OPERATOR)
    async with browser_of(app) as client:
        await office.signed_in(client, clerk)
        form = office.form_to(await client.get("/admin/orders"), "/pick-list")
        answer = await client.post("/admin/parcels", data=form.fields | {"order": order.number})
    assert "These were not sent." in answer.text
    assert (await again(order)).fulfilments == []
