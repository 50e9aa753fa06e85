"""What is given back part by part sums, with its tax, to exactly what was paid, however it is cut."""

import asyncio
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains import orders
from domains.orders import CreditParts
from domains.orders.models import Order, OrderCredit, OrderCreditLine, OrderLine
from domains.shared.errors import Invalid
from domains.shared.ids import new_id
from tests.support.orders import again, make_paid_order

LINES = st.lists(st.tuples(st.integers(1, 7), st.integers(1, 9_999), st.integers(0, 25)), min_size=1, max_size=4)
CUTS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 900), st.integers(0, 900), st.integers(0, 50)),
    max_size=8,
)


def sold(lines: list[tuple[int, int, int]], shipping: int, *, included: bool) -> Order:
    """Of lines of so many units at a price and a rate in percent."""
    made = [
        OrderLine(
            id=new_id(),
            title="Mug",
            quantity=units,
            total_amount=units * price,
            tax_amount=units * price * rate // (100 + rate if included else 100),
        )
        for units, price, rate in lines
    ]
    tax = sum(line.tax_amount for line in made) + shipping * 19 // 119
    total = sum(line.total_amount for line in made) + shipping + (0 if included else tax)
    return Order(
        currency="EUR",
        tax_included=included,
        lines=made,
        shipping_amount=shipping,
        tax_amount=tax,
        total_amount=total,
        paid_amount=total,
        credits=[],
    )


def book(order: Order, quoted: orders.CreditQuote) -> None:
    lines = [
        OrderCreditLine(order_line_id=each.line.id, quantity=each.quantity, amount=each.amount, tax_amount=each.tax)
        for each in quoted.lines
        if each.line
    ]
    amount, tax, shipping = quoted.total.amount, quoted.tax.amount, quoted.shipping.amount
    credit = OrderCredit(total_amount=amount, tax_amount=tax, shipping_amount=shipping, currency="EUR", lines=lines)
    order.credits.append(credit)


@given(lines=LINES, shipping=st.integers(0, 990), included=st.booleans(), cuts=CUTS)
def test_whatever_is_cut_off_first_the_rest_makes_it_whole(
    lines: list[tuple[int, int, int]], shipping: int, included: bool, cuts: list[tuple[int, int, int, int, int]]
) -> None:
    order = sold(lines, shipping, included=included)
    for which, units, postage, goodwill, fee in cuts:
        line = order.lines[which % len(order.lines)]
        try:
            quoted = orders.quote(order, CreditParts({line.id: units}, postage, goodwill, fee))
        except Invalid:
            continue
        assert quoted.total.amount == sum(each.amount for each in quoted.lines) + quoted.shipping.amount
        book(order, quoted)
    parts = orders.creditable(order)
    assert all(part.left >= 0 and part.units >= 0 for part in parts)
    if rest := sum(part.left for part in parts):
        book(order, orders.quote(order, CreditParts(goodwill=rest)))
    assert sum(credit.total_amount for credit in order.credits) == order.total_amount
    assert sum(credit.tax_amount for credit in order.credits) == order.tax_amount
    with pytest.raises(Invalid):
        orders.quote(order, CreditParts(goodwill=1))


@pytest.mark.usefixtures("new_shop")
async def test_two_clerks_at_once_do_not_credit_one_unit_twice() -> None:
    order = await make_paid_order()
    wish = CreditParts({order.lines[0].id: 2})
    deeds = [orders.credit(order.customer_id, order.id, wish, reason="", actor="ada", key=uuid4()) for _ in range(2)]
    first, second = await asyncio.gather(*deeds, return_exceptions=True)
    assert sorted(type(each).__name__ for each in (first, second)) == ["Invalid", "OrderCredit"]
    assert len((await again(order)).credits) == 1


@pytest.mark.usefixtures("new_shop")
async def test_the_same_key_is_the_same_credit_and_never_another() -> None:
    order = await make_paid_order()
    key, wish = uuid4(), CreditParts({order.lines[0].id: 1})
    made = [await orders.credit(order.customer_id, order.id, wish, reason="", actor="ada", key=key) for _ in range(2)]
    assert made[0].id == made[1].id
    with pytest.raises(orders.CreditedBefore):
        await orders.credit(order.customer_id, order.id, CreditParts(goodwill=1), reason="", actor="ada", key=key)
    assert len((await again(order)).credits) == 1


@pytest.mark.usefixtures("new_shop")
async def test_a_line_of_another_order_is_no_part_of_this_one() -> None:
    order, other = await make_paid_order(), await make_paid_order()
    with pytest.raises(Invalid):
        orders.quote(order, CreditParts({other.lines[0].id: 1}))
