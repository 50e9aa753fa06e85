"""What an alert is for, as the catalogue has it now: can it be had, will it ever be again, and what is it called."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ...shared.settings import settings
from ..categories.tree import hidden_among
from ..models import Product, ProductStatus, Variant
from ..search.stock import sku_in_stock

UNTOLD: Final = "Default Title"


@dataclass(frozen=True)
class Goods:
    """`lost` is what no shopper will be sold again; what is hidden only may come back. `there` is what shoppers see
    and inventory has told to be in stock."""

    product: Product | None
    variant: Variant | None
    shown: bool = False
    in_stock: bool = False

    @property
    def there(self) -> bool:
        return self.shown and self.in_stock

    @property
    def lost(self) -> bool:
        return self.product is None or self.variant is None or self.product.status is ProductStatus.ARCHIVED

    @property
    def title(self) -> str:
        """`Linen Apron, Navy / L`; files call the option of what has no choice Default Title."""
        chosen = [each for each in self.variant.options.values() if each != UNTOLD] if self.variant else []
        return ", ".join(filter(None, [self.product.title if self.product else "", " / ".join(chosen)]))


async def goods(product_id: UUID, variant_id: UUID, session: AsyncClientSession | None = None) -> Goods:
    product = await Product.get(product_id, session=session)
    variant = next((each for each in product.variants if each.id == variant_id), None) if product else None
    if product is None or variant is None:
        return Goods(product, variant)
    sold = product.shown_at(clock.now()) and product.in_currency(settings().shop_currency)
    shown = sold and not await hidden_among([product.category])
    return Goods(product, variant, shown, await sku_in_stock(variant.sku, session))
