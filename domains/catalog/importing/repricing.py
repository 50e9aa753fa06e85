"""What rows of prices mean for the product whose variants they are about."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self

from ...shared import clock
from ...shared.money import Money
from ..codes import sku_key
from ..models import ImportOutcome, PriceList, Product, Sale, Tier, Variant
from ..prices.changing import MOST_SALES, MOST_TIERS
from ..prices.history import forget_old
from ..prices.listed import ListedPrice, stand_on_list
from ..prices.lists import price_lists
from ..prices.tiers import GONE, misfit
from .entries import PriceEntry, PriceRow
from .gallery import Found
from .holders import Holders
from .naming import named
from .plan import CannotBeProduct, Plan, finished
from .values import BadCell
from .variants import check_currency

TOO_DEAR: Final = "Price: from {quantity} on one must cost less than in smaller quantities, and more than in larger."


@dataclass
class PricePlans:
    """`lists` by their ids and by their names in lower case; None where two have the name."""

    lists: Mapping[str, PriceList | None]

    @classmethod
    async def ready(cls) -> Self:
        plans = cls({})
        await plans.look_again()
        return plans

    async def look_again(self) -> None:
        """A list may have been removed."""
        self.lists = named((each.name, str(each.id), each) for each in await price_lists())

    def __call__(
        self, entry: PriceEntry, before: Product | None, holders: Holders, pictures: Mapping[str, Found]
    ) -> Plan:
        entry = replace(entry, report=deepcopy(entry.report))  # the same entry may be planned again
        if before is None:
            raise CannotBeProduct(f"There is no SKU {entry.first_sku}.")
        plan = Plan(entry, before, before.model_copy(deep=True))
        places = {sku_key(variant.sku): place for place, variant in enumerate(plan.after.variants)}
        said: dict[int, list[PriceRow]] = {}
        for row in entry.rows:
            said.setdefault(places[sku_key(row.sku)], []).append(row)
        for place, rows in said.items():
            plan.after.variants[place] = self._repriced(plan, rows, plan.after.variants[place])
        return finished(plan)

    def _repriced(self, plan: Plan, rows: Sequence[PriceRow], variant: Variant) -> Variant:
        """By all of its rows, in whatever order they say it: only what comes out at last must fit together."""
        priced: Variant = variant.model_copy(deep=True)
        for row in rows:
            try:
                changed = self._priced(plan, row, priced)
            except BadCell as bad:
                plan.entry.report.refuse(row.line, str(bad))
                continue
            if changed != priced:
                forget_old(changed, clock.now())
                plan.touch(row.line, ImportOutcome.UPDATED)
            priced = changed
        return _with_tiers_that_fit(plan, rows, variant, priced)

    def _priced(self, plan: Plan, row: PriceRow, variant: Variant) -> Variant:
        check_currency(plan.after, row.fields.values())
        changed: Variant = variant.model_copy(deep=True)
        if row.price_list:
            listed = ListedPrice(row.sku, row.quantity, row.fields["price"])
            stand_on_list(changed, self._list(row, plan.after.currency).id, listed)
        elif row.quantity > 1:
            changed.tiers = _tiers(changed, row.quantity, row.fields["price"])
        else:
            _reprice(plan, row, changed)
            if "sale_price" in row.fields:
                _put_on_sale(changed, row)
        return changed

    def _list(self, row: PriceRow, currency: str) -> PriceList:
        named = row.price_list
        found = self.lists.get(named.casefold())
        if named.casefold() in self.lists and found is None:
            raise BadCell(f"Price list: two lists are called “{named[:100]}”. Give the id of the one.")
        if found is None:
            raise BadCell(f"Price list: there is no price list “{named[:100]}”.")
        if found.currency != currency:
            raise BadCell(f"Price list: {found.name} is in {found.currency}, the product in {currency}.")
        return found


def _reprice(plan: Plan, row: PriceRow, changed: Variant) -> None:
    changed.price = row.fields.get("price", changed.price)
    changed.cost = row.fields.get("cost", changed.cost)
    changed.compare_at = row.fields.get("compare_at", changed.compare_at)
    if changed.compare_at is not None and changed.compare_at <= changed.price:
        if "compare_at" in row.fields:
            raise BadCell("Compare-at price: it must be more than the price. Leave it empty, or give a higher amount.")
        changed.compare_at = None
        plan.entry.report.note(row.line, "The compare-at price is gone: it is not more than the price.")


def _tiers(variant: Variant, quantity: int, price: Money | None) -> list[Tier]:
    tiers = [tier for tier in variant.tiers if tier.quantity != quantity]
    if price is None:
        return tiers
    if len(tiers) == MOST_TIERS:
        raise BadCell(f"Min quantity: there can be at most {MOST_TIERS} prices by quantity.")
    return sorted([*tiers, Tier(quantity=quantity, price=price)], key=lambda tier: tier.quantity)


def _with_tiers_that_fit(plan: Plan, rows: Sequence[PriceRow], before: Variant, priced: Variant) -> Variant:
    """Each costs less than the one before it. A row that says otherwise is left out, and what stood there stays; what
    no row speaks of goes."""
    said = {row.quantity: row for row in rows if row.quantity > 1 and not row.price_list and not _refused(plan, row)}
    while found := misfit(priced):
        smaller, larger = found
        row = said.pop(larger, None) or said.pop(smaller, None)
        if row is None:
            plan.entry.report.note(rows[0].line, GONE.format(quantity=larger))
            priced.tiers = _tiers(priced, larger, None)
        else:
            plan.entry.report.refuse(row.line, TOO_DEAR.format(quantity=row.quantity))
            stood = next((tier.price for tier in before.tiers if tier.quantity == row.quantity), None)
            priced.tiers = _tiers(priced, row.quantity, stood)
    return priced


def _refused(plan: Plan, row: PriceRow) -> bool:
    return row.line in plan.entry.report.bad


def _put_on_sale(variant: Variant, row: PriceRow) -> None:
    """One that has begun is never changed: it ends, and another begins. Cleared without a start, all that run end."""
    price: Money | None = row.fields["sale_price"]
    if price is None:
        _end_sales(variant, row.fields.get("sale_starts"))
        return
    now = clock.now()
    starts: datetime = row.fields["sale_starts"]
    ends: datetime | None = row.fields.get("sale_ends")
    if any(_same(sale, price, starts, ends, now) for sale in variant.sales):
        return
    _end_sales(variant, starts)
    if price >= variant.price:
        raise BadCell("Sale price: it must be less than the price.")
    if ends is not None and ends <= max(starts, now):
        raise BadCell("Sale ends: this is over already, or before it begins.")
    if len(variant.sales) >= MOST_SALES:
        raise BadCell(f"Sale price: there can be at most {MOST_SALES} sales of one variant.")
    fresh = Sale(price=price, starts_at=max(starts, now), ends_at=ends)
    variant.sales = sorted([*variant.sales, fresh], key=lambda sale: sale.starts_at)


def _end_sales(variant: Variant, starts: datetime | None) -> None:
    """What has not begun is taken back. One meant to begin earlier than it was said began when it was said."""
    now = clock.now()
    variant.sales = [sale for sale in variant.sales if sale.starts_at != starts or sale.starts_at <= now]
    running = [sale for sale in variant.sales if sale.starts_at <= now and _running(sale, now)]
    meant = [sale for sale in running if sale.starts_at == starts]
    for sale in meant or [sale for sale in running if starts is None or starts <= sale.starts_at]:
        sale.ends_at = now


def _same(sale: Sale, price: Money, starts: datetime, ends: datetime | None, now: datetime) -> bool:
    """There already, or begun in the meantime."""
    begun = max(sale.starts_at, starts) <= now and _running(sale, now)
    return sale.price == price and sale.ends_at == ends and (sale.starts_at == starts or begun)


def _running(sale: Sale, now: datetime) -> bool:
    return sale.ends_at is None or sale.ends_at > now
