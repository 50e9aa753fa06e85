"""What a shopper is shown beside a product, as the cards of any shelf."""

from ...shared import clock
from ..measures import shelf_size, sides_of
from ..models import Product
from ..prices.lists import price_list_terms
from ..pricing.reading import inputs_of
from ..pricing.shelf import ShelfPrice, shelf_price
from ..search import Card
from .queries import related_products


async def related_cards(product: Product, groups: frozenset[str] = frozenset()) -> list[Card]:
    """Of those that may be shown now, in staff's order."""
    found = await related_products(product)
    if not found:
        return []
    now, lists = clock.now(), await price_list_terms()
    return [_card(each, shelf_price(map(inputs_of, each.variants), now, lists, groups)) for each in found]


def _card(product: Product, price: ShelfPrice) -> Card:
    picture = next(iter(product.gallery), None)
    return Card(
        product_id=product.id,
        slug=product.slug,
        title=product.title,
        vendor=product.vendor,
        category=product.category,
        image=picture.image if picture else None,
        alt=(picture.alt if picture else "") or product.title,
        price_from=price.price_from,
        compare_at=price.compare_at,
        lowest=price.lowest,
        varies=price.varies,
        skus=product.skus,
        size=shelf_size(sides_of(each.dimensions) for each in product.variants),
        status=product.status.value,
        rating=product.rating,
        ratings=product.rating_count,
    )
