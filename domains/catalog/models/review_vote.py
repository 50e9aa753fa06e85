"""That somebody found a review helpful: one document per review and party, whose key says both."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid5

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from ...shared import clock


def vote_id(review_id: UUID, party_id: UUID) -> UUID:
    return uuid5(review_id, party_id.hex)


class ReviewVote(Document):
    id: UUID  # type: ignore[assignment]  # how Beanie lets us choose the key
    review_id: UUID
    at: datetime = Field(default_factory=clock.now)

    class Settings:
        name = "review_votes"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("review_id", ASCENDING)])]
