"""What is low, for staff: with the names of what it is, and the rules by which it is so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domains import catalog, inventory


@dataclass(frozen=True)
class Low:
    """`goods` by SKU; what no product bears any more has none."""

    rows: Sequence[inventory.Short]
    goods: Mapping[str, catalog.Goods]
    total: int
    page: int
    pages: int
    rules: inventory.ReorderRules


async def low(places: Sequence[inventory.Location], page: int, *, quiet: bool) -> Low:
    """Only at these places: whoever asks may see no others."""
    found = await inventory.shortages([place.id for place in places], page, quiet=quiet)
    goods = await catalog.goods({row.level.sku for row in found.rows})
    pages = max(1, -(-found.total // inventory.SHORTAGES_A_PAGE))
    return Low(found.rows, goods, found.total, page, pages, await inventory.reorder_rules())
