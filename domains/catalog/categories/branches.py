"""The category tree as staff keep it: nodes made, described, moved with all below them, hidden, their products ordered.

Whatever changes its shape writes the tree's one mark first, so that two such deeds never happen at the same time.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID

from pymongo import DeleteOne, InsertOne, UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ...shared.errors import Invalid
from ...shared.ids import new_id
from .. import finding
from ..database import documents
from ..errors import Unknown
from ..events import CollectionChanged
from ..models import Category, Collection, CollectionKind, ConditionField, FormerPath, Product
from ..slugs import slugify
from .tree import forget_tree

T = TypeVar("T")
DEEPEST: Final = 12
LONGEST_PATH: Final = 500
TREE: Final = {"_id": "category_tree"}


@dataclass(frozen=True)
class CategoryDetails:
    name: str
    description: str = ""
    position: int = 0
    hidden: bool = False
    picture: str | None = None
    order: tuple[UUID, ...] = ()
    seo_title: str = ""
    seo_description: str = ""


async def all_categories() -> list[Category]:
    """The whole tree for staff, hidden and empty ones too; every node after the one above it."""
    below: dict[str, list[Category]] = {}
    for each in await Category.find({}).to_list():
        below.setdefault(each.parent, []).append(each)

    def walk(parent: str) -> Iterable[Category]:
        for each in sorted(below.get(parent, ()), key=lambda node: (node.position, node.name.casefold(), node.path)):
            yield each
            yield from walk(each.path)

    return list(walk(""))


async def find_category(path: str) -> Category:
    return await finding.one(Category, path, "There is no such category.")


async def create_category(parent: str, name: str) -> Category:
    name = _checked_name(name)

    async def work(session: AsyncClientSession) -> Category:
        await _mark(session)
        await _check_above(session, parent)
        path = await _free_path(session, parent, name)
        made = Category(id=path, name=name, parent=parent)
        return await made.insert(session=session)

    return await _shaped(work)


async def change_category(path: str, details: CategoryDetails) -> Category:
    """Its path stays: a new name alone breaks no link. `move_category` gives it another."""
    details_name = _checked_name(details.name)

    async def work(session: AsyncClientSession) -> Category:
        found = await _existing(session, path)
        found.name, found.description, found.position = details_name, details.description, details.position
        found.hidden, found.picture, found.order = details.hidden, details.picture, list(dict.fromkeys(details.order))
        found.seo_title, found.seo_description = details.seo_title, details.seo_description
        found.touched_at = clock.now()
        await found.replace(session=session)
        return found

    return await _shaped(work)


async def move_category(path: str, parent: str, slug: str = "") -> Category:
    """Below another node, or to the top with an empty `parent`; `slug` is the new last part of its path.

    All below it and its products follow, rules that name them too, and the old paths lead to the new ones."""

    async def work(session: AsyncClientSession) -> Category:
        await _mark(session)
        found = await _existing(session, path)
        if parent == path or parent.startswith(f"{path}/"):
            told = "A category cannot lie below itself."
            raise Invalid(told, {"parent": told})
        await _check_above(session, parent)
        wanted = "/".join(filter(None, (parent, slugify(slug) or path.rpartition("/")[2])))
        if wanted == path:
            return found
        branch = await _branch(session, path)
        renamed = {each["_id"]: wanted + each["_id"][len(path) :] for each in branch}
        await _check_room(session, wanted, renamed)
        await _rename(session, branch, renamed, parent)
        return await _existing(session, wanted)

    return await _shaped(work)


async def remove_category(path: str) -> None:
    """Refused while products or other categories are in it."""

    async def work(session: AsyncClientSession) -> None:
        await _mark(session)
        found = await _existing(session, path)
        if await Category.find_one({"parent": path}, session=session):
            raise Invalid("There are categories below this one. Move or remove them first.")
        if await Product.get_pymongo_collection().find_one({"category": path}, {"_id": 1}, session=session):
            raise Invalid("There are products in this category. Move them first.")
        await found.delete(session=session)

    await _shaped(work)


async def rely_on(session: AsyncClientSession, path: str) -> None:
    """In a transaction that puts a product there: the category exists and does not move before it ends."""
    touched = await Category.get_pymongo_collection().update_one(
        {"_id": path}, {"$set": {"touched_at": clock.now()}}, session=session
    )
    if not touched.matched_count:
        raise Invalid("There is no such category.", {"category": "Choose a category that exists."})


async def _shaped(work: Callable[[AsyncClientSession], Awaitable[T]]) -> T:
    done = await documents.transaction(work)
    forget_tree()
    return done


async def _mark(session: AsyncClientSession) -> None:
    marks = documents.database["marks"]
    await marks.update_one(TREE, {"$set": {"touched": new_id()}}, upsert=True, session=session)


async def _check_above(session: AsyncClientSession, parent: str) -> None:
    """An empty one is the top of the tree."""
    if parent:
        await _existing(session, parent)


async def _existing(session: AsyncClientSession, path: str) -> Category:
    found = await Category.find_one({"_id": path}, session=session)
    if found is None:
        raise Unknown("There is no such category.")
    return found


async def _branch(session: AsyncClientSession, path: str) -> list[dict[str, Any]]:
    rows = Category.get_pymongo_collection()
    below = rows.find({"_id": {"$gt": f"{path}/", "$lt": f"{path}0"}}, session=session)  # 0 comes right after /
    own = await rows.find_one({"_id": path}, session=session)
    return [each for each in (own,) if each] + [each async for each in below]


async def _check_room(session: AsyncClientSession, wanted: str, renamed: dict[str, str]) -> None:
    if any(len(path) > LONGEST_PATH or path.count("/") >= DEEPEST for path in renamed.values()):
        told = f"A category lies at most {DEEPEST} levels deep."
        raise Invalid(told, {"parent": told})
    if wanted not in renamed and await Category.find_one({"_id": wanted}, session=session):
        told = "There is a category of this address already."
        raise Invalid(told, {"slug": told})


async def _rename(
    session: AsyncClientSession, branch: Sequence[dict[str, Any]], renamed: dict[str, str], parent: str
) -> None:
    """Everything that says one of these paths says the new one from now on."""
    goes = [DeleteOne({"_id": old}) for old in renamed]
    comes = [
        InsertOne(
            each
            | {"_id": renamed[each["_id"]], "parent": renamed.get(each["parent"], parent), "touched_at": clock.now()}
        )
        for each in branch
    ]
    await Category.get_pymongo_collection().bulk_write([*goes, *comes], session=session)
    products = Product.get_pymongo_collection()
    for old, new in renamed.items():
        await products.update_many(
            {"category": old}, {"$set": {"category": new, "revision_id": new_id()}}, session=session
        )
    await _leave_traces(session, renamed)
    await _rename_in_rules(session, renamed)


async def _leave_traces(session: AsyncClientSession, renamed: dict[str, str]) -> None:
    traces = FormerPath.get_pymongo_collection()
    earlier = [each async for each in traces.find({"path": {"$in": list(renamed)}}, session=session)]
    led = {each["_id"]: renamed[each["path"]] for each in earlier} | renamed
    leads = [UpdateOne({"_id": old}, {"$set": {"path": new}}, upsert=True) for old, new in led.items() if old != new]
    back = [DeleteOne({"_id": new}) for new in renamed.values()]
    await traces.bulk_write([*leads, *back], session=session)


async def _rename_in_rules(session: AsyncClientSession, renamed: dict[str, str]) -> None:
    """Also what is merely near: a product may have come under, or left, a category that a rule names."""
    for rule in await Collection.find({"kind": CollectionKind.RULE.value}, session=session).to_list():
        named = [each for each in rule.conditions if each.field is ConditionField.CATEGORY]
        if not named:
            continue
        for condition in named:
            condition.value = renamed.get(condition.value, condition.value)
        await rule.replace(session=session)
        await documents.record(session, CollectionChanged(rule.id))


async def _free_path(session: AsyncClientSession, parent: str, name: str) -> str:
    path = "/".join(filter(None, (parent, slugify(name))))
    await _check_room(session, path, {"": path})
    return path


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not slugify(name) or len(name) > 100:
        told = "Give a name with at most 100 characters."
        raise Invalid(told, {"name": told})
    return name
