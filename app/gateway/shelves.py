"""What lies where, for staff: levels with the names of what lies there, and goods by the code on their box."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from domains import catalog, inventory
from domains.shared.errors import Invalid

MOST_PRODUCTS = 100


@dataclass(frozen=True)
class Shelves:
    """`goods` by SKU; what no product bears any more has none. `cut`: more products fit than are looked at."""

    rows: Sequence[inventory.StockLevel]
    goods: Mapping[str, catalog.Goods]
    onward: tuple[str, UUID] | None
    cut: bool


async def shelves(
    text: str,
    places: Sequence[inventory.Location],
    standing: inventory.Standing | None,
    after: tuple[str, UUID] | None,
    *,
    backwards: bool,
) -> Shelves:
    """`text` is a SKU, a barcode or words of a title. Only of these places: whoever asks may see no others."""
    sought, cut = await sought_by(text, places, standing)
    grid = await inventory.grid(sought, after, backwards=backwards)
    return Shelves(grid.rows, await catalog.goods({level.sku for level in grid.rows}), grid.onward, cut)


async def sought_by(
    text: str, places: Sequence[inventory.Location], standing: inventory.Standing | None
) -> tuple[inventory.Sought, bool]:
    """And whether more products fit the text than are looked at."""
    skus, cut = await _skus(text) if text else (None, False)
    return inventory.Sought([place.id for place in places], skus, standing), cut


async def scanned(code: str) -> catalog.Goods:
    """What bears this barcode or SKU. Invalid, by name, where nothing does."""
    found = await catalog.scanned(code) if code else None
    if found is None:
        told = f"Nothing here bears the code {code}. Check it, or give the SKU." if code else "Scan or type a code."
        raise Invalid(told, {"code": told})
    return found


async def _skus(text: str) -> tuple[set[str], bool]:
    """A code stands for one SKU, also where no product bears that any more; words for all SKUs of what fits."""
    found = await catalog.scanned(text)
    if found is not None:
        return {found.sku}, False
    if catalog.search_index.ready():
        results = await catalog.staff_search(text, size=MOST_PRODUCTS)
        return {text} | {sku for card in results.items for sku in card.skus}, results.pages > 1
    listed = await catalog.products(query=text)
    return {text} | {sku for product in listed.items for sku in product.skus}, listed.pages > 1
