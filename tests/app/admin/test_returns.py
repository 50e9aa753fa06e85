"""A return from the wish of its buyer to the money: each step once, each refusal in words, goods and books right."""

import asyncio
from uuid import uuid4

import httpx
import pytest
import sqlalchemy as sa

from app.gateway import books
from domains import inventory, notifications, orders
from domains.orders import ReturnReason, ReturnStatus
from tests.support import office
from tests.support.draining import drain
from tests.support.forms import Form
from tests.support.inventory import figures
from tests.support.office import fill, refunded
from tests.support.orders import again, make_paid_order

pytestmark = pytest.mark.usefixtures("outside")


async def sent(staff: httpx.AsyncClient, order: orders.Order) -> orders.Order:
    await fill(staff, order, "fulfilments")
    await drain()
    return await again(order)


async def wish(stranger: httpx.AsyncClient, order: orders.Order) -> Form:
    return office.form_to(
        await stranger.get(f"/orders/{order.number}/return", params={"token": order.token}),
        f"/orders/{order.number}/returns?token={order.token}",
    )


async def ask(stranger: httpx.AsyncClient, order: orders.Order, units: str = "2") -> orders.OrderReturn:
    form = await wish(stranger, order)
    typed = {f"units-{order.lines[0].id}": units, "reason": "damaged", "note": "The <b>handle</b>"}
    for _ in range(2):
        assert (await stranger.post(form.action, data=form.fields | typed)).status_code == 303
    [made] = (await again(order)).returns
    return made


async def step(staff: httpx.AsyncClient, order: orders.Order, deed: str, **typed: str) -> httpx.Response:
    [found] = (await again(order)).returns
    path = f"/admin/orders/{order.number}/returns/{found.id}"
    form = office.form_to(await staff.get(path), f"/{deed}")
    return await staff.post(form.action, data=form.fields | typed)


async def test_from_the_wish_to_the_money(
    staff: httpx.AsyncClient, stranger: httpx.AsyncClient, order: orders.Order
) -> None:
    line = (await sent(staff, order)).lines[0]
    made = await ask(stranger, order)
    assert [row[2] for row in office.rows(await staff.get("/admin/returns?status=requested"), "Returns")] == ["2 × MUG"]
    page = await staff.get(f"/admin/orders/{order.number}/returns/{made.id}")
    assert "The &lt;b&gt;handle&lt;/b&gt;" in page.text
    await step(staff, order, "answer", agreed="yes", answer="To Torstraße 1, please.")
    await drain()
    [letter] = await notifications.deliveries_about(made.id)
    assert "To Torstraße 1, please." in letter.text
    seen = await stranger.get(f"/orders/{order.number}?token={order.token}")
    assert "To Torstraße 1, please." in seen.text
    before = await figures()
    come = {f"good-{line.id}": "1", f"damaged-{line.id}": "1", "location": "main"}
    await step(staff, order, "inspection", **come)
    await drain()
    assert (await figures())[0] == before[0] + 2
    assert (await inventory.levels(["MUG"]))["MUG"][0].damaged == 1
    answer = await step(staff, order, "refund", shipping="4.90", fee="1")
    assert answer.headers["location"].endswith("done=refunded")
    await drain()
    assert await refunded(order) == [28_90]
    after = await again(order)
    assert [(each.status, [(one.good, one.damaged) for one in each.lines]) for each in after.returns] == [
        (ReturnStatus.REFUNDED, [(1, 1)])
    ]
    assert [each.kind for each in await orders.documents_of(order.customer_id, order.id)] == ["invoice", "credit_note"]
    assert await books.reconcile() == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"units": "4", "reason": "late"}, "At most 3 of Mug can come back."),
        ({"units": "-1", "reason": "late"}, "Give a whole number, 0 or more."),
        ({"units": "one", "reason": "late"}, "Give a whole number, 0 or more."),
        ({"units": "0", "reason": "late"}, "Say what comes back."),
        ({"units": "1", "reason": "boredom"}, "Say why."),
        ({"units": "1", "reason": "late", "note": "x" * 1001}, "Use 1000 characters at most."),
    ],
)
async def test_a_wish_that_cannot_be_is_refused_by_its_field(
    staff: httpx.AsyncClient, stranger: httpx.AsyncClient, order: orders.Order, typed: dict[str, str], told: str
) -> None:
    order = await sent(staff, order)
    form = await wish(stranger, order)
    units = {f"units-{order.lines[0].id}": typed.pop("units")}
    answer = await stranger.post(form.action, data=form.fields | units | typed)
    assert answer.status_code == 422
    assert told in answer.text
    assert (await again(order)).returns == []


async def test_what_was_never_sent_or_long_ago_does_not_come_back(
    staff: httpx.AsyncClient, stranger: httpx.AsyncClient, order: orders.Order
) -> None:
    page = await stranger.get(f"/orders/{order.number}/return", params={"token": order.token})
    assert f"/orders/{order.number}/returns" not in page.text
    order = await sent(staff, order)
    form = await wish(stranger, order)
    async with orders.database.transaction() as session:
        await session.execute(sa.text("UPDATE fulfilments SET shipped_at = now() - interval '31 days'"))
    typed = {f"units-{order.lines[0].id}": "1", "reason": "late"}
    late = await stranger.post(form.action, data=form.fields | typed)
    assert (late.status_code, "The time for sending this order back is over." in late.text) == (409, True)
    key, wanted = uuid4(), {order.lines[0].id: 1}
    made = await orders.ask_return(
        order.customer_id, order.id, wanted, reason=ReturnReason.LATE, note="", key=key, actor="ada"
    )
    assert made.requested_by == "ada"


async def test_two_windows_send_no_unit_back_twice_and_two_clerks_see_each_other(
    staff: httpx.AsyncClient, stranger: httpx.AsyncClient, order: orders.Order
) -> None:
    order = await sent(staff, order)
    form = await wish(stranger, order)
    typed = {f"units-{order.lines[0].id}": "2", "reason": "late"}
    both = [stranger.post(form.action, data=form.fields | typed | {"key": str(uuid4())}) for _ in range(2)]
    assert sorted(answer.status_code for answer in await asyncio.gather(*both)) == [303, 422]
    [found] = (await again(order)).returns
    path = f"/admin/orders/{order.number}/returns/{found.id}"
    stale = office.form_to(await staff.get(path), "/answer")
    assert (await step(staff, order, "answer", agreed="no")).status_code == 422
    await step(staff, order, "answer", agreed="yes")
    late = await staff.post(stale.action, data=stale.fields | {"agreed": "no", "answer": "No."})
    assert (late.status_code, "Somebody has changed this return meanwhile." in late.text) == (409, True)
    await step(staff, order, "end")
    assert [each.status for each in (await again(order)).returns] == [ReturnStatus.CANCELLED]
    assert await ask_again(stranger, order) == 303


async def ask_again(stranger: httpx.AsyncClient, order: orders.Order) -> int:
    form = await wish(stranger, order)
    typed = {f"units-{order.lines[0].id}": "3", "reason": "late"}
    return (await stranger.post(form.action, data=form.fields | typed)).status_code


async def test_more_than_was_to_come_or_at_no_place_is_refused(
    staff: httpx.AsyncClient, stranger: httpx.AsyncClient, order: orders.Order
) -> None:
    line = (await sent(staff, order)).lines[0]
    await ask(stranger, order)
    for come, status in (
        ({f"good-{line.id}": "2", f"damaged-{line.id}": "1", "location": "main"}, 422),
        ({f"good-{line.id}": "0", f"damaged-{line.id}": "0", "location": "main"}, 422),
        ({f"good-{line.id}": "1", "location": "moon"}, 422),
    ):
        assert (await step(staff, order, "inspection", **come)).status_code == status
    await drain()
    assert (await figures())[0] == 2
    other = await make_paid_order()
    [found] = (await again(order)).returns
    assert (await staff.get(f"/admin/orders/{other.number}/returns/{found.id}")).status_code == 404
