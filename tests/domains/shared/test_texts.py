"""Money and dates as people read them, the same on pages, in mails and on the timeline."""

from datetime import UTC, date, datetime

from domains.shared import texts
from domains.shared.money import Money


def test_money_is_written_as_its_currency_is() -> None:
    assert texts.money(Money(1250, "EUR")) == "€12.50"
    assert texts.money(Money(-1250, "EUR")) == "-€12.50"
    assert texts.minor_units(1250, "JPY") == "JP¥1,250"


def test_a_date_is_written_in_full() -> None:
    assert texts.day(date(2026, 11, 2)) == "2 November 2026"
    assert texts.day(datetime(2026, 11, 2, 9, 5, tzinfo=UTC)) == "2 November 2026"
    assert texts.moment(datetime(2026, 11, 2, 9, 5, tzinfo=UTC)) == "2 November 2026, 09:05"
