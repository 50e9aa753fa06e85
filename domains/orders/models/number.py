"""Order numbers: short, without letters that look alike, unique through a table of their own."""

import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..database import Base
from .columns import LOCAL

ALPHABET: Final = "23456789BCDFGHJKMNPQRSTVWXZ"  # no vowels, so no words; no 0, 1, I, L, O, Y
HALF: Final = 4


class OrderNumber(Base):
    """Which customer's shard an order is on, for those who know only its number."""

    __tablename__ = "order_numbers"
    __table_args__ = (LOCAL,)

    number: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    order_id: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(server_default=sa.func.now())


def draw() -> str:
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(2 * HALF))
    return f"{drawn[:HALF]}-{drawn[HALF:]}"


def spelled(text: str) -> str:
    """As people type it, `k7m2 9qxt`, to as it is kept, `K7M2-9QXT`."""
    plain = "".join(character for character in text.upper() if character.isalnum())
    return f"{plain[:HALF]}-{plain[HALF:]}" if len(plain) == 2 * HALF else text.strip().upper()
