from dataclasses import replace

import pytest

from domains import orders
from domains.shared.errors import Refusal
from domains.shared.ids import new_id
from domains.shared.money import Money
from domains.shared.pricing import Priced, PricedLine, Why
from tests.support.orders import make_cart, make_draft, make_item

pytestmark = pytest.mark.usefixtures("new_shop")


def with_gift(priced: Priced, sku: str) -> Priced:
    unit, nothing = Money(3_00, "EUR"), Money(0, "EUR")
    gift = PricedLine(sku, 1, unit, None, unit, nothing, "standard", 10, Why(sku, nothing), gift=1)
    return replace(priced, lines=(*priced.lines, gift))


async def test_what_the_prices_were_made_of_stays_with_the_order() -> None:
    customer = new_id()
    draft = await make_draft(await make_cart(customer))
    order = await orders.place(customer, replace(draft, pricing={"version": 1, "lines": []}))
    assert await orders.pricing_of(customer, order.id) == {"version": 1, "lines": []}


async def test_an_order_from_before_that_was_kept_has_none() -> None:
    customer = new_id()
    order = await orders.place(customer, await make_draft(await make_cart(customer)))
    assert await orders.pricing_of(customer, order.id) is None


async def test_a_gift_becomes_a_line_of_the_order_that_costs_nothing() -> None:
    customer = new_id()
    cart = await make_cart(customer)
    draft = await make_draft(cart)
    priced = with_gift(draft.priced, "STICKER")
    totals = orders.total(priced, draft.shipping, await orders.tax_rates("DE"))
    items = (*draft.items, make_item("STICKER"))
    order = await orders.place(customer, replace(draft, priced=priced, totals=totals, items=items))
    gift = order.lines[-1]
    assert (gift.sku, gift.quantity, gift.whole, gift.line_total) == ("STICKER", 1, Money(3_00, "EUR"), Money(0, "EUR"))
    assert (order.total, order.discount) == (draft.totals.total, Money(3_00, "EUR"))


async def test_a_line_that_is_neither_in_the_cart_nor_a_gift_is_refused() -> None:
    customer = new_id()
    draft = await make_draft(await make_cart(customer))
    priced = with_gift(draft.priced, "STICKER")
    bought = replace(priced.lines[-1], gift=0)
    smuggled = replace(priced, lines=(*priced.lines[:-1], bought))
    totals = orders.total(smuggled, draft.shipping, await orders.tax_rates("DE"))
    items = (*draft.items, make_item("STICKER"))
    with pytest.raises(Refusal):
        await orders.place(customer, replace(draft, priced=smuggled, totals=totals, items=items))
    assert (await orders.cart(customer)).pending_order_id is None  # type: ignore[union-attr]
