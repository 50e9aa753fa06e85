"""Names that may exist once, held as `_id`s of small collections so that products can be sharded by their own id.

A claim is made and given up in the same transaction as the product that holds it.
"""

from typing import ClassVar
from uuid import UUID

from beanie import Document
from pymongo import ASCENDING, IndexModel


class SkuClaim(Document):
    """Kept by the SKU in lower case: `MUG` and `mug` are one."""

    id: str  # type: ignore[assignment]  # how Beanie lets us choose the key
    product_id: UUID
    variant_id: UUID

    class Settings:
        name = "sku_claims"


class FormerSku(Document):
    """Which variant bore a SKU before it was given another: carts still know it by the old one. Kept in lower case
    until that variant bears it again or is removed; no other may claim it before."""

    id: str  # type: ignore[assignment]  # how Beanie lets us choose the key
    product_id: UUID
    variant_id: UUID

    class Settings:
        name = "former_skus"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("variant_id", ASCENDING)])]


class BarcodeClaim(Document):
    id: str  # type: ignore[assignment]  # how Beanie lets us choose the key
    product_id: UUID
    variant_id: UUID

    class Settings:
        name = "barcode_claims"


class SlugClaim(Document):
    """Kept when the product moves on to another slug: that is its history, and old links lead to the new one."""

    id: str  # type: ignore[assignment]  # how Beanie lets us choose the key
    product_id: UUID

    @property
    def held_by(self) -> UUID:
        return self.product_id

    class Settings:
        name = "slug_claims"
