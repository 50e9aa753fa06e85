"""Asking to be told when something is back: the catalogue keeps who waits, inventory says whether one has to."""

from collections.abc import Sequence
from dataclasses import dataclass

from domains import catalog, inventory, orders
from domains.shared.errors import Refusal


class ThereAlready(Refusal):
    """No need to wait for it."""

    def __init__(self) -> None:
        super().__init__("This is in stock: you can put it in your cart now.")


async def ask(sku: str, email: str) -> catalog.Offer:
    """NotForSale, ThereAlready, or Invalid for what is no address. That a letter goes out is said to everybody."""
    offer = await catalog.offer(sku)
    address = orders.check_email(email)
    if await inventory.available(offer.sku) > 0:
        raise ThereAlready
    await catalog.ask_alert(offer.sku, address)
    return offer


@dataclass(frozen=True)
class Wanted:
    """A variant that has sold out, and how many wait for it."""

    product: catalog.Product
    variant: catalog.Variant
    waiting: int


async def most_wanted() -> Sequence[Wanted]:
    """For staff, the most wanted first."""
    queues = await catalog.most_waited_for()
    products = {product.id: product for product in await catalog.products_of([queue.product_id for queue in queues])}
    return [
        Wanted(product, variant, queue.waiting)
        for queue in queues
        if (product := products.get(queue.product_id))
        for variant in product.variants
        if variant.id == queue.id
    ]
