"""Goods as people who handle them know them: by the code on the box, and by what it says there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from ..codes import sku_key
from ..models import BarcodeClaim, Product, SkuClaim, Variant
from .recoding import skus_now


@dataclass(frozen=True)
class Goods:
    """A variant; its product may be a draft or archived: what lies there is handled all the same."""

    sku: str
    product_id: UUID
    title: str
    options: Mapping[str, str] = field(default_factory=dict)
    barcode: str = ""

    @classmethod
    def of(cls, product: Product, variant: Variant) -> "Goods":
        return cls(variant.sku, product.id, product.title, dict(variant.options), variant.barcode or "")

    @property
    def name(self) -> str:
        return ", ".join([self.title, *self.options.values()])


async def goods(skus: Collection[str]) -> dict[str, Goods]:
    """Of these, those that a variant bears, by its SKU as asked for. By keys alone: the claims, then their products."""
    keys = sorted({sku_key(sku) for sku in skus})
    claims = await SkuClaim.find({"_id": {"$in": keys}}).to_list() if keys else []
    found = {claim.id: each for claim, each in zip(claims, await _of(claims), strict=True) if each is not None}
    return {sku: found[sku_key(sku)] for sku in skus if sku_key(sku) in found}


async def skus_in(category: str) -> set[str]:
    """Of all variants in this category and below it, on sale or not; along the index of categories."""
    below = {"category": {"$gte": f"{category}/", "$lt": f"{category}0"}}  # 0 comes after the slash
    found = Product.get_pymongo_collection().find({"$or": [{"category": category}, below]}, {"variants.sku": 1})
    return {variant["sku"] async for product in found for variant in product["variants"]}


async def scanned(code: str) -> Goods | None:
    """What bears this code: as its barcode, which a scanner may read with a 0 before it or without, or as its SKU, also
    one that it had before."""
    barcodes = {code, code.removeprefix("0"), f"0{code}"} if code.isdecimal() else {code}
    claims: list[BarcodeClaim | SkuClaim] = [
        *await BarcodeClaim.find({"_id": {"$in": sorted(barcodes)}}).to_list(),
        *await SkuClaim.find({"_id": sku_key(code)}).to_list(),
    ]
    claims.sort(key=lambda claim: (claim.id != code, isinstance(claim, SkuClaim)))
    if claims:
        return next((each for each in await _of(claims[:1]) if each is not None), None)
    today = await skus_now([code])
    return (await goods(today.values())).get(today[code]) if code in today else None


async def _of(claims: Collection[BarcodeClaim | SkuClaim]) -> list[Goods | None]:
    ids = sorted({claim.product_id for claim in claims})
    products = await Product.find({"_id": {"$in": ids}}).to_list() if ids else []
    found = {variant.id: Goods.of(product, variant) for product in products for variant in product.variants}
    return [found.get(claim.variant_id) for claim in claims]
