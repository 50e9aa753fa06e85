"""Facts of notifications."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class MessageQueued:
    delivery_id: UUID


@dataclass(frozen=True)
class OrderMessageEnded:
    """A message about an order has gone out, or was refused for good."""

    customer_id: UUID
    order_id: UUID
    subject: str
    sent: bool
