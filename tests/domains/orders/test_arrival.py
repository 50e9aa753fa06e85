"""When a parcel arrives: Monday to Friday work, and it leaves on the first of these days."""

from datetime import date

import pytest

from domains import orders


@pytest.mark.parametrize(
    ("ordered", "days", "first", "last"),
    [
        (date(2026, 11, 23), (1, 1), date(2026, 11, 24), date(2026, 11, 24)),  # Monday
        (date(2026, 11, 23), (2, 5), date(2026, 11, 25), date(2026, 11, 30)),
        (date(2026, 11, 27), (1, 1), date(2026, 11, 30), date(2026, 11, 30)),  # Friday
        (date(2026, 11, 28), (1, 2), date(2026, 12, 1), date(2026, 12, 2)),  # Saturday: it leaves on Monday
        (date(2026, 11, 29), (0, 1), date(2026, 11, 30), date(2026, 12, 1)),  # Sunday
    ],
)
def test_only_working_days_count(ordered: date, days: tuple[int, int], first: date, last: date) -> None:
    assert orders.arrival(*days, ordered) == orders.Arrival(first, last)
