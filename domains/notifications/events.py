"""Facts of notifications."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class MessageQueued:
    delivery_id: UUID
