"""`pytest -n`: what shares expensive fixtures stays in one process, and what takes longest begins first."""

import os

import pytest
from xdist.scheduler import LoadFileScheduling

JOURNEYS = "tests/e2e/"
# In the end the processes wait for one another: the longest first. And before them the types, which need no stores:
# nobody watches over a connection while a test waits for another program.
FIRST = ("tests/test_house_rules.py", "tests/processes/", JOURNEYS)

MOST = 4  # each has stores of its own


class Sharing(LoadFileScheduling):
    """A file stays together; all journeys through the demonstration shop too, for there is to be one such shop."""

    def _split_scope(self, nodeid: str) -> str:
        return JOURNEYS if nodeid.startswith(JOURNEYS) else super()._split_scope(nodeid)


def workers() -> int:
    """One more than there are processors: the journeys and the deaths wait, for two fifths of their time."""
    return min(MOST, (os.cpu_count() or 1) + 1)


def arrange(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)


def shared(config: pytest.Config) -> bool:
    """Whether this is one of several processes, or the one that hands out their work."""
    return bool(config.getoption("numprocesses", None)) or hasattr(config, "workerinput")


def _turn(item: pytest.Item) -> int:
    begun = [turn for turn, start in enumerate(FIRST) if item.nodeid.startswith(start)]
    return begun[0] if begun else len(FIRST)
