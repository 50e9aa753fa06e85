"""The orders database and the base of its tables. After each commit it is told which orders were in hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Session

from domains.shared import ears
from domains.shared.database import Database

CHANNEL = "{orders}"


class OrdersSession(Session):
    """Writes the timelines of its orders as chains, see models/order.py."""


class OrdersDatabase(Database):
    session_class = OrdersSession

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        async with super().transaction() as session:
            yield session
        await ears.tell(CHANNEL, session.info.get("in_hand", ()))


database = OrdersDatabase("orders")


def take_in_hand(session: AsyncSession, order_id: UUID) -> None:
    """Whoever looks at this order looks again after the commit."""
    session.info.setdefault("in_hand", set()).add(str(order_id))


class Base(DeclarativeBase):
    metadata = database.metadata
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: pg.UUID(as_uuid=True),
        datetime: sa.DateTime(timezone=True),
        str: sa.Text(),
    }
