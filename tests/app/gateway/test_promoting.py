"""Promotions through a purchase: taken when the order is placed, all or nothing, and given back when it ends."""

import asyncio
from collections import Counter
from uuid import UUID

import pytest

from app.gateway import books, checkout, pending, promoting, shopping
from app.gateway.buying import GUEST
from app.gateway.sheet import Seen
from domains import catalog, inventory, orders, payments
from domains.catalog import Limits, PromotionClass
from domains.shared.ids import new_id
from domains.shared.settings import settings
from tests.support.catalog import eur
from tests.support.draining import drain
from tests.support.orders import make_cart
from tests.support.payments import pay
from tests.support.stored_promotions import make_promotion
from tests.support.visiting import on_the_shelf

WAYS = checkout.Ways("http://127.0.0.1:8000/r?o=NUMBER&t=TOKEN", "http://127.0.0.1:8000/c?o=NUMBER&t=TOKEN")

pytestmark = pytest.mark.usefixtures("outside", "shop")


async def buyer(number: int = 1, *codes: str) -> UUID:
    """With two mugs at 12.50 in the cart, ready to pay; 4.90 for delivery."""
    customer_id = new_id()
    await make_cart(customer_id, email=f"buyer-{number}@example.com")
    for code in codes:
        await promoting.enter_code(customer_id, code)
    return customer_id


async def place(customer_id: UUID) -> str:
    return await checkout.place_order(customer_id, GUEST, WAYS, Seen())


async def placed(customer_id: UUID) -> orders.Order:
    await place(customer_id)
    cart = await orders.cart(customer_id)
    assert cart is not None
    assert cart.pending_order_id is not None
    return next(order for order in (await orders.recent(limit=1)).orders if order.id == cart.pending_order_id)


async def uses(promotion: catalog.StoredPromotion) -> tuple[int, int]:
    counted = await catalog.promotion_uses(promotion.id)
    return counted.uses, counted.given


async def test_an_order_costs_what_its_promotions_leave_and_takes_one_use_of_each() -> None:
    await on_the_shelf(stock=5)
    all_classes = frozenset(PromotionClass)
    friday = await make_promotion("Friday", combines_with=all_classes)
    code = await make_promotion(
        "Welcome",
        codes=("WELCOME",),
        kind=PromotionClass.ORDER,
        benefits=(catalog.AmountOff(5_00),),
        combines_with=all_classes,
    )
    sent = await make_promotion(
        "Delivery", kind=PromotionClass.SHIPPING, benefits=(catalog.PercentOff(5000),), combines_with=all_classes
    )
    order = await placed(await buyer(1, "welcome"))
    assert (order.total, order.shipping) == (eur(25_00 - 2_50 - 5_00 + 2_45), eur(2_45))
    assert (await uses(friday), await uses(code), await uses(sent)) == ((1, 2_50), (1, 5_00), (1, 2_45))
    assert (await catalog.coupon("WELCOME")).uses == 1
    await drain()
    assert await books.reconcile() == []


async def test_what_the_cart_says_counts_is_what_counts_at_the_checkout() -> None:
    await on_the_shelf(stock=5)
    await make_promotion("Cent", benefits=(catalog.AmountOff(1),))
    await make_promotion("Delivery", kind=PromotionClass.SHIPPING, benefits=(catalog.FreeShipping(),))
    customer_id = await buyer(1)
    cart, sheet = await shopping.look(customer_id, GUEST), await checkout.look(customer_id, GUEST)
    assert [[each.label for each in shown.priced.savings] for shown in (cart, sheet.shown)] == [["Delivery"]] * 2
    assert (cart.priced.goods, sheet.totals.total, sheet.totals.shipping) == (eur(25_00), eur(25_00), eur(0))


async def test_no_order_gets_more_off_than_the_shop_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOST_DISCOUNT_PERCENT", "4")
    settings.cache_clear()
    try:
        await on_the_shelf(stock=5)
        friday = await make_promotion("Friday")
        order = await placed(await buyer(1))
        assert (order.discount, await uses(friday)) == (eur(1_00), (1, 1_00))
    finally:
        monkeypatch.undo()
        settings.cache_clear()


async def test_pressed_twice_it_is_one_order_and_one_use() -> None:
    await on_the_shelf(stock=5)
    once = await make_promotion(codes=("ONCE",), limits=Limits(overall=1, per_customer=1, per_code=1))
    customer_id = await buyer(1, "ONCE")
    pages = await asyncio.gather(*(place(customer_id) for _ in range(3)))
    assert len({*pages, await place(customer_id)}) == 1
    assert await uses(once) == (1, 2_50)


async def test_giving_up_gives_the_use_back_at_once() -> None:
    await on_the_shelf(stock=5)
    once = await make_promotion(codes=("ONCE",), limits=Limits(overall=1))
    customer_id = await buyer(1, "ONCE")
    order = await placed(customer_id)
    await pending.give_up(customer_id, order.id)
    assert await uses(once) == (0, 0)
    again = await placed(customer_id)
    assert (again.id != order.id, again.total) == (True, order.total)
    await drain()
    assert await uses(once) == (1, 2_50)
    assert await books.reconcile() == []


async def test_an_order_that_expires_or_is_cancelled_gives_its_use_back() -> None:
    await on_the_shelf(stock=5)
    once = await make_promotion(limits=Limits(per_customer=1))
    unpaid = await placed(await buyer(1))
    await payments.close(unpaid.customer_id, unpaid.id)
    await drain()
    assert await uses(once) == (0, 0)
    bought = await placed(await buyer(1))
    [attempt] = await payments.attempts(bought.customer_id, bought.id)
    await pay(attempt)
    await payments.settle(attempt.customer_id, attempt.id)
    await drain()
    assert await uses(once) == (1, 2_50)
    await orders.cancel(bought.customer_id, bought.id, "They asked for it.", "ada@shop.example")
    await drain()
    assert await uses(once) == (0, 0)
    assert await books.reconcile() == []


async def test_two_hundred_orders_at_once_get_exactly_what_the_limit_allows() -> None:
    await on_the_shelf(stock=1000)
    five = await make_promotion("First five", codes=("FIVE",), limits=Limits(overall=5))
    buyers = [await buyer(number, "FIVE") for number in range(200)]
    seen = Seen(total=str((await checkout.look(buyers[0], GUEST)).totals.total.amount))
    served = asyncio.Semaphore(25)  # as many at a time as a process has connections for

    async def press(customer_id: UUID) -> str:
        async with served:
            return await checkout.place_order(customer_id, GUEST, WAYS, seen)

    together = asyncio.gather(*(press(each) for each in buyers), return_exceptions=True)
    outcomes = Counter(type(each).__name__ for each in await together)
    assert outcomes["str"] == 5
    assert outcomes["PromotionUsedUp"] + outcomes["OrderChanged"] == 195
    assert await uses(five) == (5, 12_50)
    await drain(200)
    audit = await orders.audit()
    assert Counter(str(order.status) for order in audit.orders) == {
        "pending_payment": 5,
        "cancelled": outcomes["PromotionUsedUp"],
    }
    assert await inventory.available("MUG") == 1000 - 10
    assert await books.reconcile() == []
    shown = (await checkout.look(buyers[0], GUEST)).shown
    assert [because for _, because in shown.codes] in ([""], ["It has been used as often as it may be."])


async def test_a_gift_is_ordered_with_the_rest_and_costs_nothing() -> None:
    await on_the_shelf(stock=5)
    await on_the_shelf("Napkin", sku="NAPKIN", stock=1, price=eur(3_00))
    gift = await make_promotion("Napkin for free", benefits=(catalog.Gift("NAPKIN"),))
    order = await placed(await buyer(1))
    assert [(line.sku, line.quantity, line.line_total) for line in order.lines] == [
        ("MUG", 2, eur(25_00)),
        ("NAPKIN", 1, eur(0)),
    ]
    assert (order.total, await inventory.available("NAPKIN"), await uses(gift)) == (eur(29_90), 0, (1, 3_00))
    other = await placed(await buyer(2))
    assert [line.sku for line in other.lines] == ["MUG"]  # it has sold out


async def test_what_stock_refuses_takes_no_use() -> None:
    await on_the_shelf(stock=2)
    friday = await make_promotion()
    both = [await buyer(number) for number in (1, 2)]
    outcomes = await asyncio.gather(*(place(each) for each in both), return_exceptions=True)
    assert sorted(type(each).__name__ for each in outcomes) == ["OutOfStock", "str"]
    assert await uses(friday) == (1, 2_50)


async def test_drift_between_counters_claims_and_limits_is_named() -> None:
    await on_the_shelf(stock=5)
    friday = await make_promotion("Friday", limits=Limits(overall=5))
    await placed(await buyer(1))
    counters = catalog.documents.database["promotion_uses"]
    await counters.update_one({"_id": friday.id}, {"$inc": {"uses": 7}})
    await catalog.documents.database["customer_uses"].update_many({}, {"$set": {"uses": 3}})
    found = [(each.name, each.subject) for each in books.compare(await books.figures())]
    drift = "uses of a promotion = claims of orders"
    assert found[0] == (drift, "promotion “Friday”")
    assert [(name, subject[:49]) for name, subject in found[1:]] == [(drift, f"The customer {friday.id}")] * 2
