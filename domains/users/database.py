"""The users database (USERS_DATABASE_URL)."""

from sqlalchemy.orm import DeclarativeBase

from domains.shared.database import Database

database = Database("users")


class Base(DeclarativeBase):
    metadata = database.metadata
