"""`pytest -n`: what shares expensive fixtures stays in one process, and what takes longest begins first."""

import pytest

# The longest first: in the end the processes wait for one another.
FIRST = ("test_the_web_process_dies", "test_the_worker_dies", "test_the_clock_dies", "test_a_compensation_dies")


def arrange(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not shared(config):
        return
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))
    items.sort(key=_turn)


def shared(config: pytest.Config) -> bool:
    """Whether this is one of several processes, or the one that hands out their work."""
    return bool(config.getoption("numprocesses", None)) or hasattr(config, "workerinput")


def _group(item: pytest.Item) -> str:
    """Its file; but all journeys through the demonstration shop together, for there is to be one such shop."""
    return "the demonstration shop" if _journeys(item) else item.nodeid.partition("::")[0]


def _turn(item: pytest.Item) -> int:
    if item.path.stem in FIRST:
        return FIRST.index(item.path.stem)
    return len(FIRST) + (not _journeys(item))


def _journeys(item: pytest.Item) -> bool:
    return "shop_up" in getattr(item, "fixturenames", ())
