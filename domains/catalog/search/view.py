"""The index as one process reads it: its words on disk, its columns in memory, both at the same commit."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import numpy as np
from tantivy import DocAddress, FieldType, Index, Occur, Query, Searcher

from ...shared import clock
from ..pricing import PriceListTerms
from .bookmark import Bookmark, bookmark_of
from .build import highest, slots_of
from .cards import Moment
from .columns import Table
from .facts import TYPE, facts, listed
from .kinds import Kinds
from .notes import Notes, notes_of
from .schema import SCHEMA, opened
from .stored import StoredProduct, restore

PIECE = 1_000  # products taken in at a time, so that others get their turn
NONE_YET = 0
FEW = 100  # terms that are asked for one by one faster than as a set
MOST_READ = 1_000  # products kept at hand as they are stored: those asked for last
REMEMBERED, MOST_HELD = 1_000, 64_000_000  # answers of one state, and bytes of what is large among them
T = TypeVar("T")


class View:
    """Its table is read under its `lock`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock = threading.Lock()
        self.table = Table()
        self.bookmark: Bookmark | None = None
        self.notes = Notes()
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._held = 0
        self._read: OrderedDict[int, StoredProduct] = OrderedDict()
        self._lists: Mapping[UUID, PriceListTerms] = {}
        self._listed: set[int] = set()
        self.kinds = Kinds()
        self._index: Index = opened(folder)
        self._stamp = (0, 0)
        self._seen = NONE_YET
        self.searcher: Searcher = self._index.searcher()
        self.refresh()

    def refresh(self) -> None:
        """Take in what was committed since the last look, and whatever has come to one of its moments."""
        stamp = _stamp(self.folder)
        if stamp != self._stamp:
            self._index.reload()
            self._note(notes_of(self._index))
            self._take_in(self._index.searcher())
            self.bookmark, self._stamp = bookmark_of(self._index), stamp
        now = clock.now().timestamp()
        if self.table.next_edge() <= now:
            self._look_again(self.table.due(now))

    @property
    def edition(self) -> str:
        """Names the commit that was taken in last."""
        return "{:x}-{:x}".format(*self._stamp)

    def moment(self) -> Moment:
        return Moment(clock.now(), self._lists)

    def remembered(self, question: Hashable, answer: Callable[[], T]) -> T:
        """The answer to a question that stays the same until something changes. Under the lock."""
        if question in self._answers:
            self._answers.move_to_end(question)
            known: T = self._answers[question]
            return known
        found = answer()
        self._answers[question] = found
        self._held += _weight(found)
        while len(self._answers) > REMEMBERED or self._held > MOST_HELD:
            _, oldest = self._answers.popitem(last=False)
            self._held -= _weight(oldest)
        return found

    def known(self, question: Hashable) -> Any:
        """None unless it is remembered. Without the lock."""
        return self._answers.get(question)

    def stored(self, slots: Sequence[int]) -> list[StoredProduct]:
        """In this order; what has gone meanwhile is left out. Under the lock."""
        unread = [slot for slot in slots if slot not in self._read]
        for slot, data in zip(unread, _data(self.searcher, unread), strict=True):
            if data:
                self._read[slot] = restore(data)
        for slot in slots:
            if slot in self._read:
                self._read.move_to_end(slot)
        found = [self._read[slot] for slot in slots if slot in self._read]
        while len(self._read) > MOST_READ:
            self._read.popitem(last=False)
        return found

    def slots_of(self, product_ids: Sequence[str]) -> list[int]:
        """In this order; what is not there is left out."""
        found: list[int] = []
        for each in product_ids:
            hits = self.searcher.search(Query.term_query(SCHEMA, "id", each), limit=1, count=False).hits
            found += slots_of(self.searcher, [address for _, address in hits])
        return found

    def _forget(self) -> None:
        self._answers.clear()
        self._held = 0

    def _take_in(self, searcher: Searcher) -> None:
        newest = highest(searcher, "seq")
        if newest <= self._seen:
            self.searcher = searcher
            return
        changed = Query.range_query(SCHEMA, "seq", FieldType.Unsigned, self._seen + 1, newest)
        addresses = [hit for _, hit in searcher.search(changed, limit=max(searcher.num_docs, 1), count=False).hits]
        slots = slots_of(searcher, addresses)
        for start in range(0, len(slots), PIECE):
            data = [_bytes(searcher, address) for address in addresses[start : start + PIECE]]
            self._put(slots[start : start + PIECE], data)
        self._read_from(searcher, slots)
        self._seen = newest

    def _read_from(self, searcher: Searcher, changed: Sequence[int]) -> None:
        """What was answered while the columns were ahead of the words may not be remembered."""
        with self.lock:
            self.searcher = searcher
            for slot in changed:
                self._read.pop(slot, None)
            self._forget()

    def _look_again(self, slots: Sequence[int]) -> None:
        for start in range(0, len(slots), PIECE):
            piece = slots[start : start + PIECE]
            self._put(piece, _data(self.searcher, piece))

    def _put(self, slots: Sequence[int], all_data: Sequence[bytes]) -> None:
        moment = self.moment()
        read = [restore(data) if data else None for data in all_data]
        found = [facts(stored, moment, self.kinds) if stored else None for stored in read]
        with self.lock:
            for slot, stored, told in zip(slots, read, found, strict=True):
                if stored is None or told is None:
                    self.table.remove(slot)
                else:
                    self.table.put(slot, told)
                    (self._listed.add if listed(stored) else self._listed.discard)(slot)
            self.table.settle()
            self._forget()

    def _note(self, noted: Notes) -> None:
        if noted == self.notes:
            return
        lists, self._lists = self._lists, noted.lists
        kinds = Kinds.of(noted.types)
        affected = self._of_types(kinds.changed_since(self.kinds))
        with self.lock:
            self.notes, self.kinds = noted, kinds
            self._forget()
        if lists != self._lists:
            affected |= self._listed
        self._look_again(sorted(affected))

    def _of_types(self, types: Collection[str]) -> set[int]:
        terms = self.table.product_terms.get(TYPE)
        if not types or terms is None:
            return set()
        here = terms.bearing(types)[self.table.products[TYPE]] & self.table.products["present"]
        return set(np.flatnonzero(here).tolist())


def _weight(answer: object) -> int:
    """In bytes, of what is large."""
    return int(getattr(answer, "nbytes", 0))


def _data(searcher: Searcher, slots: Sequence[int]) -> list[bytes]:
    """Empty for what has gone meanwhile."""
    addresses = _addresses(searcher, slots)
    return [_bytes(searcher, addresses[slot]) if slot in addresses else b"" for slot in slots]


def _addresses(searcher: Searcher, slots: Sequence[int]) -> dict[int, DocAddress]:
    if not slots:
        return {}
    if len(slots) > FEW:
        query = Query.term_set_query(SCHEMA, "slot", list(slots))
    else:
        query = Query.boolean_query([(Occur.Should, Query.term_query(SCHEMA, "slot", slot)) for slot in slots])
    return dict(searcher.search(query, limit=len(slots), count=False, order_by_field="slot").hits)


def _bytes(searcher: Searcher, address: DocAddress) -> bytes:
    data: Any = searcher.doc(address).get_first("data")
    return data if isinstance(data, bytes) else b""


def _stamp(folder: Path) -> tuple[int, int]:
    """Changes with every commit: it replaces the file."""
    status = (folder / "meta.json").stat()
    return status.st_mtime_ns, status.st_ino
