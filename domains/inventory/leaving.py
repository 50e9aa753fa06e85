"""A variant leaves its SKU for another: only while nothing lies under the old one, nor yet under the new."""

from collections.abc import Mapping, Sequence

from . import projection, stock
from .bundles.recipes import Recipes, read
from .database import database
from .errors import SkuKept
from .models import Cause, StockLevel
from .queries import levels

Found = Mapping[str, Sequence[StockLevel]]
RECODED = Cause(reason="the variant has another SKU")


async def check_unkept(leaving: Mapping[str, str]) -> None:
    """SkuKept where one of these, by the old SKU the new, has to stay for now. Changes nothing."""
    if leaving:
        recipes = await read()
        if bound := {old: why for old, new in leaving.items() if (why := _bound(old, recipes) or _bound(new, recipes))}:
            raise SkuKept(bound)
        _check(leaving, await levels([*leaving, *leaving.values()]), arrived=False)


async def check_unbound(sku: str) -> None:
    """SkuKept while it is a bundle or goes into one: whatever bears it next would be that."""
    if why := _bound(sku, await read()):
        raise SkuKept({sku: why})


async def leave_skus(leaving: Mapping[str, str]) -> None:
    """After the change, under the levels' locks: nothing can be sold under the old SKUs from here on, and nothing on
    back-order under the new ones before somebody says so. SkuKept where something came in between."""
    if not leaving:
        return
    skus = [*leaving, *leaving.values()]
    async with database.transaction() as session:
        found: dict[str, list[StockLevel]] = {}
        for (sku, _), level in (await stock.locked_together(session, skus)).items():
            found.setdefault(sku, []).append(level)
        _check(leaving, found, arrived=True)
        moved = [level.limit_backorders(0, RECODED) for row in found.values() for level in row]
        for level in (level for sku in leaving for level in found.get(sku, ())):
            level.low_units, level.low_days, level.low_at = None, 0, None
        session.add_all(movement for movement in moved if movement is not None)
    await projection.refresh(skus)


def _bound(sku: str, recipes: Recipes) -> str:
    if sku in recipes and recipes[sku].parts:
        return f"{sku} is a bundle. Take its parts away first."
    within = next((each.sku for each in recipes.values() if sku in each.parts), None)
    return f"{sku} is a part of {within}. Take it out of there first." if within else ""


def _check(leaving: Mapping[str, str], found: Found, *, arrived: bool) -> None:
    """What has `arrived` may have been counted under its new SKU already."""
    why = {old: _kept(old, found.get(old, ())) for old in leaving}
    if not arrived:
        why = {old: told or _there(leaving[old], found.get(leaving[old], ())) for old, told in why.items()}
    if wrong := {old: told for old, told in why.items() if told}:
        raise SkuKept(wrong)


def _kept(sku: str, row: Sequence[StockLevel]) -> str:
    if kept := sum(level.promised - (level.ended or 0) for level in row):
        return f"{kept} of {sku} are kept for orders. Change the SKU when they are sent or given back."
    if coming := sum(level.incoming for level in row):
        return f"{coming} of {sku} are on their way. Change the SKU when they have arrived, or call them off."
    if there := sum(level.on_hand for level in row):
        return f"{there} of {sku} are in stock. Set its stock to 0, change the SKU, then count it under the new one."
    return ""


def _there(sku: str, row: Sequence[StockLevel]) -> str:
    if there := sum(level.on_hand for level in row):
        return f"{there} of {sku} are in stock already, from another time. Choose a SKU that nothing lies under."
    if any(level.promised for level in row):
        return f"Orders hold {sku} from another time. Choose a SKU that nothing lies under."
    return ""
