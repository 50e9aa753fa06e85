"""Values as our own files have them: read again, they are what they were."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from ...shared.money import Money
from ...shared.spreadsheets import csv_lines
from ..models import Product

BATCH = 200  # products written at once


def amount(price: Money | None) -> str:
    return "" if price is None else f"{price.decimal:f}"


def moment(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else ""


def yes_or_no(value: bool) -> str:
    return "yes" if value else "no"


async def every_product() -> AsyncIterator[list[Product]]:
    """One plain cursor, some at a time."""
    batch: list[Product] = []
    async for row in Product.get_pymongo_collection().find({}).batch_size(BATCH):
        batch.append(Product.model_validate(row))
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch


def names(things: Iterable[tuple[UUID, str]]) -> dict[UUID, str]:
    """What each is called; its id where others are called so, too."""
    every = list(things)
    how_many = Counter(name.casefold() for _, name in every)
    return {key: name if how_many[name.casefold()] == 1 else str(key) for key, name in every}


def lines(heads: Sequence[str], rows: Iterable[dict[str, str]]) -> str:
    return csv_lines([row.get(head, "") for head in heads] for row in rows)
