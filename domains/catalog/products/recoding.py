"""Variants that are given another SKU: what still knows them by the old one is led on."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from pymongo import ReplaceOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError

from ...shared.errors import Invalid
from ..codes import sku_key
from ..models import FormerSku, Product, SkuClaim
from ..promotions.naming import skus_named
from ..stock_facts import next_stock_sequence, skus_being_counted

DUPLICATE = 11000
Change = tuple[Product | None, Product]  # what it was, what it becomes
TAKEN = "Another variant had {sku}, and lies in carts under it. Choose one that no variant had."
COUNTED = "The stock that a file gave {sku} is still being counted in. Try again in a moment."


async def lead_on(session: AsyncClientSession, changes: Sequence[Change]) -> None:
    """In the transaction that writes these products: what a variant bore leads to it until it bears that again.
    DuplicateKeyError where one claims what leads to another, which whoever writes has asked before."""
    now = {key: variant for _, after in changes for key, variant in _bearers(after).items()}
    before = {key: (after, variant) for was, after in changes for key, variant in _bearers(was).items()}
    lasting = set(now.values())
    former = FormerSku.get_pymongo_collection()
    claimed = [key for key in now if key not in before]
    gone = [variant for _, variant in before.values() if variant not in lasting]
    if claimed or gone:
        over: list[dict[str, Any]] = [{"_id": {"$in": claimed}}, {"variant_id": {"$in": gone}}]
        found = former.find({"$or": over} if gone else over[0], session=session)
        leading = {row["_id"]: row["variant_id"] async for row in found}
        if any(now.get(key, variant) != variant and variant not in gone for key, variant in leading.items()):
            raise DuplicateKeyError("a SKU leads to another variant", DUPLICATE)
        if leading:
            await former.delete_many({"_id": {"$in": sorted(leading)}}, session=session)
    traces = [
        ReplaceOne({"_id": key}, {"product_id": after.id, "variant_id": variant}, upsert=True)
        for key, (after, variant) in before.items()
        if key not in now and variant in lasting
    ]
    if traces:
        await former.bulk_write(traces, session=session)


async def skus_now(skus: Collection[str]) -> dict[str, str]:
    """Of these, those that their variants do not bear any more, or write otherwise: by the old the one of today."""
    keys = {sku: sku_key(sku) for sku in skus}
    if not keys:
        return {}
    asked = {"_id": {"$in": sorted({*keys.values()})}}
    holders: dict[str, FormerSku | SkuClaim] = {each.id: each for each in await FormerSku.find(asked).to_list()}
    holders |= {each.id: each for each in await SkuClaim.find(asked).to_list()}
    ids = list({each.product_id for each in holders.values()})
    products = await Product.find({"_id": {"$in": ids}}).to_list() if ids else []
    borne = {variant.id: variant.sku for product in products for variant in product.variants}
    now = {sku: borne.get(holders[key].variant_id) for sku, key in keys.items() if key in holders}
    return {old: new for old, new in now.items() if new is not None and new != old}


async def bearers(keys: Collection[str], session: AsyncClientSession | None = None) -> dict[str, UUID]:
    """By the key of a SKU the product of the variant that bears it, or bore it before."""
    asked = {"_id": {"$in": sorted(keys)}}
    claims = {each.id: each.product_id for each in await SkuClaim.find(asked, session=session).to_list()}
    if len(claims) == len(keys):
        return claims
    return {each.id: each.product_id for each in await FormerSku.find(asked, session=session).to_list()} | claims


async def sku_is_known(session: AsyncClientSession, sku: str) -> bool:
    """A variant bears it, or bore it and lies in carts under it."""
    claim = await SkuClaim.find_one({"_id": sku_key(sku)}, session=session)
    return claim is not None or await FormerSku.find_one({"_id": sku_key(sku)}, session=session) is not None


async def check_recoding(session: AsyncClientSession, before: Product, after: Product) -> None:
    """Staff give SKUs that nobody knows another variant by, and not while something is on its way to the old ones."""
    old = {each.id: each.sku for each in before.variants}
    leaving = {each.id: old[each.id] for each in after.variants if old.get(each.id, each.sku) != each.sku}
    if not leaving:
        return
    await next_stock_sequence(session)  # files of stock wait for this, or this for them
    named, counted = await skus_named(session), await skus_being_counted(session)
    wrong = {f"sku-{key}": COUNTED.format(sku=sku) for key, sku in leaving.items() if sku in counted}
    wrong |= {
        f"sku-{key}": f"The promotion “{named[sku]}” names {sku}." for key, sku in leaving.items() if sku in named
    }
    wrong |= await _borne_by_others(
        session, before, {each.id: each.sku for each in after.variants if each.id in leaving}
    )
    if wrong:
        raise Invalid("Some SKUs cannot change now.", wrong)


async def _borne_by_others(session: AsyncClientSession, before: Product, wanted: Mapping[UUID, str]) -> dict[str, str]:
    keys = {sku_key(sku): variant for variant, sku in wanted.items()}
    holders = _bearers(before)
    async for each in FormerSku.find({"_id": {"$in": sorted(keys)}}, session=session):
        holders[each.id] = each.variant_id
    return {
        f"sku-{variant}": TAKEN.format(sku=wanted[variant])
        for key, variant in keys.items()
        if holders.get(key, variant) != variant
    }


def _bearers(product: Product | None) -> dict[str, UUID]:
    return {sku_key(each.sku): each.id for each in product.variants} if product else {}
