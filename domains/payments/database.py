"""Payments' own PostgreSQL; closing it also closes the connection to Stripe."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

from domains.shared.database import Database

from . import connection


class PaymentsDatabase(Database):
    async def close(self) -> None:
        await connection.disconnect()
        await super().close()


database = PaymentsDatabase("payments")


class Base(DeclarativeBase):
    metadata = database.metadata
    type_annotation_map = {  # noqa: RUF012 - read by SQLAlchemy
        datetime: sa.DateTime(timezone=True),
        str: sa.Text,
        int: sa.BigInteger,
    }
    __mapper_args__ = {"eager_defaults": True}  # noqa: RUF012 - what the database filled in is read back at once
