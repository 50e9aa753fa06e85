"""What an entry means for the product it is about: what it was, what it becomes, and what became of each row."""

from copy import deepcopy
from dataclasses import dataclass, field

from ...shared import clock
from ..events import StockItem
from ..models import ImportOutcome, ImportRow, Picture, Product
from .entries import Entry, Report

COMPARED = [name for name in Product.model_fields if name not in ("id", "revision_id", "updated_at", "created_at")]


class CannotBeProduct(ValueError):
    """Nothing can be made of this entry; the text says why."""


@dataclass
class Plan:
    """`before` is None for a new product; `after` equals it when nothing changes."""

    entry: Entry
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


def finished(plan: Plan) -> Plan:
    """CannotBeProduct where nothing of it could be sold."""
    if not plan.after.variants:
        raise CannotBeProduct("None of its rows is a variant that can be sold.")
    if plan.changes:
        plan.after.updated_at = clock.now()
        if not plan.touched:  # only the order of things
            plan.touch(plan.entry.line, ImportOutcome.UPDATED)
    return plan


def report(plan: Plan) -> list[ImportRow]:
    told = plan.entry.report
    return [_row(plan.entry.handle, told, line, plan.touched.get(line)) for line in told.skus]


def refused(entry: Entry, why: str) -> list[ImportRow]:
    """The report when the product as a whole was left out."""
    told = deepcopy(entry.report)
    for line in told.skus:
        told.bad.setdefault(line, why)
    return [_row(entry.handle, told, line, None) for line in told.skus]


def _row(handle: str, reports: Report, line: int, outcome: ImportOutcome | None) -> ImportRow:
    notes = [reports.bad[line]] if line in reports.bad else reports.notes.get(line, [])
    return ImportRow(
        line=line,
        handle=handle,
        sku=reports.skus[line],
        outcome=ImportOutcome.REFUSED if line in reports.bad else outcome or ImportOutcome.UNCHANGED,
        why=" ".join(notes),
        warned=bool(notes),
    )
