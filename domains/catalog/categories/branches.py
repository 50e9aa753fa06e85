"""The category tree as staff keep it: nodes made, described, moved with all below them, hidden, their products ordered.

Whatever changes its shape writes the tree's one mark first, so that two such deeds never happen at the same time.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ...shared.errors import Invalid
from .. import finding
from ..database import documents
from ..errors import Conflict
from ..models import Category, FormerPath, Product
from ..slugs import slugify
from .shape import check_above, check_free, check_quiet, existing, mark
from .tree import forget_tree

T = TypeVar("T")
Telling = Callable[[AsyncClientSession], Awaitable[None]]


@dataclass(frozen=True)
class CategoryDetails:
    name: str
    description: str = ""
    position: int = 0
    hidden: bool = False
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
    """Also by a path that it had before: an editor may have had it open while it moved."""
    moved = None if await Category.get(path) else await FormerPath.get(path)
    return await finding.one(Category, moved.path if moved else path, "There is no such category.")


async def create_category(parent: str, name: str) -> Category:
    name = _checked_name(name)

    async def work(session: AsyncClientSession) -> Category:
        await mark(session)
        await check_above(session, parent)
        path = await _free_path(session, parent, name)
        made = Category(id=path, name=name, parent=parent)
        return await made.insert(session=session)

    return await _shaped(work)


async def change_category(path: str, details: CategoryDetails, *, revision: UUID | None = None) -> Category:
    """Its path stays: a new name alone breaks no link. `move_category` gives it another. Conflict when somebody was
    first."""
    name = _checked_name(details.name)

    def change(found: Category) -> None:
        found.name, found.description, found.position = name, details.description, details.position
        found.hidden, found.order = details.hidden, list(dict.fromkeys(details.order))
        found.seo_title, found.seo_description = details.seo_title, details.seo_description

    return await changed_category(path, change, revision=revision)


async def changed_category(
    path: str, change: Callable[[Category], None], *, revision: UUID | None, tell: Telling | None = None
) -> Category:
    """Whatever is done to one node: `tell` records what others must hear of it, in the same transaction."""

    async def work(session: AsyncClientSession) -> Category:
        await mark(session)
        found = await existing(session, path)
        _check_revision(found, revision)
        await check_quiet(session, path)
        change(found)
        found.touched_at = clock.now()
        await found.replace(session=session)
        if tell is not None:
            await tell(session)
        return found

    return await _shaped(work)


async def remove_category(path: str, *, revision: UUID | None = None) -> None:
    """Refused while products or other categories are in it. Conflict when somebody has changed it."""

    async def work(session: AsyncClientSession) -> None:
        await mark(session)
        await check_quiet(session, path)
        found = await existing(session, path)
        _check_revision(found, revision)
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


async def _free_path(session: AsyncClientSession, parent: str, name: str) -> str:
    path = "/".join(filter(None, (parent, slugify(name))))
    await check_quiet(session, path)
    await check_free(session, path)
    return path


def _check_revision(found: Category, revision: UUID | None) -> None:
    if revision is not None and found.revision != revision:
        raise Conflict("category")


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not slugify(name) or len(name) > 100:
        told = "Give a name with at most 100 characters."
        raise Invalid(told, {"name": told})
    return name
