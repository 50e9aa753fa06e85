"""What is said in the demonstration shop. Nobody bought there, so none of it claims to come from a buyer."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ...shared.ids import new_id
from ..database import documents
from ..models import Review, ReviewDeed, ReviewEvent, ReviewStatus, Words, review_id
from .rating import recount
from .writing import products_by_slug

FILE: Final = Path(__file__).parent.parent / "demo" / "reviews.csv"
ORIGIN: Final = UUID("7f0f0b1e-6a53-4b0e-9d5b-1d9b8f0a2c11")  # their keys follow from it, so they are made once
ACTOR: Final = "demo"


async def write_demo_reviews() -> int:
    """How many were added: those not there yet, of products that are."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    products = await products_by_slug(sorted({row["product"] for row in rows}))
    wanted = list(_reviews(rows, products))

    async def work(session: AsyncClientSession) -> int:
        keys = [review.id for review in wanted]
        known = {review.id for review in await Review.find({"_id": {"$in": keys}}, session=session).to_list()}
        new = [review for review in wanted if review.id not in known]
        if new:
            await Review.insert_many(new, session=session)
        await recount(session, [(review.product_id, None, review.counted) for review in new])
        return len(new)

    return await documents.transaction(work)


def _reviews(rows: list[dict[str, str]], products: dict[str, UUID]) -> Iterator[Review]:
    opened = clock.now()
    for place, row in enumerate(rows):
        product_id = products.get(row["product"])
        if product_id is None:
            continue
        words = Words(rating=int(row["rating"]), title=row["title"], text=row["text"], name=row["name"])
        review = Review(
            id=review_id(ORIGIN, UUID(int=place)),
            product_id=product_id,
            words=words,
            status=ReviewStatus.PUBLISHED,
            answer=row["answer"],
            history=[ReviewEvent(deed=ReviewDeed.PUBLISHED, actor=ACTOR, words=words, at=opened)],
            written_at=opened - timedelta(days=int(row["days"])),
            changed_at=opened,
        )
        review.revision_id = new_id()  # many that are inserted at once get none by themselves
        yield review
