"""The prices on a price list, by SKU. A price that is replaced or withdrawn ends; what it was stays known."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from beanie.exceptions import RevisionIdWasChanged
from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ...shared.errors import Invalid
from ...shared.money import Money
from ..codes import sku_key
from ..database import documents
from ..errors import Conflict
from ..models import ListPrice, Product, SkuClaim, Variant
from .changing import HIGHEST
from .history import forget_old, record_prices
from .lists import price_list, rely_on_list

MOST_AT_ONCE: Final = 200
PAGE: Final = 50


@dataclass(frozen=True)
class ListedPrice:
    """`price` is None to take it off the list."""

    sku: str
    quantity: int
    price: Money | None


@dataclass(frozen=True)
class ListedVariant:
    product: Product
    variant: Variant
    entry: ListPrice


@dataclass(frozen=True)
class ListedPage:
    """`after` leads to the next page, empty on the last."""

    entries: tuple[ListedVariant, ...]
    after: str


async def listed_prices(list_id: UUID, after: str = "") -> ListedPage:
    """What stands on the list now, product by product."""
    wanted: dict[str, Any] = {"variants.list_prices.list_id": list_id}
    if last := _identity(after):
        wanted["_id"] = {"$gt": last}
    found = await Product.find(wanted).sort("_id").limit(PAGE + 1).to_list()
    entries = tuple(
        ListedVariant(product, variant, entry)
        for product in found[:PAGE]
        for variant in product.variants
        for entry in variant.list_prices
        if entry.list_id == list_id and entry.ends_at is None
    )
    return ListedPage(entries, str(found[PAGE - 1].id) if len(found) > PAGE else "")


async def set_list_prices(list_id: UUID, said: Sequence[ListedPrice], *, actor: str = "") -> int:
    """All of them or none, in one transaction; how many prices are others now. Invalid names the SKUs at fault, Unknown
    where the list is removed."""
    own = await price_list(list_id)
    _check(said, own.currency)

    async def work(session: AsyncClientSession) -> int:
        before = await _products([each.sku for each in said], session)
        changes = [(product, after) for product in before if (after := _with(product, list_id, said)) is not None]
        for _, after in changes:
            await after.rewrite(session)
        await record_prices(session, changes, actor)
        await rely_on_list(session, list_id)
        return sum(_different(old, new) for old, new in changes)

    try:
        return await documents.transaction(work)
    except RevisionIdWasChanged:
        raise Conflict from None


async def _products(skus: Collection[str], session: AsyncClientSession) -> list[Product]:
    keys = {sku_key(sku): sku for sku in skus}
    claims = await SkuClaim.find({"_id": {"$in": sorted(keys)}}, session=session).to_list()
    missing = sorted(keys[key] for key in keys.keys() - {claim.id for claim in claims})
    if missing:
        told = f"There is no {', '.join(missing[:10])}."
        raise Invalid(told, {"prices": told})
    ids = {claim.product_id for claim in claims}
    return await Product.find({"_id": {"$in": list(ids)}}, session=session).to_list()


def _with(product: Product, list_id: UUID, said: Sequence[ListedPrice]) -> Product | None:
    """None where nothing is another."""
    after: Product = product.model_copy(deep=True)
    now = clock.now()
    for variant in after.variants:
        for each in said:
            if sku_key(each.sku) == sku_key(variant.sku):
                stand_on_list(variant, list_id, each)
        forget_old(variant, now)
    if [variant.list_prices for variant in after.variants] == [variant.list_prices for variant in product.variants]:
        return None
    after.updated_at = now
    return after


def stand_on_list(variant: Variant, list_id: UUID, said: ListedPrice) -> None:
    """From now on; what stood there for this quantity ends."""
    now = clock.now()
    standing = [
        entry
        for entry in variant.list_prices
        if entry.list_id == list_id and entry.quantity == said.quantity and entry.ends_at is None
    ]
    if any(entry.price == said.price for entry in standing):
        return
    for entry in standing:
        entry.ends_at = now
    if said.price is not None:
        new = ListPrice(list_id=list_id, quantity=said.quantity, price=said.price, starts_at=now)
        variant.list_prices = [*variant.list_prices, new]


def lists_entered(old: Product, new: Product) -> set[UUID]:
    """Those on which it stands at another price than before."""
    before = {(variant.id, entry.list_id, entry.starts_at) for variant in old.variants for entry in variant.list_prices}
    return {
        entry.list_id
        for variant in new.variants
        for entry in variant.list_prices
        if entry.ends_at is None and (variant.id, entry.list_id, entry.starts_at) not in before
    }


def _different(old: Product, new: Product) -> int:
    return sum(was.list_prices != variant.list_prices for was, variant in zip(old.variants, new.variants, strict=True))


def _check(said: Sequence[ListedPrice], currency: str) -> None:
    wrong = [each.sku for each in said if each.price and each.price.currency != currency]
    wrong += [each.sku for each in said if each.price and not 0 <= each.price.amount <= HIGHEST]
    wrong += [each.sku for each in said if not 1 <= each.quantity <= 999]
    if wrong:
        told = f"Look at {', '.join(sorted(set(wrong))[:10])}: the amount or the quantity is out of range."
        raise Invalid(told, {"prices": told})
    if not 0 < len(said) <= MOST_AT_ONCE:
        told = f"Give between 1 and {MOST_AT_ONCE} prices at once."
        raise Invalid(told, {"prices": told})


def _identity(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
