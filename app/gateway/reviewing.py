"""Reviews by buyers: what an order holds that can be told about, opened by the link that only its owner has."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domains import catalog, orders
from domains.shared.away import AWAY
from domains.shared.errors import NotFound, Refusal

log = logging.getLogger("barrow.edge")
PATIENCE = 2.0  # seconds: an order is followed also while the catalogue is away


@dataclass(frozen=True)
class Reviewable:
    """A product of which something has been sent, in the lines it was bought in, and what its buyer has said of it."""

    purchase: catalog.Purchase
    line: orders.OrderLine
    review: catalog.Review | None

    @property
    def product_id(self) -> UUID:
        return self.purchase.product_id


@dataclass(frozen=True)
class ReviewSheet:
    order: orders.Order
    own: Reviewable


async def reviewables(order: orders.Order) -> tuple[Reviewable, ...]:
    """In the order's own order; none of what has not left us yet, for nobody has seen that."""
    sent = [line for line in order.lines if line.sent]
    products = await catalog.products_by_slug([line.slug for line in sent])
    by_product: dict[UUID, list[orders.OrderLine]] = {}
    for line in sent:
        if product_id := products.get(line.slug):
            by_product.setdefault(product_id, []).append(line)
    reviews = await catalog.reviews_of_order(order.id, list(by_product))
    return tuple(
        Reviewable(_purchase(order, product_id, lines), lines[0], reviews.get(product_id))
        for product_id, lines in by_product.items()
    )


async def beside(order: orders.Order) -> tuple[Reviewable, ...]:
    """For the order's page, which is worth more than this: nothing while the catalogue does not answer."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await reviewables(order)
    except (Refusal, TimeoutError, *AWAY) as error:
        log.warning("reviews.unavailable reason=%s", type(error).__name__)
        return ()


@dataclass(frozen=True)
class Written:
    """What somebody has said of something they bought."""

    order: orders.Order
    line: orders.OrderLine
    review: catalog.Review


async def written(own: Sequence[orders.Order]) -> tuple[Written, ...]:
    """Of these orders, newest order first; nothing while the catalogue does not answer."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await _written([(order, line) for order in own for line in order.lines if line.sent])
    except (Refusal, TimeoutError, *AWAY) as error:
        log.warning("reviews.unavailable reason=%s", type(error).__name__)
        return ()


async def look(number: str, token: str, product_id: UUID) -> ReviewSheet:
    """NotFound for a wrong link, and for a product that this order does not hold or that has not been sent."""
    order = await orders.order(number, token)
    own = next((each for each in await reviewables(order) if each.product_id == product_id), None)
    if own is None:
        raise NotFound("There is nothing of this order to review here yet.")
    return ReviewSheet(order, own)


async def write(number: str, token: str, product_id: UUID, words: catalog.Words) -> None:
    sheet = await look(number, token, product_id)
    await catalog.write_review(sheet.own.purchase, words)


async def withdraw(number: str, token: str, product_id: UUID) -> None:
    sheet = await look(number, token, product_id)
    await catalog.withdraw_review(sheet.own.purchase)


async def _written(sent: Sequence[tuple[orders.Order, orders.OrderLine]]) -> tuple[Written, ...]:
    products = await catalog.products_by_slug(sorted({line.slug for _, line in sent}))
    first: dict[tuple[UUID, UUID], tuple[orders.Order, orders.OrderLine]] = {}
    for order, line in sent:
        if product_id := products.get(line.slug):
            first.setdefault((order.id, product_id), (order, line))
    found = await catalog.reviews_of_orders(list(first))
    return tuple(Written(order, line, found[key]) for key, (order, line) in first.items() if key in found)


def _purchase(order: orders.Order, product_id: UUID, lines: list[orders.OrderLine]) -> catalog.Purchase:
    bought = [catalog.Bought(sku=line.sku, options=dict(line.options)) for line in lines]
    return catalog.Purchase(order.id, order.number, product_id, bought)
