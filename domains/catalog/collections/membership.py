"""Which collections a product is in: kept with the product, so that every list and every offer knows it at once."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ..database import documents
from ..events import CollectionChanged
from ..models import Collection, CollectionKind, Product
from ..turns import take_turn, take_turns

BATCH = 200
RULES = {"kind": CollectionKind.RULE.value}
# A write of products takes one of these turns, a change of a rule all: they wait for it, and seldom for each other.
TURNS = tuple(f"collection_rules_{number}" for number in range(16))


async def enrol(session: AsyncClientSession, products: Sequence[Product]) -> None:
    """Before these are stored: what the rules say of them now, and still say when they are. Collections made by hand
    stay."""
    rules = await _rules(session)
    await take_turn(session, TURNS[products[0].id.int % len(TURNS)])
    moment = clock.now()
    for product in products if rules else ():
        product.collections = enrolled(product, rules, moment)


async def rule_changed(session: AsyncClientSession, collection_id: UUID) -> None:
    """In the transaction that changes or removes it: whoever enrols by what it was is before this, or enrols anew."""
    await take_turns(session, TURNS)
    await documents.record(session, CollectionChanged(collection_id))


def enrolled(product: Product, rules: Sequence[Collection], moment: datetime) -> list[UUID]:
    ruled = {rule.id for rule in rules}
    by_hand = [each for each in product.collections if each not in ruled]
    return by_hand + [rule.id for rule in rules if rule.takes(product, moment)] if product.variants else by_hand


async def refill(collection_id: UUID) -> int:
    """Look at every product again after a rule has changed, or has gone; returns how many came or went."""
    rule = await Collection.get(collection_id)
    if rule is not None and not rule.by_rule:
        return 0
    changed = 0
    async for products in batches({}):
        for product in products:
            changed += await _put_right(product, collection_id, rule)
    return changed


async def forget_aged() -> int:
    """By the clock: what has become too old for a collection leaves it."""
    changed = 0
    for rule in await Collection.find(RULES).to_list():
        if rule.ages:
            async for products in batches({"collections": rule.id}):
                for product in products:
                    changed += await _put_right(product, rule.id, rule)
    return changed


async def _rules(session: AsyncClientSession) -> list[Collection]:
    return await Collection.find(RULES, session=session).to_list()


async def _put_right(product: Product, collection_id: UUID, rule: Collection | None) -> bool:
    """Only while the product is still what was looked at; one that was changed meanwhile is looked at again."""
    belongs = rule is not None and rule.takes(product, clock.now())
    if belongs is (collection_id in product.collections):
        return False
    deed = "$addToSet" if belongs else "$pull"
    unchanged = {"_id": product.id, "revision_id": product.revision_id}
    put = await Product.get_pymongo_collection().update_one(unchanged, {deed: {"collections": collection_id}})
    if put.matched_count:
        return bool(put.modified_count)
    changed = await Product.get(product.id)
    return changed is not None and await _put_right(changed, collection_id, rule)


async def batches(wanted: dict[str, Any]) -> AsyncIterator[list[Product]]:
    batch: list[Product] = []
    cursor = documents.database["products"].find(wanted).batch_size(BATCH)
    async for row in cursor:
        batch.append(Product.model_validate(row))
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch
