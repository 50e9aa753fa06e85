"""Rows of coupon codes: each joins the promotion it names, or is switched off or on again."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from ..models import CouponCode, ImportOutcome, ImportRow, StoredPromotion
from ..promotions.batches import ODD, insert_codes, switch_codes
from ..promotions.coupons import folded, well_formed
from . import cells
from .cells import Cell, Cells
from .entries import Report
from .seen import Seen
from .sheet import Row, Sheet
from .values import BadCell

FIELDS: Final = {"disabled": Cell(cells.yes_or_no, False), "batch": Cell(cells.words(100), "")}


@dataclass(frozen=True)
class Naming:
    """A promotion as far as a file of codes needs it."""

    id: UUID
    name: str
    by_code: bool


async def namings() -> list[Naming]:
    promotions = await StoredPromotion.find({}).to_list()
    return [Naming(each.id, each.promotion.name, each.promotion.by_code) for each in promotions]


@dataclass
class CodeEntry:
    line: int
    code: str
    promotion: Naming | None = None
    disabled: bool | None = None
    batch: str = ""
    report: Report = field(default_factory=Report)
    slug: str = ""


@dataclass(frozen=True)
class Codes:
    """`promotions` by their ids and by their names in lower case; None where two have the name."""

    promotions: Mapping[str, Naming | None]
    dry_run: bool
    weight: int = 2

    def entries(self, sheet: Sheet) -> Iterator[CodeEntry]:
        with closing(Seen()) as seen:
            for row in sheet.rows():
                entry = CodeEntry(row.line, row["code"].upper())
                entry.report.skus[row.line] = entry.code
                try:
                    self._read(entry, row, sheet, seen)
                except BadCell as bad:
                    entry.report.refuse(row.line, str(bad))
                yield entry

    def rest(self) -> Iterator[CodeEntry]:
        return iter(())

    async def together(self, batch: Sequence[CodeEntry]) -> list[ImportRow]:
        keys = [folded(entry.code) for entry in batch]
        known = {code.id: code for code in await CouponCode.find({"_id": {"$in": keys}}).to_list()}
        rows = [_row(entry, known.get(folded(entry.code))) for entry in batch]
        if self.dry_run:
            return rows
        late = await _write(list(zip(batch, rows, strict=True)))
        anew = {row.line: row for row in await self.together(late)} if late else {}
        return [anew.get(row.line, row) for row in rows]

    async def one_by_one(self, batch: Sequence[CodeEntry]) -> list[ImportRow]:
        return await self.together(batch)

    def _read(self, entry: CodeEntry, row: Row, sheet: Sheet, seen: Seen) -> None:
        if row.problem:
            raise BadCell(row.problem)
        if not well_formed(entry.code):
            raise BadCell(f"{sheet.heading('code')}: {ODD}")
        problems: list[str] = []
        said = dict(Cells(row, sheet, "", problems).said(FIELDS))
        if problems:
            raise BadCell(" ".join(problems))
        entry.disabled, entry.batch = said.get("disabled"), said.get("batch", "")
        entry.promotion = self._promotion(row["promotion"], sheet.heading("promotion"))
        if before := seen.before(row.line, folded(entry.code)):
            raise BadCell(f"{sheet.heading('code')}: line {before} has a code that reads like this.")

    def _promotion(self, named: str, heading: str) -> Naming:
        key = named.casefold()
        if key in self.promotions and (found := self.promotions[key]) is None:
            raise BadCell(f"{heading}: two promotions are called “{named[:100]}”. Give the id of the one.")
        found = self.promotions.get(key)
        if found is None:
            raise BadCell(f"{heading}: there is no promotion “{named[:100]}”.")
        if not found.by_code:
            raise BadCell(f"{heading}: “{found.name}” is given without a code.")
        return found


def _row(entry: CodeEntry, known: CouponCode | None) -> ImportRow:
    why = entry.report.bad.get(entry.line, "")
    outcome = ImportOutcome.CREATED
    if known is not None and entry.promotion is not None and known.promotion_id != entry.promotion.id:
        why = why or "Code: it is another promotion's."
    elif known is not None:
        same = entry.disabled is None or entry.disabled == known.disabled
        outcome = ImportOutcome.UNCHANGED if same else ImportOutcome.UPDATED
    if why:
        outcome = ImportOutcome.REFUSED
    return ImportRow(line=entry.line, sku=entry.code, outcome=outcome, why=why, warned=bool(why))


async def _write(decided: Sequence[tuple[CodeEntry, ImportRow]]) -> list[CodeEntry]:
    """All of a kind at once; those that somebody else has made at this moment are to be looked at again."""
    for off in (True, False):
        changed = [entry for entry, row in decided if row.outcome is ImportOutcome.UPDATED and entry.disabled is off]
        if changed:
            await switch_codes([folded(entry.code) for entry in changed], disabled=off)
    alike: dict[tuple[UUID, str, bool], list[CodeEntry]] = {}
    for entry, row in decided:
        if entry.promotion is not None and row.outcome is ImportOutcome.CREATED:
            alike.setdefault((entry.promotion.id, entry.batch, bool(entry.disabled)), []).append(entry)
    late: list[CodeEntry] = []
    for (promotion_id, batch, off), entries in alike.items():
        made = set(await insert_codes(promotion_id, [entry.code for entry in entries], batch, disabled=off))
        late += [entry for entry in entries if folded(entry.code) not in made]
    return late
