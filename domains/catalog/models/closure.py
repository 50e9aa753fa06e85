"""That the shop is closed for a while; there while it is, gone when it opens."""

from datetime import datetime

from beanie import Document
from pydantic import Field

from ...shared import clock

ONLY = "closed"


class Closure(Document):
    """`until` is when it is meant to open, which nothing but `reopen_shop` does."""

    id: str = ONLY  # type: ignore[assignment]  # there is one at most
    says: str
    until: datetime | None = None
    begun_at: datetime = Field(default_factory=clock.now)

    class Settings:
        name = "closures"
