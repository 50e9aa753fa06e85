"""`pytest -m long`: a printed seed for all that is drawn at random, and every property at ten times its examples.

BARROW_SEED repeats a run.
"""

import os
import random
from collections.abc import Sequence

import hypothesis
import pytest

TIMES = 10
SEED = int(os.environ.setdefault("BARROW_SEED", str(random.SystemRandom().randrange(2**32))))  # of all processes

hypothesis.settings.register_profile("long", max_examples=TIMES * hypothesis.settings.default.max_examples)


def is_long(config: pytest.Config) -> bool:
    return str(config.getoption("markexpr")) == "long"


def begin(config: pytest.Config) -> None:
    """Before the tests are read: their settings take what the profile says."""
    if is_long(config):
        hypothesis.settings.load_profile("long")
        if not hasattr(config, "workerinput"):
            print(f"BARROW_SEED={SEED}")


def prolong(config: pytest.Config, items: Sequence[pytest.Item]) -> None:
    if not is_long(config):
        return
    for item in items:
        test = getattr(item, "obj", None)
        if test is not None and hypothesis.is_hypothesis_test(test):
            item.add_marker(pytest.mark.long)
            hypothesis.seed(SEED)(test)


def drawn(name: str) -> random.Random:
    """What a test draws from: its own, whatever else is run."""
    return random.Random(f"{SEED} {name}")
