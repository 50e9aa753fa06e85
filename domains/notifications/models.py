"""A delivery: one message to one recipient, as it was written, and how far it got."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID, uuid5

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from domains.shared import clock
from domains.shared.documents import Documents
from domains.shared.settings import settings

NAMESPACE = UUID("5d3f0a52-8f0b-4c3e-9a55-0d6f5a1c8e11")  # any constant: it only keeps our uuid5s apart from others'


class DeliveryState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    FAILED = "failed"
    SUPPRESSED = "suppressed"


class Delivery(Document):
    """`id` follows from what it is about, the template and the first recipient: telling twice is the same delivery.
    `customer_id` and `order_id` say which order it tells of. `unsubscribe` is the path where its reader ends such
    messages, also by their mail program (RFC 8058)."""

    id: UUID  # type: ignore[assignment]  # Beanie declares an ObjectId and takes any type
    template: str
    about: UUID
    to: str
    subject: str
    text: str
    html: str
    state: DeliveryState = DeliveryState.QUEUED
    queued_at: datetime = Field(default_factory=clock.now)
    leased_until: datetime | None = None
    sent_at: datetime | None = None
    attempts: int = 0
    error: str | None = None
    refused_at: tuple[str, ...] = ()  # earlier addresses: `to` is the one it goes to now
    told_by: str | None = None  # who of the staff told it another way
    unsubscribe: str = ""
    customer_id: UUID | None = None
    order_id: UUID | None = None

    @property
    def message_id(self) -> str:
        """The same on every attempt, so that a mailbox can tell a repetition."""
        return f"<{self.id}@{settings().shop_email.rpartition('@')[2]}>"

    class Settings:
        name = "deliveries"
        indexes: ClassVar = [
            IndexModel([("about", ASCENDING), ("queued_at", ASCENDING)]),
            IndexModel([("state", ASCENDING), ("queued_at", ASCENDING)]),
            IndexModel([("template", ASCENDING), ("queued_at", ASCENDING)]),
            IndexModel([("to", ASCENDING)]),
        ]


class StockLetters(StrEnum):
    NEVER = "never"
    DAILY = "daily"
    AT_ONCE = "at_once"


class StaffChoice(Document):
    """Of somebody who works here, by the id of the person."""

    id: UUID  # type: ignore[assignment]  # as above
    stock: StockLetters = StockLetters.NEVER

    class Settings:
        name = "staff_choices"


def delivery_id(template: str, about: UUID, to: str) -> UUID:
    return uuid5(NAMESPACE, f"{template}:{about}:{to.lower()}")


documents = Documents("notifications", lambda: [Delivery, StaffChoice])
