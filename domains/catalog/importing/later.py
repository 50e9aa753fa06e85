"""Products that name others which are not there yet: kept on disk, in a file that is gone when closed, until all of a
file has come in and those that stand further down in it are there."""

import json
import sqlite3
from collections.abc import Iterator

from .entries import OwnEntry, OwnVariant


class Later:
    def __init__(self) -> None:
        self._notes = sqlite3.connect("", isolation_level=None)
        self._notes.executescript(
            "PRAGMA journal_mode = OFF; CREATE TABLE later (line INTEGER PRIMARY KEY, said TEXT);"
        )
        self._notes.execute("BEGIN")

    def close(self) -> None:
        self._notes.close()

    def note(self, entry: OwnEntry) -> None:
        said = json.dumps([entry.handle, entry.slug, entry.first_sku, entry.others])
        self._notes.execute("INSERT OR REPLACE INTO later VALUES (?, ?)", (entry.line, said))

    def entries(self, currency: str) -> Iterator[OwnEntry]:
        """They report nothing: of each row it is said already what became of it."""
        for line, said in self._notes.execute("SELECT line, said FROM later ORDER BY line"):
            handle, slug, sku, others = json.loads(said)
            variants = [OwnVariant(line, sku, {}, {})] if sku else []
            yield OwnEntry(handle, slug, line, currency, {"related": others}, variants=variants)
