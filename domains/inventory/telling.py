"""Telling the others which SKUs have sold out or come back. Nobody who sells has to think of it: levels show it."""

import sqlalchemy as sa

from domains.shared import outbox

from . import projection, stock
from .database import database
from .events import StockTurned, TurnedItem
from .models import UNTOLD, Bundle, StockLevel

CHUNK = 500


async def tell_turned(limit: int = 5_000) -> int:
    """Tell of every SKU with a level that is not as it was told; how many there were."""
    told = 0
    while told < limit and (count := await _tell_some()):
        told += count
    return told + await _tell_bundles()


async def _tell_bundles() -> int:
    """Their own: one can turn while there is still some of every part."""
    async with database.transaction() as session:
        bundles = {each.sku: each for each in await session.scalars(sa.select(Bundle).with_for_update())}
        figures = await projection.figures(bundles, fresh=True) if bundles else {}
        turned = [sku for sku, figure in figures.items() if bundles[sku].told is not (figure.available > 0)]
        for sku in turned:
            bundles[sku].told = figures[sku].available > 0
        if turned:
            items = (TurnedItem(sku, figures[sku].available > 0, figures[sku].version) for sku in turned)
            outbox.record(session, StockTurned(tuple(items)))
    return len(turned)


async def _tell_some() -> int:
    untold = sa.select(StockLevel.sku).where(sa.text(UNTOLD)).distinct().order_by(StockLevel.sku).limit(CHUNK)
    async with database.reading() as session:
        # fans out over all SKUs by an index that holds none but these
        skus = list(await session.scalars(untold))
    if not skus:
        return 0
    async with database.transaction() as session:
        levels = list((await stock.locked_together(session, skus)).values())
        for level in levels:
            level.told = level.available > 0
        bundles = set(await session.scalars(sa.select(Bundle.sku).where(Bundle.sku.in_(skus))))
        if told := tuple(_item(sku, levels) for sku in skus if sku not in bundles):
            outbox.record(session, StockTurned(told))
    return len(skus)


def _item(sku: str, levels: list[StockLevel]) -> TurnedItem:
    own = [level for level in levels if level.sku == sku]
    return TurnedItem(sku, any(level.told for level in own), sum(level.version for level in own))
