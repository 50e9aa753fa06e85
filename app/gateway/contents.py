"""What is in a bundle, as its shoppers read it."""

import asyncio
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from domains import catalog, inventory, orders
from domains.inventory import Recipe
from domains.shared.away import AWAY
from domains.shared.errors import Refusal

log = logging.getLogger("barrow.edge")
PATIENCE = 2.0  # seconds: an order is followed also while the catalogue is away


@dataclass(frozen=True)
class Part:
    """`slug` is empty where it is not sold alone."""

    quantity: int
    sku: str
    name: str
    slug: str = ""


async def of_variants(skus: Collection[str]) -> dict[str, tuple[Part, ...]]:
    """By SKU, of those that are bundles now; that none is costs no question."""
    return await parts((await inventory.basket(dict.fromkeys(skus, 1))).bundles)


async def of_order(order: orders.Order) -> dict[str, tuple[Part, ...]]:
    """As they were promised to it. For its pages, which are worth more than this: nothing while a store is away."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await parts(await inventory.made_of(order.id, [line.sku for line in order.lines]))
    except (Refusal, TimeoutError, *AWAY) as error:
        log.warning("contents.unavailable reason=%s", type(error).__name__)
        return {}


async def parts(
    bundles: Mapping[str, Recipe], offers: Mapping[str, catalog.Offer] | None = None
) -> dict[str, tuple[Part, ...]]:
    """Of each bundle, in the order of their SKUs. `offers`: what is known of them already."""
    wanted = {part for bundle in bundles.values() for part in bundle.parts}
    if offers is None:
        offers = await catalog.offers(sorted(wanted)) if wanted else {}
    unsold = sorted(wanted - offers.keys())
    goods = await catalog.goods(unsold) if unsold else {}

    def part(sku: str, quantity: int) -> Part:
        if offer := offers.get(sku):
            name = ", ".join([offer.title, *(value for value in offer.options.values() if value != "Default Title")])
            return Part(quantity, sku, name, offer.slug)
        return Part(quantity, sku, goods[sku].name if sku in goods else sku)

    return {sku: tuple(part(*each) for each in sorted(bundle.parts.items())) for sku, bundle in bundles.items()}
