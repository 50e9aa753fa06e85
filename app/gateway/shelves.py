"""What lies where, for staff: levels with the names of what lies there, and goods by the code on their box."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from uuid import UUID

from domains import catalog, inventory
from domains.shared.errors import Invalid

MOST_PRODUCTS = 100
REST = 1.0  # seconds between two looks at many levels: what happens in a rush is seen together


@dataclass(frozen=True)
class Shelves:
    """`goods` by SKU; what no product bears any more has none. `fitting`: how many levels fit, up to one more
    than can be changed together. `cut`: more products fit than are looked at."""

    rows: Sequence[inventory.StockLevel]
    goods: Mapping[str, catalog.Goods]
    onward: tuple[str, UUID] | None
    fitting: int
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
    goods = await catalog.goods({level.sku for level in grid.rows})
    return Shelves(grid.rows, goods, grid.onward, await inventory.how_many(sought, inventory.MOST_TOGETHER), cut)


async def watch(rows: Sequence[inventory.StockLevel]) -> AsyncGenerator[Sequence[inventory.StockLevel], None]:
    """The same levels: as they are now, and again whenever what can be sold of one of their SKUs has changed."""
    keys, skus = [(level.sku, level.location_id) for level in rows], sorted({level.sku for level in rows})
    async with aclosing(inventory.watch(skus)) as told:
        async for _ in told:
            found = await inventory.levels(skus)
            now = {(level.sku, level.location_id): level for each in found.values() for level in each}
            yield [now[key] for key in keys if key in now]
            await asyncio.sleep(REST)


async def sought_by(
    text: str, places: Sequence[inventory.Location], standing: inventory.Standing | None
) -> tuple[inventory.Sought, bool]:
    """And whether more products fit the text than are looked at."""
    skus, cut = await _skus(text) if text else (None, False)
    return inventory.Sought([place.id for place in places], skus, standing), cut


async def shelf(sku: str, place: inventory.Location) -> Shelves:
    """One level; none where that SKU was never counted there. Invalid where there is no such SKU at all."""
    found = await inventory.level(sku, place.code)
    goods = await catalog.goods([sku])
    if found is None and sku not in goods:
        told = f"Nothing here bears the SKU {sku}."
        raise Invalid(told, {"sku": told})
    return Shelves([found] if found else [], goods, None, 1 if found else 0, cut=False)


async def set_on_hand(
    sku: str, place: inventory.Location, quantity: int, *, reason: str, actor: str, seen: int | None
) -> None:
    """A mistyped SKU is refused before stock is touched."""
    await shelf(sku, place)
    if not reason:
        raise Invalid("Say why.", {"reason": "Say why."})
    await inventory.set_on_hand(sku, place.code, quantity, reason=reason, actor=actor, seen=seen)


async def all_that_fit(
    text: str, places: Sequence[inventory.Location], standing: inventory.Standing | None
) -> list[inventory.Picked]:
    """Up to one more than can be changed together, none of which anybody has looked at."""
    sought, _ = await sought_by(text, places, standing)
    grid = await inventory.grid(sought, limit=inventory.MOST_TOGETHER + 1)
    return [inventory.Picked(level.sku, level.location.code) for level in grid.rows]


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
