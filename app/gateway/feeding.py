"""All that is for sale, some at a time, each with its prices and what is left of it: for feeds."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from domains import catalog, inventory
from domains.shared import clock


@dataclass(frozen=True)
class FedProduct:
    """`prices` and `supplies` are by SKU."""

    product: catalog.Product
    prices: Mapping[str, catalog.UnitPrice]
    supplies: Mapping[str, inventory.Supply]


async def goods() -> AsyncIterator[list[FedProduct]]:
    """What shoppers can see and buy; never more than a few hundred products in memory."""
    for span in await catalog.listed_spans():
        async for listed in catalog.listed_products(span):
            found = await catalog.products_of([each.product_id for each in listed])
            shown = [product for product in found if product.shown_at(clock.now())]
            supplies = await inventory.supplies([sku for product in shown for sku in product.skus])
            yield [FedProduct(product, await catalog.variant_prices(product), supplies) for product in shown]
