"""What may change the shape of the tree: one deed after the other, and none on a branch that is on its way."""

from typing import Any, Final

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared.errors import Invalid, Refusal
from ...shared.ids import new_id
from ..database import documents
from ..errors import Unknown
from ..models import Category, CategoryMove, within

LONGEST_PATH: Final = 500  # however many levels that is
TREE: Final = {"_id": "category_tree"}


class OnItsWay(Refusal):
    """It is being moved at this moment."""

    def __init__(self) -> None:
        super().__init__("This part of the tree is on its way to another place. Please try again in a moment.")


async def mark(session: AsyncClientSession) -> None:
    """Written first, so that of two such deeds one waits."""
    marks = documents.database["marks"]
    await marks.update_one(TREE, {"$set": {"touched": new_id()}}, upsert=True, session=session)


async def existing(session: AsyncClientSession, path: str) -> Category:
    found = await Category.find_one({"_id": path}, session=session)
    if found is None:
        raise Unknown("There is no such category.")
    return found


async def check_above(session: AsyncClientSession, parent: str) -> None:
    """An empty one is the top of the tree."""
    if parent:
        await existing(session, parent)


async def check_free(session: AsyncClientSession, path: str) -> None:
    if len(path) > LONGEST_PATH:
        raise too_long()
    if await Category.find_one({"_id": path}, session=session):
        told = "There is a category of this address already."
        raise Invalid(told, {"slug": told})


async def check_quiet(session: AsyncClientSession, *paths: str) -> None:
    """Neither these nor what lies above or below them is on its way."""
    for move in await CategoryMove.find({}, session=session).to_list():
        if any(within(path, way) or within(way, path) for path in paths for way in (move.path, move.wanted)):
            raise OnItsWay


def too_long() -> Invalid:
    told = f"The address of a category, with all above it, has at most {LONGEST_PATH} characters."
    return Invalid(told, {"parent": told})


def below(path: str) -> dict[str, Any]:
    """As MongoDB asks for what lies below a path: 0 comes right after /."""
    return {"$gt": f"{path}/", "$lt": f"{path}0"}
