"""What a file has said already, and where: remembered on disk, in a file that is gone when closed."""

import sqlite3


class Seen:
    def __init__(self) -> None:
        self._notes = sqlite3.connect("", isolation_level=None)
        self._notes.executescript("PRAGMA journal_mode = OFF; CREATE TABLE seen (key TEXT PRIMARY KEY, line INTEGER);")
        self._notes.execute("BEGIN")

    def close(self) -> None:
        self._notes.close()

    def before(self, line: int, *key: object) -> int | None:
        """The line that said this first; None when this one does."""
        text = "\x00".join(map(str, key))
        if self._notes.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (text, line)).rowcount:
            return None
        [first] = self._notes.execute("SELECT line FROM seen WHERE key = ?", (text,)).fetchone()
        return int(first)
