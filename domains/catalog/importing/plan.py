"""What an entry means for the product it is about: compares, changes a copy, and notes what became of each row."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace

from ...shared import clock
from ..events import StockItem
from ..models import ImportOutcome, ImportRow, Picture, Product, ProductStatus
from .entries import ProductEntry
from .gallery import Found, hang_pictures
from .holders import Holders
from .matching import settle_variants

COMPARED = [name for name in Product.model_fields if name not in ("id", "revision_id", "updated_at", "created_at")]


class CannotBeProduct(ValueError):
    """Nothing can be made of this entry; the text says why."""


@dataclass
class Plan:
    """`before` is None for a new product; `after` equals it when nothing changes."""

    entry: ProductEntry
    before: Product | None
    after: Product
    touched: dict[int, ImportOutcome] = field(default_factory=dict)
    stock: list[StockItem] = field(default_factory=list)
    wanted: list[Picture] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        return self.before is None or any(getattr(self.before, name) != getattr(self.after, name) for name in COMPARED)

    @property
    def saved(self) -> list[str]:
        """Keys of pictures that were not there before."""
        before = {picture.key for picture in self.before.pictures} if self.before else set()
        return [each.key for each in self.after.pictures if each.ready and each.key and each.key not in before]

    def want(self, picture: Picture) -> None:
        picture.want()
        self.wanted.append(picture)

    def touch(self, line: int, outcome: ImportOutcome) -> None:
        if self.touched.get(line) is not ImportOutcome.CREATED:
            self.touched[line] = outcome


def make_plan(
    entry: ProductEntry, before: Product | None, holders: Holders, pictures: Mapping[str, Found], currency: str
) -> Plan:
    """Pure but for new ids and the time. CannotBeProduct when there is too little for a new product."""
    entry = replace(entry, report=deepcopy(entry.report))  # the same entry may be planned again
    after = before.model_copy(deep=True) if before else _new_product(entry, currency)
    if after.currency != currency:
        raise CannotBeProduct(f"The product is priced in {after.currency}; this file is in {currency}.")
    plan = Plan(entry, before, after)
    _describe(plan)
    hang_pictures(plan, pictures)
    settle_variants(plan, holders)
    if not after.variants:
        raise CannotBeProduct("None of its rows is a variant that can be sold.")
    if plan.changes:
        after.updated_at = clock.now()
        if not plan.touched:  # only the order of things
            plan.touch(entry.line, ImportOutcome.UPDATED)
    return plan


def report(plan: Plan) -> list[ImportRow]:
    return [_row(plan.entry, line, plan.touched.get(line)) for line in plan.entry.report.skus]


def refused(entry: ProductEntry, why: str) -> list[ImportRow]:
    """The report when the product as a whole was left out."""
    entry = replace(entry, report=deepcopy(entry.report))
    for line in entry.report.skus:
        entry.report.bad.setdefault(line, why)
    return [_row(entry, line, None) for line in entry.report.skus]


def _row(entry: ProductEntry, line: int, outcome: ImportOutcome | None) -> ImportRow:
    reports = entry.report
    notes = [reports.bad[line]] if line in reports.bad else reports.notes.get(line, [])
    return ImportRow(
        line=line,
        handle=entry.handle,
        sku=reports.skus[line],
        outcome=ImportOutcome.REFUSED if line in reports.bad else outcome or ImportOutcome.UNCHANGED,
        why=" ".join(notes),
        warned=bool(notes),
    )


def _new_product(entry: ProductEntry, currency: str) -> Product:
    if not entry.title:
        raise CannotBeProduct("The product has no title.")
    return Product(slug=entry.slug, title=entry.title, currency=currency, variants=[])


def _describe(plan: Plan) -> None:
    """The product's own fields, as far as the file speaks of them."""
    entry, product = plan.entry, plan.after
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
