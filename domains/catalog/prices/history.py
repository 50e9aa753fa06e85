"""What a price was, and who changed it when: written in the same transaction as the change, append-only."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ...shared.money import Money
from ..codes import sku_key
from ..database import documents
from ..models import FormerPrices, ListPrice, PriceChange, PriceMark, PriceRecord, Product, Sale, Variant
from ..pricing.reading import needed_from
from ..pricing.unit import REFERENCE
from .lists import price_list_terms

PAGE = 50
Dated = TypeVar("Dated", Sale, ListPrice)


@dataclass(frozen=True)
class PricePage:
    """Newest first. `older` continues behind it: the moment and id of its last entry, as text."""

    records: tuple[PriceRecord, ...]
    older: str


async def price_records(product_id: UUID, variant_id: UUID | None = None, before: str = "") -> PricePage:
    """Of a product, or of one of its variants; `before` is the `older` of the page before."""
    whose: dict[str, Any] = {"variant_id": variant_id} if variant_id else {"product_id": product_id}
    wanted = whose | _older(before)
    found = await PriceRecord.find(wanted).sort("-at", "-_id").limit(PAGE + 1).to_list()
    page = tuple(found[:PAGE])
    return PricePage(page, f"{page[-1].at.timestamp():.6f}~{page[-1].id}" if len(found) > PAGE else "")


async def record_prices(
    session: AsyncClientSession, changes: Sequence[tuple[Product | None, Product]], actor: str
) -> None:
    """Of each product before and after: note every price that is another now, here and on the variants' trails."""
    now = clock.now()
    names = {list_id: terms.name for list_id, terms in (await price_list_terms()).items()}
    records = [record for before, after in changes for record in _changed(before, after, actor, now, names)]
    await documents.insert(session, records)


def lay_trail(before: Product | None, after: Product) -> None:
    """Where a regular price has changed, its variant remembers since when. To be called before `after` is written."""
    now = clock.now()
    known = {variant.id: variant for variant in before.variants} if before else {}
    _keep_removed(known.values(), after, now)
    for variant in after.variants:
        old = known.get(variant.id)
        if old is None or sku_key(old.sku) != sku_key(variant.sku):
            _come_back(variant, after, now if old is None else after.created_at)
        if old is not None and (old.price, old.compare_at) == (variant.price, variant.compare_at):
            continue
        trail = list(variant.trail)
        if trail and (trail[-1].price, trail[-1].compare_at) == (variant.price, variant.compare_at):
            continue  # laid by a try that has to be repeated
        if (
            not trail and old is not None
        ):  # written before trails were laid: as far as known, it cost that from the start
            trail.append(PriceMark(at=after.created_at, price=old.price, compare_at=old.compare_at))
        trail.append(PriceMark(at=now, price=variant.price, compare_at=variant.compare_at))
        variant.trail = trail
        forget_old(variant, now)


def _keep_removed(before: Iterable[Variant], after: Product, now: datetime) -> None:
    """A SKU taken away takes its prices of late along; they are kept for as long as a reduction may ask for them."""
    staying = {variant.id for variant in after.variants}
    gone = [_former(variant, after.created_at, now) for variant in before if variant.id not in staying]
    again = {sku_key(each.sku) for each in gone}
    kept = [
        each
        for each in after.former_prices
        if sku_key(each.sku) not in again and each.removed_at > now - REFERENCE - timedelta(days=1)
    ]
    after.former_prices = [*kept, *gone]


def _former(variant: Variant, created_at: datetime, now: datetime) -> FormerPrices:
    """What was open until now has ended; what had not begun never was."""
    first = PriceMark(at=created_at, price=variant.price, compare_at=variant.compare_at)
    return FormerPrices(
        sku=variant.sku,
        removed_at=now,
        trail=variant.trail or [first],
        sales=[_ended(each, now) for each in variant.sales if each.starts_at < now],
        list_prices=[
            _ended(each, now) for each in variant.list_prices if each.starts_at is None or each.starts_at < now
        ],
    )


def _ended(each: Dated, now: datetime) -> Dated:
    return each.model_copy(update={"ends_at": now if each.ends_at is None else min(each.ends_at, now)})


def _come_back(variant: Variant, product: Product, made: datetime) -> None:
    """A variant made since under a SKU that was here lately has had the prices of the one before it."""
    begun = variant.trail[0].at if variant.trail else made
    for former in product.former_prices:
        if sku_key(former.sku) == sku_key(variant.sku) and former.removed_at <= begun:
            variant.trail = [*former.trail, *variant.trail]
            variant.sales = [*former.sales, *variant.sales]
            variant.list_prices = [*former.list_prices, *variant.list_prices]


def forget_old(variant: Variant, now: datetime) -> None:
    """What no reduction can ask for any more leaves the variant; the history keeps it."""
    since = needed_from(variant, now)
    first = max((place for place, mark in enumerate(variant.trail) if mark.at <= since), default=0)
    variant.trail = variant.trail[first:]
    variant.sales = [sale for sale in variant.sales if sale.ends_at is None or sale.ends_at > since]
    variant.list_prices = [entry for entry in variant.list_prices if entry.ends_at is None or entry.ends_at > since]


def _changed(
    before: Product | None, after: Product, actor: str, now: datetime, names: Mapping[UUID, str]
) -> Iterator[PriceRecord]:
    known = {variant.id: variant for variant in before.variants} if before else {}
    for variant in after.variants:
        old = known.get(variant.id)
        for change, label, was, is_now in _differences(old, variant, now, names):
            yield PriceRecord(
                product_id=after.id,
                variant_id=variant.id,
                sku=variant.sku,
                change=change,
                label=label,
                before=was,
                after=is_now,
                compare_at=variant.compare_at if change is PriceChange.REGULAR else None,
                actor=actor,
                at=now,
            )


Difference = tuple[PriceChange, str, Money | None, Money | None]


def _differences(old: Variant | None, new: Variant, now: datetime, names: Mapping[UUID, str]) -> Iterator[Difference]:
    if old is None or (old.price, old.compare_at) != (new.price, new.compare_at):
        yield PriceChange.REGULAR, "", old.price if old else None, new.price
    yield from _compared(PriceChange.TIER, _tiers(old), _tiers(new))
    yield from _compared(PriceChange.SALE, _sales(old, now), _sales(new, now))
    yield from _compared(PriceChange.LIST, _listed(old, names), _listed(new, names))


def _compared(change: PriceChange, old: Mapping[str, Money], new: Mapping[str, Money]) -> Iterator[Difference]:
    for label in sorted(old.keys() | new.keys()):
        if old.get(label) != new.get(label):
            yield change, label, old.get(label), new.get(label)


def _tiers(variant: Variant | None) -> dict[str, Money]:
    return {f"from {tier.quantity} on": tier.price for tier in variant.tiers} if variant else {}


def _sales(variant: Variant | None, now: datetime) -> dict[str, Money]:
    """Those that have not ended: a window that closes by itself is no change."""
    sales = variant.sales if variant else []
    return {_window(sale): sale.price for sale in sales if sale.ends_at is None or sale.ends_at > now}


def _listed(variant: Variant | None, names: Mapping[UUID, str]) -> dict[str, Money]:
    entries = variant.list_prices if variant else []
    return {
        f"{names.get(entry.list_id, entry.list_id)}, from {entry.quantity} on": entry.price
        for entry in entries
        if entry.ends_at is None
    }


def _window(sale: Sale) -> str:
    return f"{sale.starts_at:%Y-%m-%d %H:%M} to {f'{sale.ends_at:%Y-%m-%d %H:%M}' if sale.ends_at else 'open'} UTC"


def _older(before: str) -> dict[str, Any]:
    """Behind the entry named; nothing for what is no such name."""
    moment, _, key = before.partition("~")
    try:
        at, last = datetime.fromtimestamp(float(moment), clock.now().tzinfo), UUID(key)
    except (ValueError, OverflowError, OSError):
        return {}
    return {"$or": [{"at": {"$lt": at}}, {"at": at, "_id": {"$lt": last}}]}
