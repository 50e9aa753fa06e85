"""What a shopper has chosen."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from .terms import fold

PRICE = "price"


class Span(NamedTuple):
    """Both ends included; None where there is none."""

    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True)
class Filters:
    """`values`: any of a facet's, and something of every facet named. Prices in minor units, both ends included.

    `numbers`: what products state as a number has to lie within."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    price_from: int | None = None
    price_to: int | None = None
    numbers: Mapping[str, Span] = field(default_factory=dict)

    @property
    def priced(self) -> bool:
        return self.price_from is not None or self.price_to is not None

    def __contains__(self, facet: str) -> bool:
        return facet in self.values or facet in self.numbers or (facet == PRICE and self.priced)

    def without(self, facet: str) -> "Filters":
        if facet == PRICE:
            return replace(self, price_from=None, price_to=None)
        if facet in self.numbers:
            return replace(self, numbers={name: span for name, span in self.numbers.items() if name != facet})
        return replace(self, values={name: values for name, values in self.values.items() if name != facet})

    @property
    def as_typed(self) -> Hashable:
        """The same for filters that were written alike."""
        return frozenset(self.values.items()), self.price_from, self.price_to, frozenset(self.numbers.items())

    @property
    def key(self) -> Hashable:
        """The same for filters that let the same pass."""
        values = {(name, tuple(sorted(set(map(fold, chosen))))) for name, chosen in self.values.items()}
        return frozenset(values), self.price_from, self.price_to, frozenset(self.numbers.items())
