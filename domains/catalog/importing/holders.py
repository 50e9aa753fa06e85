"""Who holds which SKU and barcode, and who bore which SKU before, as far as the products at hand go."""

from dataclasses import dataclass, field
from uuid import UUID

from ..codes import sku_key
from ..models import Product, Variant
from ..products.called import called


@dataclass
class Holders:
    """Code → the product that holds it; SKUs by their key. `former`: SKU → the variant that lies in carts under it;
    `slugs`: address → the product that has it, or had it."""

    skus: dict[str, UUID] = field(default_factory=dict)
    barcodes: dict[str, UUID] = field(default_factory=dict)
    former: dict[str, UUID] = field(default_factory=dict)
    slugs: dict[str, UUID] = field(default_factory=dict)

    def product_called(self, name: str) -> UUID | None:
        return called(name, self.slugs, self.skus)

    def taken(self, sku: str, product_id: UUID) -> bool:
        return self.skus.get(sku_key(sku), product_id) != product_id

    def leads_elsewhere(self, sku: str, variant: Variant | None) -> bool:
        """Another variant bore it. A new variant is none yet."""
        former = self.former.get(sku_key(sku))
        return former is not None and (variant is None or former != variant.id)

    def barcode_taken(self, barcode: str, product_id: UUID) -> bool:
        return self.barcodes.get(barcode, product_id) != product_id

    def learn(self, product: Product, before: Product | None = None) -> None:
        """This product has just been written: its codes are its own, and what it gave up is free, but for the SKUs that
        its variants bore before."""
        self.skus = {sku: holder for sku, holder in self.skus.items() if holder != product.id}
        self.barcodes = {barcode: holder for barcode, holder in self.barcodes.items() if holder != product.id}
        self.former |= given_up(before, product)
        self.slugs[product.slug] = product.id
        for variant in product.variants:
            self.skus[sku_key(variant.sku)] = product.id
            self.former.pop(sku_key(variant.sku), None)
            if variant.barcode:
                self.barcodes[variant.barcode] = product.id

    def refresh(self, fresh: "Holders") -> None:
        """Somebody else wrote in the meantime: what was just read holds."""
        self.skus |= fresh.skus
        self.barcodes |= fresh.barcodes
        self.former |= fresh.former
        self.slugs |= fresh.slugs


def given_up(before: Product | None, after: Product) -> dict[str, UUID]:
    """SKU → the variant that was given another one."""
    bore = {variant.id: sku_key(variant.sku) for variant in before.variants} if before else {}
    borne = {sku_key(variant.sku) for variant in after.variants}
    return {bore[each.id]: each.id for each in after.variants if each.id in bore and bore[each.id] not in borne}
