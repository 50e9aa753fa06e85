"""How far an index has read the stream of changes; an entry of the index itself, so that it is committed with them."""

from typing import Any

import msgspec
from tantivy import Document, Index, Query

from .generation import Generation
from .schema import SCHEMA, note

KEY = "bookmark"
Token = dict[str, Any]


class Bookmark(msgspec.Struct, frozen=True):
    """`token` resumes the stream; `mark` is the last one seen in it."""

    origin: str
    generation: int
    mark: int
    token: Token

    def belongs_to(self, generation: Generation) -> bool:
        return (self.origin, self.generation) == (generation.origin, generation.number)

    def covers(self, generation: Generation) -> bool:
        return self.belongs_to(generation) and self.mark >= generation.mark

    def entry(self) -> Document:
        return note(KEY, msgspec.json.encode(self))


def bookmark_of(index: Index) -> Bookmark | None:
    """None where nothing was committed, or not by us."""
    searcher = index.searcher()
    hits = searcher.search(Query.term_query(SCHEMA, "id", KEY), limit=1).hits
    if not hits:
        return None
    data = searcher.doc(hits[0][1]).get_first("data")
    try:
        return msgspec.json.decode(data, type=Bookmark) if isinstance(data, bytes) else None
    except msgspec.DecodeError:
        return None
