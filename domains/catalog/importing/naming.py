"""What cells of a file name: by its id, or as people call it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeVar

T = TypeVar("T")


def named(things: Iterable[tuple[str, str, T]]) -> Mapping[str, T | None]:
    """By id and by name in lower case; None under a name that several have."""
    every = list(things)
    how_many = Counter(name.casefold() for name, _, _ in every)
    by_name = {name.casefold(): thing if how_many[name.casefold()] == 1 else None for name, _, thing in every}
    return by_name | {key: thing for _, key, thing in every}
