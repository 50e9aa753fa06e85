"""Who holds which SKU and barcode, as far as the products at hand go."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from ..codes import LONGEST_SKU, sku_key
from ..models import Product
from ..slugs import slugify


@dataclass
class Holders:
    """Code → the product that holds it; SKUs by their key."""

    skus: dict[str, UUID] = field(default_factory=dict)
    barcodes: dict[str, UUID] = field(default_factory=dict)

    def taken(self, sku: str, product_id: UUID) -> bool:
        return self.skus.get(sku_key(sku), product_id) != product_id

    def barcode_taken(self, barcode: str, product_id: UUID) -> bool:
        return self.barcodes.get(barcode, product_id) != product_id

    def learn(self, product: Product) -> None:
        """This product has just been written: its codes are its own, and what it gave up is free."""
        self.skus = {sku: holder for sku, holder in self.skus.items() if holder != product.id}
        self.barcodes = {barcode: holder for barcode, holder in self.barcodes.items() if holder != product.id}
        for variant in product.variants:
            self.skus[sku_key(variant.sku)] = product.id
            if variant.barcode:
                self.barcodes[variant.barcode] = product.id


def invented_sku(slug: str, values: Collection[str]) -> str:
    """For a variant whose file gives none: `linen-apron`, `L` → `LINEN-APRON-L`. Always the same."""
    return "-".join([slug, *filter(None, map(slugify, values))]).upper()[:LONGEST_SKU]


def derived_skus(sku: str, slug: str, values: Collection[str]) -> list[str]:
    """Stand-ins for a SKU that another variant has, best first; made from product and options, so always the same."""
    digest = hashlib.sha256("\x00".join([slug, *(value.casefold() for value in values)]).encode()).hexdigest().upper()
    return [f"{sku[: LONGEST_SKU - 1 - length]}-{digest[:length]}" for length in (4, 8, 16, 32)]
