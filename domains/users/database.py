"""The users database (USERS_DATABASE_URL)."""

from sqlalchemy.orm import DeclarativeBase

from domains.shared.database import Database

database = Database("users")
LOCAL: dict[str, str] = {"kind": "local"}


class Base(DeclarativeBase):
    metadata = database.metadata
