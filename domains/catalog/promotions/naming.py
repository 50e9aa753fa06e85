"""The SKUs and categories that a promotion names: they must exist, and are kept as the catalogue writes them."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from ...shared.errors import Invalid
from ..codes import sku_key
from ..models import Category, Product, SkuClaim
from .terms import Promotion

Plain = dict[str, Any]


async def resolved(promotion: Promotion) -> Promotion:
    """Invalid names what is unknown."""
    plain = msgspec.to_builtins(promotion)
    skus = set(_named(plain, "sku")) | {sku for each in _named(plain, "skus") for sku in each}
    paths = {path for each in _named(plain, "categories") for path in each}
    canonical = await _skus(skus)
    known = {row.id for row in await Category.find({"_id": {"$in": sorted(paths)}}).to_list()} if paths else set()
    unknown = sorted([sku for sku in skus if sku_key(sku) not in canonical] + list(paths - known))
    if unknown:
        told = f"There is no {', '.join(unknown[:10])}."
        raise Invalid(told, {"scope": told})
    return msgspec.convert(_rewritten(plain, lambda sku: canonical[sku_key(sku)]), Promotion)


async def _skus(wanted: set[str]) -> dict[str, str]:
    """By their keys, as their variants write them."""
    keys = {sku_key(sku) for sku in wanted}
    claims = await SkuClaim.find({"_id": {"$in": sorted(keys)}}).to_list() if keys else []
    ids = list({claim.product_id for claim in claims})
    products = await Product.find({"_id": {"$in": ids}}).to_list() if ids else []
    borne = {sku_key(variant.sku): variant.sku for product in products for variant in product.variants}
    return {key: sku for key, sku in borne.items() if key in keys}


def _named(plain: Any, name: str) -> Iterator[Any]:
    """What stands under this name, at any depth."""
    if isinstance(plain, dict):
        for key, value in plain.items():
            if key == name:
                yield value
            else:
                yield from _named(value, name)
    elif isinstance(plain, list | tuple):
        for value in plain:
            yield from _named(value, name)


def _rewritten(plain: Any, sku: Callable[[str], str]) -> Any:
    if isinstance(plain, list | tuple):
        return [_rewritten(value, sku) for value in plain]
    if not isinstance(plain, dict):
        return plain
    return {
        key: sku(value)
        if key == "sku"
        else sorted({sku(each) for each in value})
        if key == "skus"
        else _rewritten(value, sku)
        for key, value in plain.items()
    }
