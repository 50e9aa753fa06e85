"""When a parcel arrives: working days counted from the day it leaves."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from domains.shared import clock

SATURDAY: Final = 5


@dataclass(frozen=True)
class Arrival:
    first: date
    last: date


def arrival(days_min: int, days_max: int, ordered: date | None = None) -> Arrival:
    """Ordered today unless said otherwise. It leaves on the first working day from then on; Monday to Friday work."""
    leaves = _working_day(ordered or clock.now().date())
    return Arrival(_later(leaves, days_min), _later(leaves, days_max))


def _later(day: date, working_days: int) -> date:
    for _ in range(working_days):
        day = _working_day(day + timedelta(days=1))
    return day


def _working_day(day: date) -> date:
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day
