"""Who holds which SKU and barcode, as far as the products at hand go."""

from dataclasses import dataclass, field
from uuid import UUID

from ..codes import sku_key
from ..models import Product


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
