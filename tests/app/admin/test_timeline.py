"""The timeline of an order: one stream of its money, goods, messages and of what staff write down."""

import httpx
import pytest
import sqlalchemy as sa

from app.gateway import books
from domains import orders
from domains.shared import clock
from tests.support import office
from tests.support.draining import drain
from tests.support.office import fill
from tests.support.orders import again

pytestmark = pytest.mark.usefixtures("outside")


async def told(order: orders.Order, *, public: bool) -> list[str]:
    entries = await orders.timeline(order.customer_id, order.id, public_only=False)
    return [entry.message for entry in entries if entry.public is public]


async def test_goods_messages_and_deeds_stand_in_one_stream(staff: httpx.AsyncClient, order: orders.Order) -> None:
    assert sorted(await told(order, public=False)) == [
        f"Invoice I-{clock.now().year}-000001 is written.",
        "Kept for this order: 3 × MUG, Main warehouse.",
        f"Sent: “Your order {order.number} at Barrow”",
    ]
    await fill(staff, order, "cancellation", reason="They asked for it")
    await drain()
    assert "No longer kept for it: 3 × MUG, Main warehouse." in await told(order, public=False)
    entries = (await again(order)).events
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert (await orders.audit()).broken == ()


async def test_what_comes_back_stands_on_it(staff: httpx.AsyncClient, order: orders.Order) -> None:
    await fill(staff, order, "fulfilments")
    await drain()
    await fill(staff, order, "returned-goods", **{"back-MUG": "2", "condition": "good", "reason": "Too small"})
    await drain()
    assert "Came back: 2 × MUG, Main warehouse." in await told(order, public=False)


async def test_notes_are_for_staff_or_for_the_customer_too(
    staff: httpx.AsyncClient, stranger: httpx.AsyncClient, order: orders.Order
) -> None:
    await fill(staff, order, "notes", text="Rang them, <b>nobody</b> there")
    form = office.form_to(await office.page_of(staff, order), "/notes")
    twice = form.fields | {"text": "Packed on Friday", "public": "yes"}
    for _ in range(2):
        assert (await staff.post(form.action, data=twice)).status_code == 303
    seen = (await stranger.get(f"/orders/{order.number}", params={"token": order.token})).text
    assert seen.count("Packed on Friday") == 1
    assert "Rang them" not in seen
    page = (await office.page_of(staff, order)).text
    assert "Rang them, &lt;b&gt;nobody&lt;/b&gt; there" in page
    entry = (await again(order)).events[-1]
    assert (entry.kind, entry.actor, entry.public) == (orders.EventKind.NOTE, office.EMAIL, True)


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001])
async def test_a_note_says_something_and_not_everything(
    staff: httpx.AsyncClient, order: orders.Order, text: str
) -> None:
    answer = await fill(staff, order, "notes", text=text)
    assert answer.status_code == 422
    assert "Write a note of up to 1000 characters." in answer.text
    assert (await again(order)).events[-1].kind != orders.EventKind.NOTE


async def test_one_that_was_changed_is_named_in_the_books(order: orders.Order) -> None:
    async with orders.database.transaction() as session:
        await session.execute(sa.text("UPDATE order_events SET message = 'Nothing happened.' WHERE number = 2"))
    [violation] = books.compare(await books.figures())
    assert (violation.name, violation.subject) == ("a timeline stays as it was written", f"order {order.number}")
