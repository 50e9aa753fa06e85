"""Inventory's own PostgreSQL."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

from domains.shared.database import Database

database = Database("inventory")


class Base(DeclarativeBase):
    metadata = database.metadata
    type_annotation_map = {datetime: sa.DateTime(timezone=True), str: sa.Text}  # noqa: RUF012 - read by SQLAlchemy


def one_of(column: str, states: type[StrEnum]) -> sa.CheckConstraint:
    """Only the states of the glossary get into the table."""
    words = ", ".join(f"'{state}'" for state in states)
    return sa.CheckConstraint(f"{column} IN ({words})", name=column)
