"""People: who has deleted their account is forgotten everywhere."""

from collections.abc import Iterator
from typing import Final

from .figures import Figures, Violation

PATIENCE: Final = 600.0  # seconds


def people(seen: Figures) -> Iterator[Violation]:
    for each in seen.unfinished:
        if each.seconds > PATIENCE:
            yield Violation(
                "who is erased is erased everywhere",
                f"erasure {each.person_id}",
                f"Not told for {each.seconds:.0f} s by: {', '.join(each.waiting)}.",
                "Start the worker; if the users outbox has dead letters, `barrow outbox revive`.",
            )
