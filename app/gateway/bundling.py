"""Bundles as staff write them: inventory puts together only what the catalogue knows."""

from collections.abc import Sequence
from uuid import UUID

from domains import catalog, inventory
from domains.shared.errors import Invalid


async def compose(sku: str, parts: Sequence[tuple[str, int]], revision: UUID) -> None:
    """Invalid, by name, for a part that nothing bears or that is named twice; else as `inventory.compose`."""
    goods = await catalog.goods({part for part, _ in parts})
    named: dict[str, int] = {}
    for part, quantity in parts:
        told = f"There is no {part}." if part not in goods else ""
        if not told and goods[part].sku in named:
            told = f"{part} is named twice."
        if told:
            raise Invalid(told, {"parts": told})
        named[goods[part].sku] = quantity
    await inventory.compose(sku, named, revision)
