"""Identifiers: UUIDv7, so that rows made together lie together."""

from uuid import UUID, uuid5

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    return uuid7()


def again(first: UUID) -> UUID:
    """Of what is tried another time, as a thing of its own: follows from the one before, so that there is one."""
    return uuid5(first, "again")
