"""Variants as staff write them: a SKU changes only while inventory keeps nothing under it, or goes with its variant."""

from collections.abc import Mapping
from uuid import UUID

from domains import catalog, inventory
from domains.shared.errors import Invalid


async def edit_variants(
    product_id: UUID, said: Mapping[UUID, catalog.VariantDetails], *, revision: UUID, actor: str
) -> catalog.Product:
    """Invalid for a new SKU while the old one has stock: stock lies under its SKU and does not follow.

    What comes to lie under the old one at this very moment is seen after the change, which is then taken back."""
    product = await catalog.find_product(product_id)
    leaving = catalog.skus_leaving(product, said)
    changed: catalog.Product | None = None
    try:
        await inventory.check_unkept(leaving)
        changed = await catalog.edit_variants(product_id, said, revision=revision, actor=actor)
        await inventory.leave_skus(leaving)
    except inventory.SkuKept as refusal:
        if changed is not None:
            await catalog.give_back_skus(product, changed, actor=actor)
        wrong = {f"sku-{each.id}": refusal.why[each.sku] for each in product.variants if each.sku in refusal.why}
        raise Invalid("Some SKUs cannot change now.", wrong) from None
    return changed


async def remove_variant(product_id: UUID, variant_id: UUID, *, revision: UUID, actor: str) -> None:
    """Refused while it is made of parts or goes into a bundle: its SKU may be used again, for something else."""
    await inventory.check_unbound((await catalog.find_product(product_id)).variant_by_id(variant_id).sku)
    await catalog.remove_variant(product_id, variant_id, revision=revision, actor=actor)
