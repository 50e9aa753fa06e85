"""The one place the process asks what time it is. Expiry is decided by the databases' own clocks."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)
