"""An index open for writing. Every product has a slot for as long as the build lives, every entry its number."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from tantivy import DocAddress, Index, IndexWriter, Order, Query, Searcher

from . import bookmark as bookmarks
from . import notes
from .bookmark import Bookmark, bookmark_of
from .notes import Notes
from .reading import ReadProduct
from .schema import SCHEMA, entry, gone, opened

HEAP = 64_000_000


@dataclass
class Build:
    """Before its first commit every product is new to it."""

    folder: Path
    index: Index
    writer: IndexWriter
    bookmark: Bookmark | None
    _next_slot: int = 0
    _next_seq: int = 1
    _known: Searcher | None = field(default=None)

    @classmethod
    def at(cls, folder: Path) -> "Build":
        index = opened(folder)
        index.reload()
        bookmark = bookmark_of(index)
        build = cls(folder, index, index.writer(HEAP, num_threads=1), bookmark)
        if bookmark is not None:
            searcher = build._known = index.searcher()
            build._next_slot, build._next_seq = highest(searcher, "slot") + 1, max(highest(searcher, "seq"), 0) + 1
        return build

    def put(self, products: Iterable[ReadProduct], in_stock: set[str]) -> None:
        """Each product once between two commits."""
        for product in products:
            slot = self._replaced(str(product.id))
            self.writer.add_document(entry(product, in_stock, slot, self._seq()))

    def remove(self, ids: Iterable[str]) -> None:
        for each in ids:
            slot = self._slot_of(each)
            if slot is not None:
                self.writer.delete_documents_by_term("id", each)
                self.writer.add_document(gone(each, slot, self._seq()))

    def put_notes(self, noted: Notes) -> None:
        self.writer.delete_documents_by_term("id", notes.KEY)
        self.writer.add_document(noted.entry())

    def commit(self, bookmark: Bookmark) -> None:
        self.writer.delete_documents_by_term("id", bookmarks.KEY)
        self.writer.add_document(bookmark.entry())
        self.writer.commit()
        self.index.reload()
        self.bookmark, self._known = bookmark, self.index.searcher()

    def _replaced(self, product_id: str) -> int:
        slot = self._slot_of(product_id)
        if slot is not None:
            self.writer.delete_documents_by_term("id", product_id)
            return slot
        self._next_slot += 1
        return self._next_slot - 1

    def _slot_of(self, product_id: str) -> int | None:
        if self._known is None:
            return None
        hits = self._known.search(Query.term_query(SCHEMA, "id", product_id), limit=1, count=False).hits
        if not hits:
            return None
        return slots_of(self._known, [hits[0][1]])[0]

    def _seq(self) -> int:
        self._next_seq += 1
        return self._next_seq - 1


def slots_of(searcher: Searcher, addresses: list[DocAddress]) -> list[int]:
    """Of entries of products, all of which have one."""
    return cast("list[int]", searcher.fast_field_values("slot", addresses))


def highest(searcher: Searcher, field: str) -> int:
    """-1 where nothing has one."""
    hits = searcher.search(Query.exists_query(field), limit=1, count=False, order_by_field=field, order=Order.Desc).hits
    return int(hits[0][0]) if hits else -1
