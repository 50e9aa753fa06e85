"""What Shopify's rows mean for the product they are about: compared with it, and a copy of it changed."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace

from ..models import ImportOutcome, Product, ProductStatus
from .entries import ProductEntry
from .gallery import Found, hang_pictures
from .holders import Holders
from .matching import settle_variants
from .plan import CannotBeProduct, Plan, finished


@dataclass(frozen=True)
class ShopifyPlans:
    """`currency` is that of the file's prices."""

    currency: str

    async def look_again(self) -> None:
        """It knows nothing else."""

    def __call__(
        self, entry: ProductEntry, before: Product | None, holders: Holders, pictures: Mapping[str, Found]
    ) -> Plan:
        """Pure but for new ids and the time. CannotBeProduct when there is too little for a new product."""
        if not entry.slug:
            raise CannotBeProduct("")
        entry = replace(entry, report=deepcopy(entry.report))  # the same entry may be planned again
        after = before.model_copy(deep=True) if before else _new_product(entry, self.currency)
        if after.currency != self.currency:
            raise CannotBeProduct(f"The product is priced in {after.currency}; this file is in {self.currency}.")
        plan = Plan(entry, before, after)
        _describe(plan, entry)
        hang_pictures(plan, entry, pictures)
        settle_variants(plan, entry, holders)
        return finished(plan)


def _new_product(entry: ProductEntry, currency: str) -> Product:
    if not entry.title:
        raise CannotBeProduct("The product has no title.")
    return Product(slug=entry.slug, title=entry.title, currency=currency, variants=[])


def _describe(plan: Plan, entry: ProductEntry) -> None:
    """The product's own fields, as far as the file speaks of them."""
    product = plan.after
    status = entry.status or (ProductStatus.ACTIVE if plan.before is None else product.status)
    said = {
        "title": entry.title,
        "description": entry.description,
        "vendor": entry.vendor,
        "category": None if entry.category is None else (entry.category[-1][0] if entry.category else ""),
        "tags": entry.tags,
    }
    changed = product.become(status)
    for name, value in said.items():
        if value is not None and value != getattr(product, name):
            setattr(product, name, value)
            changed = True
    if plan.before is None:
        plan.touch(entry.line, ImportOutcome.CREATED)
    elif changed:
        plan.touch(entry.line, ImportOutcome.UPDATED)
