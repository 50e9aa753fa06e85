"""Stock for staff: what lies where, and why, with the orders it went to by their numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from domains import catalog, inventory, orders
from domains.shared.errors import NotFound


@dataclass(frozen=True)
class Ledger:
    """Of a SKU, or of a location where `sku` is empty. `name` is what bears it, empty where nothing does any more;
    `numbers` are those of the orders that movements speak of."""

    sku: str
    name: str
    places: Mapping[UUID, inventory.Location]
    levels: Sequence[inventory.StockLevel]
    stories: Mapping[UUID, inventory.Story]
    movements: inventory.Movements
    numbers: Mapping[UUID, str]
    awaited: Sequence[inventory.Awaited]
    costs: Sequence[inventory.LandedCost]

    def coming(self, location_id: UUID) -> list[inventory.Awaited]:
        """What is on its way there."""
        return [each for each in self.awaited if each.document.destination_id == location_id]


async def ledger(code: str, places: Sequence[inventory.Location], before: UUID | None) -> Ledger:
    """Of what bears this SKU or barcode. Only of these places: whoever asks may see no others."""
    goods = await catalog.scanned(code) if code else None
    sku = goods.sku if goods else code
    here = {place.id: place for place in places}
    found = await inventory.history(sku, list(here), before)
    stories = await inventory.stories(sku) if sku else {}
    levels = (await inventory.levels([sku]))[sku] if sku else []
    return Ledger(
        sku=sku,
        name=goods.name if goods else "",
        places=here,
        levels=[level for level in levels if level.location_id in here and level.location_id in stories],
        stories=stories,
        movements=found,
        numbers=await _numbers(found.rows),
        costs=await inventory.landed_costs(sku) if sku else [],
        awaited=(await inventory.awaited([sku])).get(sku, []) if sku else [],
    )


async def handle(
    sku: str, location: str, deed: inventory.Deed, quantity: int, *, reason: str, actor: str, key: UUID
) -> None:
    await _check_counted(sku, location)
    await inventory.handle(sku, location, deed, quantity, reason=reason, actor=actor, key=key)


async def set_limits(
    sku: str, location: str, limits: inventory.Limits, *, reason: str, actor: str, seen: str | None
) -> None:
    await _check_counted(sku, location)
    await inventory.set_limits(sku, location, limits, reason=reason, actor=actor, seen=seen)


async def set_low_rule(sku: str, location: str, rule: inventory.LowRule) -> None:
    await _check_counted(sku, location)
    await inventory.set_low_rule(sku, location, rule)


async def _check_counted(sku: str, location: str) -> None:
    """A mistyped SKU is refused before stock is touched."""
    if all(level.location.code != location for level in (await inventory.levels([sku]))[sku]):
        raise NotFound(f"{sku} has never been counted there. Count it on its product's page first.")


async def _numbers(moved: Sequence[inventory.StockMovement]) -> Mapping[UUID, str]:
    wanted = {movement.order_id for movement in moved if movement.order_id}
    if not wanted:
        return {}
    return await orders.numbers(await inventory.customers_of({movement.sku for movement in moved}, wanted))
