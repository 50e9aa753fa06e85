"""Prices as a file: for each variant its regular one, then those in quantities, on price lists and in sales."""

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from ...shared import clock
from ...shared.spreadsheets import coded, csv_head
from ..importing.formats import PRICES
from ..models import Variant
from ..prices.lists import price_lists
from . import written
from .written import amount, moment

Cells = dict[str, str]


async def export_prices() -> AsyncIterator[str]:
    """What holds now and what is still to come, in constant memory."""
    names = written.names((each.id, each.name) for each in await price_lists())
    yield csv_head([field.label for field in PRICES.fields])
    heads, now = [field.name for field in PRICES.fields], clock.now()
    async for products in written.every_product():
        rows = (row for each in products for variant in each.variants for row in _rows(variant, names, now))
        yield written.lines(heads, rows)


def _rows(variant: Variant, names: Mapping[UUID, str], now: datetime) -> Iterator[Cells]:
    own = {"sku": coded(variant.sku), "currency": variant.price.currency}
    yield own | {
        "price": amount(variant.price),
        "compare_at": amount(variant.compare_at),
        "cost": amount(variant.cost),
    }
    for tier in variant.tiers:
        yield own | {"min_quantity": str(tier.quantity), "price": amount(tier.price)}
    for entry in variant.list_prices:
        if entry.ends_at is None and entry.list_id in names:
            on_it = {"price_list": names[entry.list_id], "min_quantity": str(entry.quantity)}
            yield own | on_it | {"price": amount(entry.price)}
    for sale in variant.sales:
        if sale.ends_at is None or sale.ends_at > now:
            window = {"sale_starts": moment(sale.starts_at), "sale_ends": moment(sale.ends_at)}
            yield own | window | {"sale_price": amount(sale.price)}
