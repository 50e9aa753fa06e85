"""Whatever names categories by their paths and is no category: rules of collections and promotions follow a move.

While a branch is on its way both paths are named, so that a product counts wherever it is just then.
"""

from collections.abc import Callable, Iterable
from typing import Any

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared.ids import new_id
from ..collections.membership import rule_changed
from ..models import (
    CategoryMove,
    Collection,
    CollectionKind,
    ConditionField,
    PromotionStatus,
    StoredPromotion,
    within,
)

Paths = Callable[[Iterable[str]], list[str]]
OPEN = {"status": {"$in": [PromotionStatus.DRAFT.value, PromotionStatus.LIVE.value]}}  # what has ended stays as it was


async def name_both(session: AsyncClientSession, move: CategoryMove) -> None:
    for rule in await _rules(session):
        named = [
            each for each in rule.conditions if each.field is ConditionField.CATEGORY and within(each.value, move.path)
        ]
        for condition in named:
            condition.moving_to = move.renamed(condition.value)
        if named:
            await rule.replace(session=session)
    await _rewrite(session, lambda paths: sorted({*paths, *(move.renamed(path) for path in paths)}))


async def name_new(session: AsyncClientSession, move: CategoryMove) -> None:
    """Every rule about a category is applied anew: a product may have come under, or left, one that it names."""
    for rule in await _rules(session):
        for condition in rule.conditions:
            if condition.field is ConditionField.CATEGORY:
                condition.value, condition.moving_to = move.renamed(condition.value), ""
        await rule.replace(session=session)
        await rule_changed(session, rule.id)
    await _rewrite(session, lambda paths: sorted({move.renamed(path) for path in paths}))


async def _rules(session: AsyncClientSession) -> list[Collection]:
    rules = await Collection.find({"kind": CollectionKind.RULE.value}, session=session).to_list()
    return [rule for rule in rules if any(each.field is ConditionField.CATEGORY for each in rule.conditions)]


async def _rewrite(session: AsyncClientSession, change: Paths) -> None:
    """With a new revision: whoever has the promotion open is shown what became of it."""
    promotions = StoredPromotion.get_pymongo_collection()
    for row in await promotions.find(OPEN, {"terms": 1}, session=session).to_list():
        terms = _rewritten(row["terms"], change)
        if terms != row["terms"]:
            changed = {"$set": {"terms": terms, "revision_id": new_id()}}
            await promotions.update_one({"_id": row["_id"]}, changed, session=session)


def _rewritten(plain: Any, change: Paths) -> Any:
    if isinstance(plain, list):
        return [_rewritten(value, change) for value in plain]
    if not isinstance(plain, dict):
        return plain
    return {
        key: _paths(value, change) if key == "categories" else _rewritten(value, change) for key, value in plain.items()
    }


def _paths(paths: list[str], change: Paths) -> list[str]:
    """As they stand where nothing changes: another order is no change."""
    changed = change(paths)
    return paths if set(changed) == set(paths) else changed
