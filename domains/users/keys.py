"""Short words that rows are named by for good, made of the names they were given first."""

import re
import unicodedata
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute


async def key_for(session: AsyncSession, column: InstrumentedAttribute[Any], name: str, otherwise: str) -> str:
    """The name as a short word; with a number where another row bears that, `otherwise` where nothing is left of it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    wanted = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or otherwise
    taken = set(await session.scalars(sa.select(column).where(column.startswith(wanted, autoescape=True))))
    return next(
        key for key in (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))) if key not in taken
    )
