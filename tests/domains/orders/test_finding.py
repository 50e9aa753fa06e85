"""Who may see an order: whoever holds its link, its customer, and staff."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import fields
from uuid import UUID

import pytest
import sqlalchemy as sa

from domains import orders
from domains.orders import events
from domains.orders.models.number import ALPHABET, draw, spelled
from domains.orders.tokens import new_token
from domains.shared.ids import new_id
from tests.support.orders import make_order, make_paid_order, pay

BEFORE_TIME = urlsafe_b64encode(f"0001-01-01T00:00:00+14:00|{new_id()}".encode()).decode()
pytestmark = pytest.mark.usefixtures("new_shop")


async def test_the_link_opens_the_order() -> None:
    order = await make_order()
    found = await orders.order(order.number, order.token)
    assert (found.id, [line.sku for line in found.lines]) == (order.id, ["MUG"])


async def test_a_number_is_understood_as_it_is_typed() -> None:
    order = await make_order()
    typed = order.number.lower().replace("-", " ")
    assert (await orders.order(typed, order.token)).id == order.id
    assert (await orders.find(f" {typed} ")).id == order.id


async def test_a_wrong_link_looks_like_an_unknown_order() -> None:
    order, other = await make_order(), await make_order()
    answers = set()
    for number, token in (
        (order.number, new_token(order.customer_id)),
        (order.number, other.token),
        (order.number, order.token[:-1] + ("A" if order.token[-1] != "A" else "B")),
        (order.number, ""),
        (order.number, "é" * 48),
        (order.number, "x" * 10_000),
        ("AAAA-AAAA", order.token),
        ("\x00", order.token),
        ("\ud800", order.token),
        (order.number, "\ud800" * 48),
    ):
        with pytest.raises(orders.UnknownOrder) as refusal:
            await orders.order(number, token)
        answers.add((refusal.value.status, str(refusal.value)))
    assert answers == {(404, "We cannot find this order. Please use the link from your e-mail.")}


async def test_a_token_names_the_shard_and_carries_160_random_bits() -> None:
    order = await make_order()
    raw = urlsafe_b64decode(order.token)
    assert (UUID(bytes=raw[:16]), len(raw)) == (order.customer_id, 36)
    assert re.fullmatch(r"[A-Za-z0-9_-]{48}", order.token)
    assert len({new_token(order.customer_id) for _ in range(1000)}) == 1000


def test_numbers_are_short_and_without_letters_that_look_alike() -> None:
    drawn = {draw() for _ in range(1000)}
    assert len(drawn) == 1000
    assert all(re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", number) for number in drawn)
    assert not set("01AEIOULY") & set(ALPHABET)
    assert (spelled("k7m29qxt"), spelled("other")) == ("K7M2-9QXT", "OTHER")


async def test_a_number_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = await make_order()
    draws = iter([first.number, first.number, "FRSH-2222"])
    monkeypatch.setattr("domains.orders.placing.draw", lambda: next(draws))
    assert (await make_order()).number == "FRSH-2222"


async def test_staff_look_in_vain_for_a_number_nobody_has() -> None:
    await make_order()
    with pytest.raises(orders.UnknownOrder):
        await orders.find("AAAA-AAAA")


async def test_staff_page_through_all_orders_newest_first() -> None:
    made = [(await make_order()).number for _ in range(5)]
    first = await orders.recent(limit=2)
    second = await orders.recent(limit=2, after=first.next)
    third = await orders.recent(limit=2, after=second.next)
    seen = [order.number for page in (first, second, third) for order in page.orders]
    assert seen == made[::-1]
    assert third.next is None
    assert [line.sku for line in first.orders[0].lines] == ["MUG"]


async def test_staff_filter_by_status_number_and_email() -> None:
    waiting, paid = await make_order(), await make_paid_order(email="Grace@example.com")

    async def numbers(**wanted: object) -> list[str]:
        return [order.number for order in (await orders.recent(**wanted)).orders]  # type: ignore[arg-type]  # by name

    assert await numbers(status=orders.OrderStatus.PLACED) == [paid.number]
    assert await numbers(payment=orders.PaymentStatus.PENDING) == [waiting.number]
    assert await numbers(fulfilment=orders.FulfilmentStatus.FULFILLED) == []
    assert await numbers(query=waiting.number.lower().replace("-", "")) == [waiting.number]
    assert await numbers(query=paid.number[:6]) == [paid.number]
    assert await numbers(query="grace@EXAMPLE") == [paid.number]
    assert await numbers(query="100%@example") == []
    assert await numbers(query="\x00") == [paid.number, waiting.number]


@pytest.mark.parametrize(
    "cursor",
    ["", "nonsense", "====", "é", "MjAyNi0wMS0wMXxub3QtYS11dWlk", pytest.param(BEFORE_TIME, id="before all time")],
)
async def test_a_broken_page_mark_begins_from_the_start(cursor: str) -> None:
    order = await make_order()
    assert [found.number for found in (await orders.recent(after=cursor)).orders] == [order.number]


async def test_the_timeline_is_told_in_order() -> None:
    order = await pay(await make_order())
    entries = await orders.timeline(order.customer_id, order.id, public_only=True)
    assert [entry.message for entry in entries] == ["We have your order.", "Your payment has arrived."]
    assert await orders.timeline(new_id(), order.id, public_only=False) == []


async def test_what_is_loaded_is_loaded_whole() -> None:
    order = await make_paid_order()
    found = await orders.find(order.number)
    assert [len(part) for part in (found.lines, found.tax_lines, found.events, found.payments)] == [1, 1, 2, 1]
    assert (found.fulfilments, found.refunds) == ([], [])


def test_every_fact_names_the_customer_and_the_order_first() -> None:
    for name in events.__all__:
        fact = getattr(events, name)
        if name not in ("items", "OrderItem", "OrderLinkAsked", "OrderSummary", "SummaryLine"):
            assert [field.name for field in fields(fact)][:2] == ["customer_id", "order_id"], name


async def test_the_database_keeps_numbers_unique() -> None:
    order = await make_order()
    async with orders.database.reading() as session:
        row = (await session.execute(sa.text("SELECT number, customer_id, order_id FROM order_numbers"))).one()
    assert tuple(row) == (order.number, order.customer_id, order.id)
