"""The shop's own order of the rules by which it chooses from where it sends."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from domains.shared.errors import Invalid
from domains.shared.ids import new_id

from .database import database
from .errors import RulesChanged
from .models import RoutingRules
from .routing import DEFAULT, Rule

UNCHANGED: Final = UUID(int=0)  # the revision of what nobody has changed yet


@dataclass(frozen=True)
class Rulebook:
    rules: tuple[Rule, ...] = DEFAULT
    revision: UUID = UNCHANGED


async def rulebook() -> Rulebook:
    async with database.glance() as connection:
        chosen = sa.select(RoutingRules.rules, RoutingRules.revision)
        found = (await connection.execute(chosen)).first()
    return Rulebook(tuple(Rule(rule) for rule in found.rules), found.revision) if found else Rulebook()


async def change_rules(rules: Sequence[Rule], revision: UUID) -> None:
    """Invalid where one is named twice; RulesChanged where somebody was faster."""
    if len(set(rules)) < len(rules):
        told = "Name each rule once."
        raise Invalid(told, {"rule-1": told})
    values = {"rules": [rule.value for rule in rules], "revision": new_id()}
    insert = pg.insert(RoutingRules).values(number=1, **values)
    if revision == UNCHANGED:
        written = insert.on_conflict_do_nothing(index_elements=["number"])
    else:
        newer = RoutingRules.revision == revision
        written = insert.on_conflict_do_update(index_elements=["number"], set_=values, where=newer)
    async with database.transaction() as session:
        if (await session.execute(written.returning(RoutingRules.revision))).first() is None:
            raise RulesChanged
