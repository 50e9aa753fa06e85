"""The shop's rule for what is low, and those of single levels."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared.errors import Invalid
from domains.shared.ids import new_id

from .. import counting
from ..database import database
from ..errors import RulesChanged
from ..models import MOST, ReorderRules
from . import suggesting

MOST_DAYS: Final = 366


@dataclass(frozen=True)
class RulesDraft:
    cover_days: int
    units: int
    target_days: int
    digest_hour: int

    def check(self) -> None:
        wrong = {}
        for name, days in (("cover_days", self.cover_days), ("target_days", self.target_days)):
            if not 0 <= days <= MOST_DAYS:
                wrong[name] = f"Enter a number of days from 0 to {MOST_DAYS}."
        if not 0 <= self.units <= MOST:
            wrong["units"] = "Enter a whole number from 0."
        if not 0 <= self.digest_hour <= 23:
            wrong["digest_hour"] = "Enter an hour from 0 to 23."
        if wrong:
            raise Invalid(next(iter(wrong.values())), wrong)


@dataclass(frozen=True)
class LowRule:
    """Of one level: low at so many `units`, or at what sells in so many `days` (0: never); None of both: the shop's."""

    units: int | None = None
    days: int | None = None
    pack: int = 1

    def check(self) -> None:
        wrong = {}
        if self.units is not None and not 0 <= self.units <= MOST:
            wrong["low"] = "Enter a whole number from 0."
        if self.days is not None and not 0 <= self.days <= MOST_DAYS:
            wrong["low"] = f"Enter a number of days from 0 to {MOST_DAYS}."
        if not 1 <= self.pack <= MOST:
            wrong["pack"] = "Enter a whole number from 1."
        if wrong:
            raise Invalid(next(iter(wrong.values())), wrong)


async def reorder_rules() -> ReorderRules:
    async with database.transaction() as session:
        return await rules_of(session)


async def change_reorder_rules(draft: RulesDraft, revision: UUID) -> None:
    """For every level from the next measuring on, which is due at once. RulesChanged where `revision` is another."""
    draft.check()
    async with database.transaction() as session:
        rules = await locked_rules(session)
        if rules.revision != revision:
            raise RulesChanged
        rules.cover_days, rules.units, rules.target_days = draft.cover_days, draft.units, draft.target_days
        rules.digest_hour, rules.measured_at, rules.revision = draft.digest_hour, None, new_id()


async def set_low_rule(sku: str, location_code: str, rule: LowRule) -> None:
    """From now on; no figure changes by it. The fact follows by the clock where the level is low already."""
    rule.check()
    async with database.transaction() as session:
        rules = await rules_of(session)
        level = await counting.opened(session, sku, location_code)
        level.low_units, level.low_days, level.pack = rule.units, rule.days, rule.pack
        level.low_at = suggesting.threshold(level, rules)


async def rules_of(session: AsyncSession) -> ReorderRules:
    found = await session.scalar(sa.select(ReorderRules))
    return found or await locked_rules(session)


async def locked_rules(session: AsyncSession) -> ReorderRules:
    await session.execute(pg.insert(ReorderRules).values(id=1).on_conflict_do_nothing())
    lock = sa.select(ReorderRules).with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(lock)).one()
