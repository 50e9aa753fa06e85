"""The catalogue as a trial sees it: itself, and beside it what the file would have done to it so far."""

import sqlite3
from collections.abc import Iterable, Sequence
from uuid import UUID

from ..codes import sku_key
from ..models import Product
from ..slugs import slugify
from .entries import Entry
from .holders import given_up
from .plan import Plan
from .writing import Known, Live, barcodes_of, skus_of

TABLES = """
    PRAGMA synchronous = OFF;
    CREATE TABLE products (id TEXT PRIMARY KEY, document TEXT);
    CREATE TABLE codes (kind TEXT, code TEXT, holder TEXT, PRIMARY KEY (kind, code));
"""


class Rehearsal:
    """Changes nothing. What it has to remember is on disk, in a file that is gone when closed: a file may be long."""

    def __init__(self) -> None:
        self._live = Live(UUID(int=0))
        self._notes = sqlite3.connect("", isolation_level=None)
        self._notes.executescript(TABLES)

    def close(self) -> None:
        self._notes.close()

    async def known(self, entries: Sequence[Entry], *, thorough: bool = False) -> Known:
        known = await self._live.known(entries, thorough=thorough)
        others = {name for entry in entries for name in entry.others}
        wanted = {sku_key(sku) for entry in entries for sku in entry.possible_skus(True)} | {*map(sku_key, others)}
        self._recall("sku", wanted, known.holders.skus)
        self._recall("former", wanted, known.holders.former)
        self._recall("slug", map(slugify, others), known.holders.slugs)
        self._recall("barcode", (code for entry in entries for code in entry.barcodes), known.holders.barcodes)
        for entry in entries:
            slugs: dict[str, UUID] = {}
            self._recall("slug", [entry.slug], slugs)
            holder = slugs.get(entry.slug) or known.product_id(entry)
            if holder and (found := self._product(holder)):
                known.learn(entry, found)
        return known

    async def write(self, plans: Sequence[Plan]) -> None:
        self._notes.execute("BEGIN")
        for plan in plans:
            note = (str(plan.after.id), plan.after.model_dump_json())
            self._notes.execute("INSERT OR REPLACE INTO products VALUES (?, ?)", note)
            self._note("slug", filter(None, [plan.entry.slug]), plan.after.id)
            self._note("sku", skus_of(plan.before), None)
            self._note("barcode", barcodes_of(plan.before), None)
            self._note("sku", skus_of(plan.after), plan.after.id)
            self._note("barcode", barcodes_of(plan.after), plan.after.id)
            self._note("former", skus_of(plan.after), None)
            for sku, variant_id in given_up(plan.before, plan.after).items():
                self._note("former", [sku], variant_id)
        self._notes.execute("COMMIT")

    def _product(self, product_id: UUID) -> Product | None:
        note = self._notes.execute("SELECT document FROM products WHERE id = ?", (str(product_id),)).fetchone()
        return Product.model_validate_json(note[0]) if note else None

    def _note(self, kind: str, codes: Iterable[str], holder: UUID | None) -> None:
        """Who holds these codes from now on; nobody where there is no holder."""
        rows = [(kind, code, str(holder) if holder else None) for code in codes]
        self._notes.executemany("INSERT OR REPLACE INTO codes VALUES (?, ?, ?)", rows)

    def _recall(self, kind: str, codes: Iterable[str], holders: dict[str, UUID]) -> None:
        question = "SELECT holder FROM codes WHERE kind = ? AND code = ?"
        for code in codes:
            found = self._notes.execute(question, (kind, code)).fetchone()
            if found and found[0]:
                holders[code] = UUID(found[0])
            elif found:
                holders.pop(code, None)
