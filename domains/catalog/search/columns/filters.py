"""What a shopper has chosen."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace

from .terms import fold

PRICE = "price"


@dataclass(frozen=True)
class Filters:
    """`values`: any of a facet's, and something of every facet named. Prices in minor units, both ends included."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    price_from: int | None = None
    price_to: int | None = None

    @property
    def priced(self) -> bool:
        return self.price_from is not None or self.price_to is not None

    @property
    def any(self) -> bool:
        return bool(self.values) or self.priced

    def without(self, facet: str) -> "Filters":
        if facet == PRICE:
            return replace(self, price_from=None, price_to=None)
        return replace(self, values={name: values for name, values in self.values.items() if name != facet})

    @property
    def key(self) -> Hashable:
        """The same for filters that let the same pass."""
        values = {(name, tuple(sorted(set(map(fold, chosen))))) for name, chosen in self.values.items()}
        return frozenset(values), self.price_from, self.price_to
