"""An order that is kept at two locations: each clerk sends what lies there, its buyer hears of both parcels."""

import httpx
import pytest
from litestar import Litestar

from app.gateway import books
from domains import inventory, notifications, orders, users
from tests.app.making import browser_of
from tests.support import office
from tests.support.draining import drain
from tests.support.inventory import figures, make_stock
from tests.support.orders import told
from tests.support.staff import hired
from tests.support.visiting import on_the_shelf

pytestmark = pytest.mark.usefixtures("outside")


async def sent_by_the_clerk_of(app: Litestar, order: orders.Order, place: str, units: str, refused: str) -> None:
    """All that is offered there, after everything else was refused; pressed twice."""
    person = await hired(f"{place}@barrow.example", "fulfilment")
    await users.give_roles(person.id, {"fulfilment": [place]}, actor=users.OPERATOR)
    quantity = f"quantity-{order.lines[0].id}"
    async with browser_of(app) as client:
        await office.signed_in(client, person)
        form = office.form_to(await office.page_of(client, order), "/fulfilments")
        assert (form.fields["location"], form.fields[quantity]) == (place, units)
        for typed, status in (
            ({"location": "main" if place == "hamburg" else "hamburg"}, 403),
            ({"location": "moon"}, 403),
            ({"location": ""}, 403),
        ):
            assert (await client.post(form.action, data=form.fields | typed)).status_code == status
        more = await client.post(form.action, data=form.fields | {quantity: str(int(units) + 1)})
        assert office.summary(more) == [refused]
        before = len(await told(orders.OrderShipped))
        for _ in range(2):
            answer = await client.post(form.action, data=form.fields | {"carrier": "DHL"})
            assert answer.headers["location"].endswith("?done=sent")
        assert len(await told(orders.OrderShipped)) == before + 1
        after = (await orders.find(order.number)).fulfilments
        assert [parcel.location for parcel in after][-1] == place
        for parcel in after:
            path = f"/admin/orders/{order.number}/fulfilments/{parcel.id}/delivery"
            assert (await client.post(path)).status_code == (303 if parcel.location == place else 403)


async def test_an_order_from_two_locations_leaves_in_two_parcels(
    app: Litestar, staff: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    await on_the_shelf(stock=2)
    await inventory.create_location("hamburg", "Hamburg", "DE", 10)
    await make_stock("MUG", 1, "hamburg")
    order = await office.buy(stranger, quantity=3)
    own = f"/orders/{order.number}?token={order.token}"
    foreign = f"/admin/orders/{order.number}/fulfilments"
    typed = {"key": str(order.id), f"quantity-{order.lines[0].id}": "1", "location": "moon"}
    assert (await staff.post(foreign, data=typed)).status_code == 409
    await sent_by_the_clerk_of(app, order, "hamburg", "1", "Hamburg keeps 1 of Mug for this order.")
    seen = office.read(await stranger.get(own))
    assert "A part of your order is on its way" in seen
    assert "Parcel 1 1 × Mug" in seen
    assert "Still to come 2 × Mug" in seen
    await sent_by_the_clerk_of(app, order, "main", "2", "Only 2 of Mug are left to send.")
    await drain()
    assert [await figures("MUG", place) for place in ("main", "hamburg")] == [(0, 0, 0), (0, 0, 0)]
    assert "Parcel 2 of 2 2 × Mug" in office.read(await stranger.get(own))
    letters = [await notifications.deliveries_about(each.fulfilment_id) for each in await told(orders.OrderShipped)]
    assert [letter.subject.partition(" order")[0] for [letter] in letters] == ["A part of your", "Your"]
    [[first], [second]] = letters
    assert "In it:\n1 × Mug\n\nStill to come:\n2 × Mug\n" in first.text
    assert "Parcel 2 of 2 of your order" in second.text
    page = await office.page_of(staff, order)
    assert ", from Hamburg, DHL" in office.read(page)
    assert office.form_to(page, "/returned-goods").fields["location"] == "main"
    assert await books.reconcile() == []
