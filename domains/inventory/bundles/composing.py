"""What a bundle is made of, as staff write it."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared.errors import Invalid, Refusal
from domains.shared.ids import new_id

from .. import projection, stock
from ..database import database
from ..models import Bundle, BundlePart
from .recipes import QUESTION, Recipe, Recipes, forget_recipes, gathered

MOST_PARTS: Final = 20
MOST_OF_A_PART: Final = 1_000
UNCHANGED: Final = UUID(int=0)  # the revision of what has never been a bundle
ONE_AT_A_TIME: Final = 620_011  # two bundles written at once could come to hold each other


class BundleChanged(Refusal):
    def __init__(self) -> None:
        super().__init__("Somebody else has changed these parts meanwhile. Look at them again, then change them.")


async def compose(sku: str, parts: Mapping[str, int], revision: UUID) -> None:
    """From now on; orders keep what they were promised. Without parts it is a SKU like others again. Invalid for what
    cannot be put together, BundleChanged where somebody was faster."""
    _check(sku, parts)
    async with database.transaction() as session:
        await session.execute(sa.select(sa.func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
        known = gathered((await session.execute(QUESTION)).all())
        found = await session.get(Bundle, sku, with_for_update=True)
        if revision != (found.revision if found else UNCHANGED):
            raise BundleChanged
        if (known[sku].parts if sku in known else {}) == dict(parts):
            return
        await _check_nothing_lies(session, sku)
        _check_not_nested(sku, parts, known)
        if found is None:
            found = Bundle(sku=sku, version=0, revision=new_id())
            session.add(found)
        found.version, found.revision = found.version + 1, new_id()
        rows = [BundlePart(sku=sku, version=found.version, part=part, quantity=units) for part, units in parts.items()]
        session.add_all(rows)
    forget_recipes()
    await projection.refresh([sku])


async def composition(sku: str) -> tuple[Recipe, UUID]:
    """What it is made of now, and the revision that `compose` asks for."""
    async with database.reading() as session:
        found = await session.get(Bundle, sku)
        rows = (await session.execute(QUESTION.where(Bundle.sku == sku))).all()
    return gathered(rows).get(sku, Recipe(sku, 0)), found.revision if found else UNCHANGED


def _check(sku: str, parts: Mapping[str, int]) -> None:
    told = ""
    if len(parts) > MOST_PARTS:
        told = f"A bundle has {MOST_PARTS} parts at most."
    elif sku in parts:
        told = "A bundle cannot be a part of itself."
    elif not all(1 <= units <= MOST_OF_A_PART for units in parts.values()):
        told = f"Give from 1 to {MOST_OF_A_PART} of each part."
    if told:
        raise Invalid(told, {"parts": told})


def _check_not_nested(sku: str, parts: Mapping[str, int], known: Recipes) -> None:
    within = next((each.sku for each in known.values() if sku in each.parts), None)
    nested = next((part for part in parts if part in known and known[part].parts), None)
    told = ""
    if within and parts:
        told = f"{sku} is a part of {within}: a bundle cannot be a part of another."
    elif nested:
        told = f"{nested} is a bundle itself: a bundle cannot be a part of another."
    if told:
        raise Invalid(told, {"parts": told})


async def _check_nothing_lies(session: AsyncSession, sku: str) -> None:
    """Stock lies under parts; what lies or is promised under the bundle's own SKU would be sold by nobody."""
    levels = (await stock.locked(session, sku)).values()
    await stock.sweep(session, levels)
    if any(level.on_hand or level.promised or level.incoming for level in levels):
        told = f"Some of {sku} are in stock, kept for orders or on their way. A bundle has no stock of its own."
        raise Invalid(told, {"parts": told})
