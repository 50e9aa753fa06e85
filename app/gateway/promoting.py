"""Promotions in a purchase: the codes that are typed, and the uses that an order takes."""

from collections.abc import Sequence
from uuid import UUID

from domains import catalog, orders
from domains.shared.pricing import Priced

from . import pending


async def enter_code(customer_id: UUID, typed: str) -> orders.Cart:
    """CodeRefused for one that cannot be used at all, Invalid for one too many: then an order that waits is left alone.

    One that is kept may still change nothing: the priced cart tells why not.
    """
    code = (await catalog.coupon(typed)).written
    if cart := await orders.cart(customer_id):
        cart.enter(code)  # its rules, tried on what was read
        await pending.release(customer_id)
    return await orders.enter_code(customer_id, code)


async def take_out_code(customer_id: UUID, code: str) -> orders.Cart:
    await pending.release(customer_id)
    return await orders.take_out_code(customer_id, code)


async def claim(order: orders.Order, priced: Priced) -> None:
    """One use of each promotion that gives this order something. PromotionUsedUp when one has none left."""
    customers = catalog.customer_keys(order.customer_id, order.email)
    await catalog.claim(order.id, _uses(priced), customers)


def _uses(priced: Priced) -> Sequence[catalog.Use]:
    taken: dict[UUID, catalog.Use] = {}
    for saving in priced.savings:
        code = catalog.folded(saving.code) if saving.code else None
        use = taken.setdefault(saving.promotion_id, catalog.Use(promotion_id=saving.promotion_id, amount=0, code=code))
        use.amount += saving.amount.amount
    return list(taken.values())
