"""What a shopper wants together: of each line, how many there are beside the others."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..projection import Supply
from .ordering import Order
from .recipes import Recipe, recipes


@dataclass(frozen=True)
class Basket:
    """`lines` by SKU; `bundles` are those of them that are made of parts now."""

    lines: Mapping[str, int]
    bundles: Mapping[str, Recipe]

    @property
    def skus(self) -> list[str]:
        """Of which it has to be known how many there are: its lines and their parts."""
        return list(dict.fromkeys([*self.lines, *(part for each in self.bundles.values() for part in each.parts)]))

    def beside(self, there: Mapping[str, Supply], mine: Mapping[str, int]) -> dict[str, Supply]:
        """Of each line as many as there are while all others keep theirs. `there` are its `skus`; `mine`, what an order
        of the same shopper holds of its lines, counts as free."""
        wanted, held = self._parts(self.lines), self._parts(mine)
        spare = {part: there[part].available + held.get(part, 0) - units for part, units in wanted.items()}
        lying = {part: there[part].in_stock + held.get(part, 0) - units for part, units in wanted.items()}
        return {
            sku: replace(there[sku], available=self._could(sku, spare), in_stock=self._could(sku, lying))
            for sku in self.lines
        }

    def holding(self, lines: Mapping[str, int]) -> "Basket":
        """With these lines instead: of those that it was made for."""
        return replace(self, lines=lines)

    def _could(self, sku: str, spare: Mapping[str, int]) -> int:
        of = self.bundles[sku].parts if sku in self.bundles else {sku: 1}
        return max(0, self.lines[sku] + min(spare[part] // units for part, units in of.items()))

    def _parts(self, lines: Mapping[str, int]) -> dict[str, int]:
        return Order(lines, self.bundles).parts


async def basket(lines: Mapping[str, int]) -> Basket:
    known = await recipes()
    return Basket(lines, {sku: known[sku] for sku in lines if sku in known and known[sku].parts})
