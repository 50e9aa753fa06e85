"""What a cart knows of its order while that waits to be paid."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class WaitingOrder:
    """Of a cart: placed, and waiting for its payment until then."""

    id: UUID
    number: str
    token: str
    pay_until: datetime
