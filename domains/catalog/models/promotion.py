"""A promotion as it is kept: its terms, and whether shoppers have them already, still, or no longer."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from ...shared import clock
from ...shared.ids import new_id
from ..promotions.terms import Promotion


class PromotionStatus(StrEnum):
    DRAFT = "draft"
    LIVE = "live"
    ENDED = "ended"


class StoredPromotion(Document):
    """`terms` are a Promotion as plain data. A live one holds inside its window; an ended one never again."""

    id: UUID = Field(default_factory=new_id)  # type: ignore[assignment]  # how Beanie lets us choose the key
    status: PromotionStatus = PromotionStatus.DRAFT
    terms: dict[str, Any]
    changed_by: str = ""
    created_at: datetime = Field(default_factory=clock.now)
    published_at: datetime | None = None
    ended_at: datetime | None = None

    class Settings:
        name = "promotions"
        use_revision = True
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("status", ASCENDING), ("_id", ASCENDING)])]

    @property
    def revision(self) -> UUID | None:
        return self.revision_id

    @property
    def promotion(self) -> Promotion:
        return msgspec.convert(self.terms, Promotion)

    def say(self, promotion: Promotion) -> None:
        """Take over these terms, under its own id."""
        self.terms = msgspec.to_builtins(msgspec.structs.replace(promotion, id=self.id), order="deterministic")


class PromotionLook(Document):
    """A promotion looked over before it is published: `figures` are a Preview as plain data, of the whole catalogue
    once it is `done`. `products`: about how many there are to look at."""

    id: UUID  # type: ignore[assignment]  # the promotion's
    revision: UUID | None
    asked: UUID = Field(default_factory=new_id)
    asked_at: datetime = Field(default_factory=clock.now)
    products: int = 0
    figures: dict[str, Any] = Field(default_factory=dict)
    done: bool = False

    class Settings:
        name = "promotion_looks"
