"""What staff do to a product. Each verb is one write, refused when somebody else was quicker."""

from collections.abc import Callable
from uuid import UUID

from beanie.exceptions import RevisionIdWasChanged

from ..shared import clock
from ..shared.errors import Invalid
from ..shared.money import Money
from .categories import forget_tree
from .errors import Conflict
from .models import Product, ProductStatus
from .prices import HIGHEST
from .queries import find_product


async def change_price(
    product_id: UUID, variant_id: UUID, price: Money, compare_at: Money | None, *, revision: UUID | None = None
) -> Product:
    """`revision` is the product's when the form was shown: Conflict when it has changed since."""

    def change(product: Product) -> bool:
        variant = product.variant_by_id(variant_id)
        _check_price(product, price, compare_at)
        if (variant.price, variant.compare_at) == (price, compare_at):
            return False
        variant.price, variant.compare_at = price, compare_at
        return True

    return await _change(product_id, revision, change)


async def set_status(product_id: UUID, status: ProductStatus, *, revision: UUID | None = None) -> Product:
    return await _change(product_id, revision, lambda product: product.become(status))


def _check_price(product: Product, price: Money, compare_at: Money | None) -> None:
    if not product.in_currency(price.currency):
        raise Invalid("This price is in another currency.", {"price": f"Give an amount in {product.currency}."})
    if not 0 <= price.amount <= HIGHEST:
        raise Invalid("This price cannot be charged.", {"price": "Give an amount that is not negative and not larger."})
    if compare_at is not None and (compare_at.currency != price.currency or compare_at <= price):
        raise Invalid(
            "The price before the sale must be higher than the price.",
            {"compare_at": "Leave it empty, or give a higher amount."},
        )


async def _change(product_id: UUID, revision: UUID | None, change: Callable[[Product], bool]) -> Product:
    product = await find_product(product_id)
    if revision is not None and product.revision != revision:
        raise Conflict
    if not change(product):
        return product
    product.updated_at = clock.now()
    try:
        await product.replace()
    except RevisionIdWasChanged:
        raise Conflict from None
    forget_tree()
    return product
