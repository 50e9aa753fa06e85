"""The coupon codes of all promotions as a file."""

from collections.abc import AsyncIterator
from typing import Final

from ...shared.spreadsheets import csv_lines
from ..importing.coupons import namings
from ..models import CouponCode
from . import written

HEADS: Final = ("Code", "Promotion", "Disabled", "Batch", "Uses")
BATCH: Final = 1_000


async def export_all_codes() -> AsyncIterator[str]:
    """In the order of their keys; in constant memory."""
    yield csv_lines([HEADS])
    names = written.names((each.id, each.name) for each in await namings())
    rows: list[tuple[str, ...]] = []
    async for code in CouponCode.get_pymongo_collection().find({}).sort("_id").batch_size(BATCH):
        promotion = names.get(code["promotion_id"], str(code["promotion_id"]))
        disabled = written.yes_or_no(code["disabled"])
        rows.append((code["written"], promotion, disabled, code["batch"], str(code["uses"])))
        if len(rows) == BATCH:
            yield csv_lines(rows)
            rows = []
    yield csv_lines(rows)
