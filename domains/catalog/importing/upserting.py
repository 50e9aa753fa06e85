"""What our own rows mean for the product they are about: found by SKU, changed where they say something."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from uuid import UUID

from ...shared.errors import Invalid
from ..codes import sku_key
from ..models import AttributeKind, AttributeValue, ImportOutcome, Product, ProductType
from ..products.attributes import read_attributes, typed_values
from ..products.called import called
from ..slugs import slugify
from .cells import listed
from .entries import OwnEntry
from .gallery import Found
from .holders import Holders
from .later import Later
from .own_gallery import hang_named
from .plan import CannotBeProduct, Plan, finished
from .variants import settle_by_sku


@dataclass(frozen=True)
class OwnPlans:
    """`types` by their keys and by their names in lower case."""

    types: Mapping[str, ProductType]
    later: Later

    async def look_again(self) -> None:
        """Types that are relied on cannot be removed."""

    def __call__(
        self, entry: OwnEntry, before: Product | None, holders: Holders, pictures: Mapping[str, Found]
    ) -> Plan:
        """CannotBeProduct when there is too little for a new product, or something that concerns all of it is wrong."""
        entry = replace(entry, report=deepcopy(entry.report))  # the same entry may be planned again
        after = before.model_copy(deep=True) if before else _new_product(entry)
        plan = Plan(entry, before, after)
        self._describe(plan, entry, holders)
        hang_named(plan, entry, pictures)
        settle_by_sku(plan, entry, holders)
        done = finished(plan)
        if entry.report.skus and None in _others(plan, entry.others, holders).values():
            self.later.note(entry)
        return done

    def _describe(self, plan: Plan, entry: OwnEntry, holders: Holders) -> None:
        product = plan.after
        old = product.model_copy(deep=True)
        said = dict(entry.said)
        product.type = self._type(said.pop("type", product.type))
        if entry.category is not None:
            said["category"] = entry.category[-1][0] if entry.category else ""
        if "related" in said:
            said["related"] = _related(plan, said["related"], holders)
        product.show_between(said.pop("shown_from", product.shown_from), said.pop("shown_until", product.shown_until))
        product.become(said.pop("status", product.status))
        for name, value in said.items():
            setattr(product, name, value)
        if product.shown_from and product.shown_until and product.shown_until <= product.shown_from:
            raise CannotBeProduct("Shown until: it must end after it begins.")
        self._answer(product, entry, complete=product.active and (not old.active or old.type != product.type))
        if plan.before is None:
            plan.touch(entry.line, ImportOutcome.CREATED)
        elif product != old:
            plan.touch(entry.line, ImportOutcome.UPDATED)

    def _type(self, named: str) -> str:
        found = self.types.get(named) or self.types.get(named.casefold())
        if named and found is None:
            raise CannotBeProduct(f"Product type: there is no product type “{named[:100]}”.")
        return found.id if found else ""

    def _answer(self, product: Product, entry: OwnEntry, *, complete: bool) -> None:
        """`complete`: it goes on sale, so nothing that its type requires may be missing."""
        kind = self.types.get(product.type)
        if kind is None and any(entry.attributes.values()):
            raise CannotBeProduct("Attributes: give the product a product type first.")
        if kind is None or not (entry.attributes or complete):
            return
        typed = {key: typed_values(answer) for key, answer in product.attributes.items()}
        typed |= _said(kind, entry.attributes)
        answers = _answers(kind, typed, complete=complete)
        known = {spec.key for spec in kind.attributes}
        others = {key: each for key, each in product.attributes.items() if key not in known}
        if product.active and others | answers != product.attributes:
            _answers(kind, typed, complete=True)
        product.attributes = others | answers


def _related(plan: Plan, names: Sequence[str], holders: Holders) -> list[UUID]:
    found = _others(plan, names, holders)
    if unknown := [name[:100] for name, product_id in found.items() if product_id is None]:
        later = "What stands further down in this file is related at its end."
        plan.entry.report.note(plan.entry.line, f"Related products: there is no {', '.join(unknown)} yet. {later}")
    return list(dict.fromkeys(each for each in found.values() if each is not None and each != plan.after.id))


def _others(plan: Plan, names: Sequence[str], holders: Holders) -> dict[str, UUID | None]:
    own = dict.fromkeys([plan.after.slug, *(sku_key(sku) for sku in plan.entry.possible_skus(False))], plan.after.id)
    return {name: holders.product_called(name) or called(name, own, own) for name in names}


def _answers(kind: ProductType, typed: Mapping[str, Sequence[str]], *, complete: bool) -> dict[str, AttributeValue]:
    try:
        return read_attributes(kind, typed, complete=complete)
    except Invalid as refused:
        names = {f"attribute-{spec.key}": spec.name for spec in kind.attributes}
        told = (f"{names.get(field, field)}: {why}" for field, why in refused.fields.items())
        raise CannotBeProduct(" ".join(told)) from None


def _said(kind: ProductType, attributes: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """By the keys of the type, which a column may name as people do."""
    keys = {spec.name.casefold(): spec for spec in kind.attributes} | {spec.key: spec for spec in kind.attributes}
    typed: dict[str, list[str]] = {}
    for name, values in attributes.items():
        if spec := keys.get(name):
            many = spec.kind is AttributeKind.MULTISELECT
            typed[spec.key] = [part for value in values for part in (listed(value) if many else [value])]
        elif any(values):
            raise CannotBeProduct(f"Attribute: products of the type {kind.name} have no “{name}”.")
    return typed


def _new_product(entry: OwnEntry) -> Product:
    if not entry.variants:
        raise CannotBeProduct("None of its rows is a variant that can be sold.")
    if not entry.slug:
        raise CannotBeProduct(f"There is no SKU {entry.first_sku}. A new product needs a Handle and a Title.")
    title = entry.said.get("title", "")
    if not slugify(title):
        raise CannotBeProduct("Title: a new product needs one, with letters or figures.")
    return Product(slug=entry.slug, title=title, currency=entry.currency, variants=[])
