"""Inventory's own PostgreSQL."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

from domains.shared.database import Database

database = Database("inventory")


class Base(DeclarativeBase):
    metadata = database.metadata
    type_annotation_map = {datetime: sa.DateTime(timezone=True), str: sa.Text}  # noqa: RUF012 - read by SQLAlchemy
