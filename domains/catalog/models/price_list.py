"""A price list: for whom and when other prices hold. The prices themselves stand with the variants."""

from datetime import datetime
from uuid import UUID

from beanie import Document
from pydantic import Field

from ...shared import clock
from ...shared.ids import new_id


class PriceList(Document):
    """Without groups for everybody. Among the lists that hold for a customer the highest priority decides.

    One that was removed is kept for what it was: reductions are measured by the prices before them."""

    id: UUID = Field(default_factory=new_id)  # type: ignore[assignment]  # how Beanie lets us choose the key
    name: str
    currency: str
    priority: int = 0
    groups: list[str] = Field(default_factory=list)
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    removed_at: datetime | None = None
    created_at: datetime = Field(default_factory=clock.now)

    class Settings:
        name = "price_lists"
        use_revision = True

    @property
    def revision(self) -> UUID | None:
        return self.revision_id
