"""What is in a bundle, as its shoppers read it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from domains import catalog, inventory
from domains.inventory import Recipe


@dataclass(frozen=True)
class Part:
    """`slug` is empty where it is not sold alone."""

    quantity: int
    sku: str
    name: str
    slug: str = ""


async def of_variants(skus: Collection[str]) -> dict[str, tuple[Part, ...]]:
    """By SKU, of those that are bundles now; that none is costs no question."""
    return await parts((await inventory.basket(dict.fromkeys(skus, 1))).bundles)


async def parts(
    bundles: Mapping[str, Recipe], offers: Mapping[str, catalog.Offer] | None = None
) -> dict[str, tuple[Part, ...]]:
    """Of each bundle, in the order of their SKUs. `offers`: what is known of them already."""
    wanted = {part for bundle in bundles.values() for part in bundle.parts}
    if offers is None:
        offers = await catalog.offers(sorted(wanted)) if wanted else {}
    unsold = sorted(wanted - offers.keys())
    goods = await catalog.goods(unsold) if unsold else {}

    def part(sku: str, quantity: int) -> Part:
        if offer := offers.get(sku):
            name = ", ".join([offer.title, *(value for value in offer.options.values() if value != "Default Title")])
            return Part(quantity, sku, name, offer.slug)
        return Part(quantity, sku, goods[sku].name if sku in goods else sku)

    return {sku: tuple(part(*each) for each in sorted(bundle.parts.items())) for sku, bundle in bundles.items()}
