"""Coupon codes as a file: of one promotion, or of all."""

from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

from ...shared.spreadsheets import csv_head, csv_lines
from ..importing.coupons import namings
from ..models import CouponCode
from . import written

HEADS: Final = ("Code", "Promotion", "Disabled", "Batch", "Uses")
BATCH: Final = 1_000


async def export_codes(promotion_id: UUID | None = None) -> AsyncIterator[str]:
    """In the order of their keys; in constant memory."""
    yield csv_head(HEADS)
    names = written.names((each.id, each.name) for each in await namings())
    wanted = {"promotion_id": promotion_id} if promotion_id else {}
    rows: list[tuple[str, ...]] = []
    async for code in CouponCode.get_pymongo_collection().find(wanted).sort("_id").batch_size(BATCH):
        promotion = names.get(code["promotion_id"], str(code["promotion_id"]))
        disabled = written.yes_or_no(code["disabled"])
        rows.append((code["written"], promotion, disabled, code["batch"], str(code["uses"])))
        if len(rows) == BATCH:
            yield csv_lines(rows)
            rows = []
    yield csv_lines(rows)
