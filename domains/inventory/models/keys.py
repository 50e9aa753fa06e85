"""What every table about goods is keyed by: its SKU, and the level that it speaks of."""

from typing import Final

import sqlalchemy as sa

BY_SKU: Final = {"kind": "distributed", "by": "sku"}
MOST: Final = 1_000_000_000


def at_a_level(*others: sa.schema.SchemaItem) -> tuple[sa.schema.SchemaItem | dict[str, object], ...]:
    level = sa.ForeignKeyConstraint(["sku", "location_id"], ["levels.sku", "levels.location_id"])
    return (level, *others, {"info": BY_SKU})
