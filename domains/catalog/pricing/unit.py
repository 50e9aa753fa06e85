"""What one unit costs at a moment: the one door for offers, cards, the product's page and the cart."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ...shared.money import Money
from .inputs import ListedInput, ListTerms, PriceInputs, PriceListTerms, SaleInput

REFERENCE: Final = timedelta(days=30)  # of the lowest price before a reduction: Directive 98/6/EC, Art. 6a


class PriceSource(StrEnum):
    REGULAR = "regular"
    TIER = "tier"
    SALE = "sale"
    LIST = "list"


class PriceContext(Struct, frozen=True):
    """Who asks, when and for how many. `lists` are all price lists there are, by id."""

    at: datetime
    quantity: int = 1
    groups: frozenset[str] = frozenset()
    lists: Mapping[UUID, PriceListTerms] = {}


class UnitPrice(Struct, frozen=True):
    """`compare_at` is struck through, and `lowest` the lowest price of the 30 days before that reduction. `until`: the
    next moment at which another answer is possible. `because` names the list, or says how many the tier asks for."""

    price: Money
    compare_at: Money | None
    source: PriceSource
    until: datetime | None
    lowest: Money | None = None
    because: str = ""


class _Found(Struct, frozen=True):
    amount: int
    compare_at: int | None
    source: PriceSource
    since: datetime | None = None
    because: str = ""


def unit_price(inputs: PriceInputs, context: PriceContext) -> UnitPrice:
    """A list that holds for the customer decides, the one of highest priority; otherwise the tier or the regular price.
    A sale that is open counts wherever it is lower."""
    found = _find(inputs, context)
    struck = found.compare_at is not None
    lowest = _lowest_before(inputs, found, context) if struck else None
    return UnitPrice(
        price=Money(found.amount, inputs.currency),
        compare_at=_money(found.compare_at, inputs.currency),
        source=found.source,
        until=_until(inputs, context),
        lowest=_money(lowest, inputs.currency),
        because=found.because,
    )


def _find(inputs: PriceInputs, context: PriceContext) -> _Found:
    base = _listed(inputs, context) or _tier(inputs, context.quantity) or _regular(inputs)
    sale = _sale(inputs, context.at) if inputs.sales else None
    if sale is not None and sale.amount < base.amount:
        before = max(base.amount, inputs.compare_at or 0)
        return _Found(sale.amount, before, PriceSource.SALE, sale.starts_at)
    return base


def _sale(inputs: PriceInputs, at: datetime) -> SaleInput | None:
    return min((sale for sale in inputs.sales if sale.open_at(at)), key=lambda each: each.amount, default=None)


def _regular(inputs: PriceInputs) -> _Found:
    since = inputs.trail[-1].at if inputs.trail else None
    return _Found(inputs.regular, _struck(inputs, inputs.regular), PriceSource.REGULAR, since)


def _tier(inputs: PriceInputs, quantity: int) -> _Found | None:
    reached = [tier for tier in inputs.tiers if tier.quantity <= quantity] if inputs.tiers else ()
    if not reached:
        return None
    tier = max(reached, key=lambda each: each.quantity)
    since = inputs.trail[-1].at if inputs.trail else None
    because = f"from {tier.quantity} on"
    return _Found(tier.amount, _struck(inputs, tier.amount), PriceSource.TIER, since, because)


def _struck(inputs: PriceInputs, amount: int) -> int | None:
    return inputs.compare_at if inputs.compare_at is not None and inputs.compare_at > amount else None


def _listed(inputs: PriceInputs, context: PriceContext) -> _Found | None:
    """Within the list of highest priority the largest quantity reached; equal priorities go by the lower price."""
    if not inputs.listed:
        return None
    standing = [
        (terms.priority, entry)
        for entry in inputs.listed
        if (own := context.lists.get(entry.list_id)) and _holds(entry, terms := own.at(context.at), context)
    ]
    if not standing:
        return None
    top = max(priority for priority, _ in standing)
    best: dict[UUID, ListedInput] = {}
    for priority, entry in standing:
        known = best.get(entry.list_id)
        if priority == top and (known is None or entry.quantity > known.quantity):
            best[entry.list_id] = entry
    entry = min(best.values(), key=lambda each: (each.amount, str(each.list_id)))
    return _Found(entry.amount, None, PriceSource.LIST, because=context.lists[entry.list_id].name)


def _holds(entry: ListedInput, terms: ListTerms, context: PriceContext) -> bool:
    open_now = entry.open_at(context.at) and terms.open_at(context.at)
    return open_now and entry.quantity <= context.quantity and terms.for_groups(context.groups)


def _until(inputs: PriceInputs, context: PriceContext) -> datetime | None:
    if not inputs.sales and not inputs.listed:
        return None
    edges = [edge for sale in inputs.sales for edge in sale.edges()]
    for entry in inputs.listed:
        terms = context.lists.get(entry.list_id)
        if terms and terms.for_groups(context.groups):
            edges += [*entry.edges(), *terms.edges()]
    return min((edge for edge in edges if edge > context.at), default=None)


def _lowest_before(inputs: PriceInputs, found: _Found, context: PriceContext) -> int | None:
    """What everybody could buy it for, at its lowest. Where nothing is recorded before the reduction, the price that
    the shop states as the one before."""
    start = found.since
    if start is None:
        return found.compare_at
    first = start - REFERENCE
    edges = {edge for sale in inputs.sales for edge in sale.edges()} | {mark.at for mark in inputs.trail}
    for entry in inputs.listed:
        terms = context.lists.get(entry.list_id)
        edges |= {*entry.edges(), *(terms.turns() if terms else ())}
    moments = [first, *(edge for edge in edges if first < edge < start)]
    asked = [_public(inputs, moment, context.lists) for moment in moments]
    return min((amount for amount in asked if amount is not None), default=found.compare_at)


def _public(inputs: PriceInputs, moment: datetime, lists: Mapping[UUID, PriceListTerms]) -> int | None:
    """What one cost then for everybody; None before anything was recorded."""
    if inputs.trail:
        marks = [mark for mark in inputs.trail if mark.at <= moment]
        if not marks:
            return None
        inputs = replace(inputs, regular=marks[-1].amount)
    return _find(replace(inputs, tiers=()), PriceContext(moment, lists=lists)).amount


def _money(amount: int | None, currency: str) -> Money | None:
    return None if amount is None else Money(amount, currency)
