"""Fields for a day and a time, in UTC: what they show and what they send."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from domains.shared.errors import Invalid

TYPED: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")
TOLD: Final = "Give a day and a time, such as 2026-11-27 08:00."


def shown(at: datetime | None) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M") if at else ""


def read(fields: Mapping[str, str], name: str) -> datetime | None:
    """None when it is empty; seconds, which some browsers send along, do not count."""
    value = fields.get(name, "")
    if not value:
        return None
    try:
        if TYPED.match(value):
            return datetime.fromisoformat(value[:16]).replace(tzinfo=UTC)
    except ValueError:
        pass  # the 31st of a month that has thirty days
    raise Invalid(TOLD, {name: TOLD})
