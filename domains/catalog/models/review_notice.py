"""When the shop was last told of reviews that wait: there is one such note, kept for the next time."""

from datetime import datetime
from typing import Final

from beanie import Document

ONLY: Final = "waiting"


class ReviewNotice(Document):
    id: str = ONLY  # type: ignore[assignment]  # how Beanie lets us choose the key
    told_at: datetime

    class Settings:
        name = "review_notices"
