"""How the pictures that one import wished for fare, and another try for those that could not be had."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ..database import documents
from ..events import FailedPicturesWanted
from ..importing import find_import
from ..models import PictureState, Product
from .fetching import fetch_pictures_again


@dataclass(frozen=True)
class Reason:
    """Why pictures of a host could not be fetched, and how many."""

    host: str
    why: str
    count: int


@dataclass(frozen=True)
class PictureFigures:
    """Of the pictures an import wished for: still wanted, ready, failed and why, most frequent first."""

    wanted: int = 0
    ready: int = 0
    failed: int = 0
    reasons: tuple[Reason, ...] = ()

    @property
    def total(self) -> int:
        return self.wanted + self.ready + self.failed


async def import_pictures(import_id: UUID) -> PictureFigures:
    """As it is now; the products are found by an index."""
    mine = {"pictures.import_id": import_id}
    host = {"$arrayElemAt": [{"$split": ["$pictures.source", "/"]}, 2]}
    pipeline: list[dict[str, Any]] = [
        {"$match": mine},
        {"$project": {"pictures.import_id": 1, "pictures.state": 1, "pictures.problem": 1, "pictures.source": 1}},
        {"$unwind": "$pictures"},
        {"$match": mine},
        {"$project": {"state": "$pictures.state", "problem": "$pictures.problem", "host": host}},
        {"$group": {"_id": {"state": "$state", "host": "$host", "problem": "$problem"}, "count": {"$sum": 1}}},
    ]
    counted = await (await Product.get_pymongo_collection().aggregate(pipeline)).to_list()
    in_state = dict.fromkeys(PictureState, 0)
    for each in counted:
        in_state[PictureState(each["_id"]["state"])] += each["count"]
    failed = [each for each in counted if each["_id"]["state"] == PictureState.FAILED]
    reasons = [Reason(each["_id"]["host"] or "", each["_id"]["problem"] or "", each["count"]) for each in failed]
    return PictureFigures(
        in_state[PictureState.WANTED],
        in_state[PictureState.READY],
        in_state[PictureState.FAILED],
        tuple(sorted(reasons, key=lambda reason: -reason.count)),
    )


async def try_pictures_again(import_id: UUID) -> None:
    """Have the worker try once more all that failed of an import."""
    await find_import(import_id)

    async def work(session: AsyncClientSession) -> None:
        await documents.record(session, FailedPicturesWanted(import_id))

    await documents.transaction(work)


async def want_failed_pictures(import_id: UUID) -> None:
    """Product by product, so that none is locked for long; told twice it finds nothing left to do."""
    failed = {"pictures": {"$elemMatch": {"import_id": import_id, "state": PictureState.FAILED.value}}}
    found = await Product.get_pymongo_collection().find(failed, {"_id": 1}).to_list()
    for each in found:
        await fetch_pictures_again(each["_id"])
