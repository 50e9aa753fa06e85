"""A branch moved in steps: written down first, then carried over a few hundred products at a time, ended at last.

No step is long; after each of them every product lies in a category that is there. Whoever finds a move that nobody
carries on, goes on with it.
"""

import time
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from pymongo import DeleteOne, UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ...shared.errors import Invalid
from ...shared.ids import new_id
from .. import finding
from ..database import documents
from ..models import Category, CategoryMove, FormerPath, Product, within
from ..promotions.live import forget_promotions
from ..slugs import slugify
from .following import name_both, name_new
from .shape import LONGEST_PATH, below, check_above, check_free, check_quiet, existing, mark, too_long
from .tree import forget_tree, lineage

BATCH: Final = 300  # products, or categories, of one step
PATIENCE: Final = 5.0  # seconds that somebody waits for it; the clock does the rest
TURN: Final = 20.0
IDLE: Final = timedelta(seconds=10)  # a move not carried on for so long is nobody's

Raw = dict[str, Any]


async def move_category(path: str, parent: str, slug: str = "") -> Category:
    """Below another node, or to the top with an empty `parent`; `slug` is the new last part of its path.

    All below it and its products follow, at once or in the next minutes; rules and promotions that name them too, and
    the old paths lead to the new ones. Unlike other verbs it is several transactions: see docs/decisions/0022."""

    async def work(session: AsyncClientSession) -> tuple[str, UUID | None]:
        return await _begin(session, path, parent, slug)

    wanted, move_id = await documents.transaction(work)
    if move_id is not None:
        _forget()
        await _carry_on(move_id, PATIENCE)
    return await finding.one(Category, wanted, "There is no such category.")


async def moves() -> list[CategoryMove]:
    """Those under way."""
    return await CategoryMove.find({}).to_list()


async def finish_moves(idle: timedelta = IDLE) -> int:
    """By the clock: moves that nobody carries on, a crash in their middle or too long for who waited."""
    left = await CategoryMove.find({"touched_at": {"$lte": clock.now() - idle}}).to_list()
    for move in left:
        await _carry_on(move.id, TURN)
    return len(left)


async def _begin(session: AsyncClientSession, path: str, parent: str, slug: str) -> tuple[str, UUID | None]:
    await mark(session)
    await existing(session, path)
    if within(parent, path):
        told = "A category cannot lie below itself."
        raise Invalid(told, {"parent": told})
    await check_above(session, parent)
    wanted = "/".join(filter(None, (parent, slugify(slug) or path.rpartition("/")[2])))
    if wanted == path:
        return wanted, None
    await check_quiet(session, path, wanted)
    await check_free(session, wanted)
    move = CategoryMove(path=path, wanted=wanted, parent=parent)
    await _check_room(session, move)
    await move.insert(session=session)
    await _copy(session, move, [path])
    await name_both(session, move)
    return wanted, move.id


async def _check_room(session: AsyncClientSession, move: CategoryMove) -> None:
    rows = Category.get_pymongo_collection().find({"_id": below(move.path)}, {"_id": 1}, session=session)
    async for row in rows:
        if len(move.renamed(row["_id"])) > LONGEST_PATH:
            raise too_long()


async def _carry_on(move_id: UUID, seconds: float) -> None:
    """Step by step, at least one; each is a transaction of its own."""

    async def step(session: AsyncClientSession) -> bool:
        return await _step(session, move_id)

    ends = time.monotonic() + seconds
    while await documents.transaction(step) and time.monotonic() < ends:
        pass
    _forget()


async def _step(session: AsyncClientSession, move_id: UUID) -> bool:
    """False when there is nothing left to do. Touching the move first lets no two go on with it at once."""
    touched = {"$set": {"touched_at": clock.now()}}
    rows = CategoryMove.get_pymongo_collection()
    found = await rows.find_one_and_update({"_id": move_id}, touched, session=session)
    if found is None:
        return False
    move = CategoryMove.model_validate(found)
    if await _carry_products(session, move):
        return True
    if await _retire(session, move):
        return True
    await name_new(session, move)
    await rows.delete_one({"_id": move_id}, session=session)
    return False


async def _carry_products(session: AsyncClientSession, move: CategoryMove) -> bool:
    products = Product.get_pymongo_collection()
    rows: list[Raw] = []
    for where in (move.path, below(move.path)):
        some = products.find({"category": where}, {"category": 1}, session=session).limit(BATCH - len(rows))
        rows += await some.to_list() if len(rows) < BATCH else []
    by_path: dict[str, list[UUID]] = {}
    for row in rows:
        by_path.setdefault(row["category"], []).append(row["_id"])
    await _copy(session, move, by_path)
    for old, ids in by_path.items():
        change = {"$set": {"category": move.renamed(old), "revision_id": new_id()}}
        await products.update_many({"_id": {"$in": ids}}, change, session=session)
    return bool(rows)


async def _retire(session: AsyncClientSession, move: CategoryMove) -> bool:
    """Nodes without products leave, the deepest first; old addresses lead on. Who relies on one at this moment makes
    this step fail and be tried again."""
    nodes = Category.get_pymongo_collection()
    rows = (
        await nodes.find({"_id": below(move.path)}, {"_id": 1}, session=session).sort("_id", -1).limit(BATCH).to_list()
    )
    last = [move.path] if len(rows) < BATCH and await nodes.find_one({"_id": move.path}, session=session) else []
    leaving = [row["_id"] for row in rows] + last
    if not leaving:
        return False
    await _copy(session, move, leaving)
    await nodes.bulk_write([DeleteOne({"_id": path}) for path in leaving], session=session)
    await _leave_traces(session, {path: move.renamed(path) for path in leaving})
    return True


async def _copy(session: AsyncClientSession, move: CategoryMove, paths: Iterable[str]) -> None:
    """Each with what lies above it in the branch; what is there already stays."""
    wanted = {each for path in paths for each in lineage(path) if within(each, move.path)}
    nodes = Category.get_pymongo_collection()
    there = {move.renamed(path) for path in wanted}
    there = {row["_id"] async for row in nodes.find({"_id": {"$in": sorted(there)}}, {"_id": 1}, session=session)}
    missing = sorted(path for path in wanted if move.renamed(path) not in there)
    rows = {row["_id"]: row async for row in nodes.find({"_id": {"$in": missing}}, session=session)}
    comes = [
        UpdateOne({"_id": move.renamed(path)}, {"$setOnInsert": _renamed(rows[path], move)}, upsert=True)
        for path in missing
    ]
    if comes:
        await nodes.bulk_write(comes, session=session)


def _renamed(row: Raw, move: CategoryMove) -> Raw:
    parent = move.parent if row["_id"] == move.path else move.renamed(row["parent"])
    kept = {name: value for name, value in row.items() if name != "_id"}
    return kept | {"parent": parent, "touched_at": clock.now(), "revision_id": new_id()}


async def _leave_traces(session: AsyncClientSession, renamed: dict[str, str]) -> None:
    traces = FormerPath.get_pymongo_collection()
    earlier = [each async for each in traces.find({"path": {"$in": list(renamed)}}, session=session)]
    led = {each["_id"]: renamed[each["path"]] for each in earlier} | renamed
    leads = [UpdateOne({"_id": old}, {"$set": {"path": new}}, upsert=True) for old, new in led.items() if old != new]
    back = [DeleteOne({"_id": new}) for new in renamed.values()]
    await traces.bulk_write([*leads, *back], session=session)


def _forget() -> None:
    forget_tree()
    forget_promotions()
