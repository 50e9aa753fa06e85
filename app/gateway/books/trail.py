"""The audit log: nothing in it was changed, and all of it is linked."""

from collections.abc import Iterator
from typing import Final

from .figures import Figures, Violation

PATIENCE: Final = 600.0  # seconds; the clock links every few


def trail(seen: Figures) -> Iterator[Violation]:
    for breach in seen.trail:
        yield Violation(
            "the audit log is as it was written",
            breach.where,
            breach.told,
            "None here: keep the database as it is, compare it with a backup and with the log lines trail.linked.",
        )
    if seen.unlinked > PATIENCE:
        yield Violation(
            "what was done is linked",
            "audit log",
            f"Entries have waited for {seen.unlinked:.0f} s.",
            "Start the clock.",
        )
