"""What is told of a facet: how many products would fit with each of its values, or between which ends they lie."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .terms import Codes, Terms


class Counted(NamedTuple):
    """How many products would fit with this value."""

    label: str
    products: int


class Tally:
    """The counts of one facet's values."""

    def __init__(self, terms: Terms, counts: Codes) -> None:
        self._terms = terms
        self._counts = counts

    @property
    def nbytes(self) -> int:
        return self._counts.nbytes

    def __getitem__(self, value: str) -> int:
        known = self._terms.known((value,))
        return int(self._counts[known[0]]) if known else 0

    def of(self, values: Iterable[int]) -> list[Counted]:
        """Those of the values, by their numbers, that would find something."""
        return [self._told(value) for value in values if value < len(self._counts) and self._counts[value]]

    def all(self) -> list[Counted]:
        """Every value that would find something."""
        return [self._told(int(value)) for value in np.flatnonzero(self._counts)]

    def most(self, limit: int) -> list[Counted]:
        """The values that would find most, best first; equals by their label."""
        values = np.flatnonzero(self._counts)
        if len(values) > limit:
            values = values[np.argsort(-self._counts[values], kind="stable")[:limit]]
        return sorted((self._told(int(value)) for value in values), key=lambda each: (-each.products, each.label))

    def _told(self, value: int) -> Counted:
        return Counted(self._terms.labels[value], int(self._counts[value]))


@dataclass(frozen=True)
class PriceRange:
    lowest: int
    highest: int


@dataclass(frozen=True)
class NumberRange:
    lowest: float
    highest: float
