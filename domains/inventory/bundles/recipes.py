"""What each bundle is made of now, and how many of it that makes. For pages: an order asks anew."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa

from domains.shared.remembering import Remembered

from ..database import database
from ..models import Bundle, BundlePart

REMEMBERED: Final = 5.0  # seconds
STEP: Final = 1_000_000_000_000  # what a composition adds to the version of a figure: more than its parts ever move
QUESTION: Final = sa.select(Bundle.sku, Bundle.version, BundlePart.part, BundlePart.quantity).outerjoin(
    BundlePart, sa.and_(BundlePart.sku == Bundle.sku, BundlePart.version == Bundle.version)
)


@dataclass(frozen=True)
class Recipe:
    """`parts`: how many of each SKU make one. Without any it is a SKU like others again."""

    sku: str
    version: int
    parts: Mapping[str, int] = field(default_factory=dict)

    def of(self, there: Mapping[str, int]) -> int:
        """How many can be made of that."""
        return min(there.get(part, 0) // quantity for part, quantity in self.parts.items())


Recipes = Mapping[str, Recipe]  # by the bundle's SKU


async def read() -> Recipes:
    async with database.glance() as connection:
        return gathered((await connection.execute(QUESTION)).all())


def gathered(rows: Iterable[sa.Row[str, int, str, int]]) -> dict[str, Recipe]:
    """Of SKU, version, part and quantity."""
    parts: dict[tuple[str, int], dict[str, int]] = {}
    for sku, version, part, quantity in rows:
        parts.setdefault((sku, version), {}).update({part: quantity} if part else {})
    return {sku: Recipe(sku, version, of) for (sku, version), of in parts.items()}


_known: Remembered[Recipes] = Remembered(read, REMEMBERED)
recipes = _known.look
forget_recipes = _known.forget
