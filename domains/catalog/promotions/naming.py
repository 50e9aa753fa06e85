"""What a promotion names, SKUs, categories and collections, must exist, and is kept as the catalogue writes it."""

from collections.abc import Callable, Iterator
from typing import Any, Final
from uuid import UUID

import msgspec
from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ...shared.errors import Invalid
from ..codes import sku_key
from ..models import Category, Collection, Product, PromotionStatus, SkuClaim, StoredPromotion
from ..turns import take_turn
from .terms import Promotion

SKUS_NAMED: Final = "skus_named"
Plain = dict[str, Any]
PARTS: Final = ("benefits", "all_of", "any_of")


async def resolved(session: AsyncClientSession, promotion: Promotion) -> Promotion:
    """In the transaction that stores it: no SKU it names is changed meanwhile. Invalid names where something unknown
    stands: `scope`, `benefits-0`, `all_of-2`."""
    plain = msgspec.to_builtins(promotion)
    places = {"scope": plain.get("scope")} | {
        f"{part}-{number}": each for part in PARTS for number, each in enumerate(plain.get(part, ()))
    }
    skus = {place: set(_skus_in(each)) for place, each in places.items()}
    paths, gathered = (
        {place: _all(each, name) for place, each in places.items()} for name in ("categories", "collections")
    )
    canonical = await _skus(session, set().union(*skus.values()))
    known = await _held(session, Category, set().union(*paths.values()))
    gathering = set(map(str, await _held(session, Collection, {UUID(key) for key in set().union(*gathered.values())})))
    if canonical:
        await take_turn(session, SKUS_NAMED)
    wrong = {}
    for place in places:
        unknown = sorted([sku for sku in skus[place] if sku_key(sku) not in canonical] + list(paths[place] - known))
        if unknown:
            wrong[place] = f"There is no {', '.join(unknown[:10])}."
        elif not gathered[place] <= gathering:
            wrong[place] = "There is no such collection any more."
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    return msgspec.convert(_rewritten(plain, lambda sku: canonical[sku_key(sku)]), Promotion)


async def promotions_naming(category: str = "", collection: UUID | None = None) -> list[str]:
    """The names of those, live or to come, that speak of this category or collection."""
    key, name = ("categories", category) if category else ("collections", str(collection))
    kept = await _open()
    return [each.promotion.name for each in kept if any(name in named for named in _named(each.terms, key))]


async def skus_named(session: AsyncClientSession) -> dict[str, str]:
    """By SKU, the name of a promotion, live or to come, that speaks of it; none comes before this is committed."""
    await take_turn(session, SKUS_NAMED)
    return {sku: each.promotion.name for each in await _open(session) for sku in _skus_in(each.terms)}


async def _open(session: AsyncClientSession | None = None) -> list[StoredPromotion]:
    return await StoredPromotion.find({"status": {"$ne": PromotionStatus.ENDED.value}}, session=session).to_list()


async def _held(session: AsyncClientSession, kind: type[Category] | type[Collection], wanted: set[Any]) -> set[Any]:
    """Those that there are: touched, so that none is removed, or retired by a move, before this is committed."""
    if not wanted:
        return set()
    rows, named = kind.get_pymongo_collection(), {"_id": {"$in": sorted(wanted)}}
    await rows.update_many(named, {"$set": {"touched_at": clock.now()}}, session=session)
    return {row["_id"] async for row in rows.find(named, {"_id": 1}, session=session)}


async def _skus(session: AsyncClientSession, wanted: set[str]) -> dict[str, str]:
    """By their keys, as their variants write them."""
    keys = {sku_key(sku) for sku in wanted}
    claims = await SkuClaim.find({"_id": {"$in": sorted(keys)}}, session=session).to_list() if keys else []
    ids = list({claim.product_id for claim in claims})
    products = await Product.find({"_id": {"$in": ids}}, session=session).to_list() if ids else []
    borne = {sku_key(variant.sku): variant.sku for product in products for variant in product.variants}
    return {key: sku for key, sku in borne.items() if key in keys}


def _skus_in(plain: Any) -> Iterator[str]:
    yield from _named(plain, "sku")
    for each in _named(plain, "skus"):
        yield from each


def _all(plain: Any, name: str) -> set[str]:
    return {each for found in _named(plain, name) for each in found}


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
