"""What the catalogue can show for itself: its outbox, its size, and whether names are claimed as products bear them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from beanie import Document

from ..shared.outbox import Backlog
from .alerts.auditing import AlertsAudit, audit_alerts
from .codes import sku_key
from .collections.auditing import audit_membership
from .database import documents
from .models import BarcodeClaim, Product, SkuClaim, SlugClaim
from .promotions.auditing import PromotionsAudit, audit_promotions
from .reviews.auditing import audit_ratings
from .selling.auditing import audit_sold
from .wishlists.cleaning import wishlist_problems

NAMED = {"slug": 1, "variants.id": 1, "variants.sku": 1, "variants.barcode": 1}
MOST_PROBLEMS = 100
Held = tuple[UUID, UUID | None]  # product, variant


@dataclass(frozen=True)
class CatalogAudit:
    """`problems` are sentences about names, `ratings` and `sold` about figures of products that are not the sum of
    their reviews and orders, `wishlists` about links to lists, `collections` about products that are in others than
    hands and rules say: none in a sound catalogue."""

    backlog: Backlog
    products: int
    variants: int
    problems: tuple[str, ...]
    promotions: PromotionsAudit
    ratings: tuple[str, ...]
    sold: tuple[str, ...]
    alerts: AlertsAudit
    wishlists: tuple[str, ...]
    collections: tuple[str, ...]


@dataclass
class Borne:
    """The names that products bear, each with who bears it."""

    products: int = 0
    slugs: dict[str, Held] = field(default_factory=dict)
    skus: dict[str, Held] = field(default_factory=dict)
    barcodes: dict[str, Held] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)

    def note(self, product: Mapping[str, Any]) -> None:
        self.products += 1
        self.slugs[product["slug"]] = (product["_id"], None)
        for variant in product["variants"]:
            holder = (product["_id"], variant["id"])
            self._note("SKU", self.skus, sku_key(variant["sku"]), holder)
            if variant["barcode"]:
                self._note("barcode", self.barcodes, variant["barcode"], holder)

    def _note(self, what: str, borne: dict[str, Held], name: str, holder: Held) -> None:
        if name in borne and borne[name][0] == holder[0]:  # two products, and one of them has not claimed it
            self.twice.append(f"The {what} {name} is borne by two variants of product {holder[0]}.")
        borne[name] = holder


async def audit() -> CatalogAudit:
    """Reads every product's names: for the books, not for a page."""
    # Products first: one that is written meanwhile shows up as a claim too many, never as one missing.
    borne = Borne()
    async for product in Product.get_pymongo_collection().find({}, NAMED):
        borne.note(product)
    problems = [
        *borne.twice,
        *await _unclaimed("slug", borne.slugs, SlugClaim),
        *await _unclaimed("SKU", borne.skus, SkuClaim),
        *await _unclaimed("barcode", borne.barcodes, BarcodeClaim),
    ]
    return CatalogAudit(
        backlog=await documents.outbox.backlog(),
        products=borne.products,
        variants=len(borne.skus),
        problems=tuple(problems[:MOST_PROBLEMS]),
        promotions=await audit_promotions(),
        ratings=(await audit_ratings())[:MOST_PROBLEMS],
        sold=(await audit_sold())[:MOST_PROBLEMS],
        alerts=await audit_alerts(),
        wishlists=tuple([told async for told in wishlist_problems()]),
        collections=(await audit_membership())[:MOST_PROBLEMS],
    )


async def _unclaimed(what: str, borne: Mapping[str, Held], kind: type[Document]) -> list[str]:
    claims: dict[str, Held] = {}
    async for claim in kind.get_pymongo_collection().find({}):
        claims[claim["_id"]] = (claim["product_id"], claim.get("variant_id"))
    return [
        f"The {what} {name} is borne by product {holder[0]} and not claimed for it."
        for name, holder in borne.items()
        if claims.get(name) != holder
    ]
