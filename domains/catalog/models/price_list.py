"""A price list: for whom and when other prices hold. The prices themselves stand with the variants."""

from datetime import datetime
from uuid import UUID

from beanie import Document
from pydantic import BaseModel, Field

from ...shared import clock
from ...shared.ids import new_id


class ListTermsBefore(BaseModel):
    """The terms of a list from a moment on, until the next ones."""

    since: datetime
    priority: int
    groups: list[str]
    starts_at: datetime | None
    ends_at: datetime | None


class PriceList(Document):
    """Without groups for everybody. Among the lists that hold for a customer the highest priority decides.

    One that was removed is kept for what it was: reductions are measured by the prices before them. So are terms that
    no longer hold: they go to the end of `past`, in the same write as the new ones. `since` is when today's began, None
    where they are the first.
    """

    id: UUID = Field(default_factory=new_id)  # type: ignore[assignment]  # how Beanie lets us choose the key
    name: str
    currency: str
    priority: int = 0
    groups: list[str] = Field(default_factory=list)
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    removed_at: datetime | None = None
    since: datetime | None = None
    past: list[ListTermsBefore] = Field(default_factory=list)
    created_at: datetime = Field(default_factory=clock.now)

    class Settings:
        name = "price_lists"
        use_revision = True

    @property
    def revision(self) -> UUID | None:
        return self.revision_id
