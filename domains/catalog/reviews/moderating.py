"""What staff do with reviews: read them in turn, publish, refuse with a reason, answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ...shared.errors import Invalid
from ..database import documents
from ..errors import Conflict, ReviewWithdrawn, Unknown
from ..models import Review, ReviewStatus
from .changing import Change, changed
from .wording import LONGEST_ANSWER, LONGEST_REASON, plain

PAGE: Final = 25
NO_REASON: Final = "Say why: its writer reads this."


@dataclass(frozen=True)
class ReviewQueue:
    """`after` leads to the next page, empty on the last."""

    reviews: tuple[Review, ...]
    after: str


async def find_review(review_id: UUID) -> Review:
    found = await Review.get(review_id)
    if found is None:
        raise Unknown("There is no such review.")
    return found


async def review_queue(status: ReviewStatus, *, product_id: UUID | None = None, after: str = "") -> ReviewQueue:
    """Those that wait: the longest first; of the others the last that something happened to."""
    oldest_first = status is ReviewStatus.WAITING
    wanted: dict[str, Any] = {"product_id": product_id} if product_id else {}
    wanted |= {"status": status.value} | _behind(after, "$gt" if oldest_first else "$lt")
    order = ("changed_at", "_id") if oldest_first else ("-changed_at", "-_id")
    found = await Review.find(wanted).sort(*order).limit(PAGE + 1).to_list()
    page = tuple(found[:PAGE])
    return ReviewQueue(page, f"{page[-1].changed_at.timestamp():.3f}~{page[-1].id}" if len(found) > PAGE else "")


async def review_counts(product_id: UUID) -> Mapping[ReviewStatus, int]:
    """How many of a product's there are, by state; those without any are left out."""
    grouped: list[dict[str, Any]] = [
        {"$match": {"product_id": product_id}},
        {"$group": {"_id": "$status", "count": {"$sum": 1}}},
    ]
    rows = await Review.aggregate(grouped).to_list()
    found = {ReviewStatus(row["_id"]): int(row["count"]) for row in rows}
    return {status: found[status] for status in ReviewStatus if status in found}


async def publish_review(review_id: UUID, *, revision: UUID | None = None, actor: str) -> Review:
    """Conflict where it says something else by now than what was read."""
    return await _moderate(review_id, revision, lambda review: review.publish(actor))


async def publish_reviews(chosen: Sequence[tuple[UUID, UUID]], *, actor: str) -> tuple[int, int]:
    """Each at the revision that was read, together in one transaction: how many are published, and how many not,
    because they were written anew, withdrawn or published in the meantime."""

    async def work(session: AsyncClientSession) -> int:
        published = 0
        for review_id, revision in dict(chosen).items():
            try:
                await changed(session, review_id, revision, lambda review: review.publish(actor))
            except (Conflict, ReviewWithdrawn, Unknown):
                continue
            published += 1
        return published

    published = await documents.transaction(work)
    return published, len(dict(chosen)) - published


async def refuse_review(review_id: UUID, reason: str, *, revision: UUID | None = None, actor: str) -> Review:
    """Also one that is published: it leaves the shop, and the product's rating with it."""
    reason = plain(reason, "reason", LONGEST_REASON)
    if not reason:
        raise Invalid(NO_REASON, {"reason": NO_REASON})
    return await _moderate(review_id, revision, lambda review: review.refuse(reason, actor))


async def answer_review(review_id: UUID, answer: str, *, revision: UUID | None = None, actor: str) -> Review:
    """Without words the answer is taken back."""
    answer = plain(answer, "answer", LONGEST_ANSWER)
    return await _moderate(review_id, revision, lambda review: review.reply(answer, actor))


async def _moderate(review_id: UUID, revision: UUID | None, change: Change) -> Review:
    async def work(session: AsyncClientSession) -> Review:
        return await changed(session, review_id, revision, change)

    return await documents.transaction(work)


def _behind(after: str, operator: str) -> dict[str, Any]:
    """Behind the entry named; nothing for what is no such name."""
    moment, _, key = after.partition("~")
    try:
        at, last = datetime.fromtimestamp(float(moment), clock.now().tzinfo), UUID(key)
    except (ValueError, OverflowError, OSError):
        return {}
    return {"$or": [{"changed_at": {operator: at}}, {"changed_at": at, "_id": {operator: last}}]}
