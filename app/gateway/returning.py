"""Goods that come back from an order: to the shelf or to the damaged ones. Money goes back by itself."""

from collections.abc import Mapping
from uuid import UUID

from domains import inventory, orders


async def take_back(
    number: str, location: str, quantities: Mapping[str, int], *, damaged: bool, reason: str, actor: str, key: UUID
) -> None:
    order = await orders.find(number)
    await inventory.take_back(
        order.id, location, quantities, damaged=damaged, reason=reason or f"order {number}", actor=actor, key=key
    )
