"""Variants as staff write them: a SKU changes only while inventory keeps nothing under it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from domains import catalog, inventory
from domains.shared.errors import Invalid


async def edit_variants(
    product_id: UUID, said: Mapping[UUID, catalog.VariantDetails], *, revision: UUID | None, actor: str
) -> catalog.Product:
    """Invalid for a new SKU while the old one has stock: stock lies under its SKU and does not follow."""
    product = await catalog.find_product(product_id)
    left = {each.id: each for each in product.variants if (now := said.get(each.id)) and _leaves(each.sku, now.sku)}
    levels = await inventory.levels([each.sku for each in left.values()])
    wrong = {f"sku-{key}": told for key, each in left.items() if (told := _problem(each, levels[each.sku]))}
    if wrong:
        raise Invalid("Some SKUs cannot change now.", wrong)
    return await catalog.edit_variants(product_id, said, revision=revision, actor=actor)


def _leaves(before: str, now: str | None) -> bool:
    return now is not None and catalog.tidy_sku(now) != before


def _problem(variant: catalog.Variant, levels: Sequence[inventory.StockLevel]) -> str:
    sku = variant.sku
    if kept := sum(level.promised - level.ended for level in levels):
        return f"{kept} of {sku} are kept for orders. Change the SKU when they are sent or given back."
    if any(level.on_hand for level in levels):
        there = sum(level.on_hand for level in levels)
        return f"{there} of {sku} are in stock. Set its stock to 0, change the SKU, then count it under the new one."
    if variant.imported_quantity is not None and not levels:
        return f"The stock that a file gave {sku} is still being counted in. Try again in a moment."
    return ""
