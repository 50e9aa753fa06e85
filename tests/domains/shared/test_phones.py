"""Phone numbers are taken in every spelling that people use, and kept in one."""

import pytest

from domains.shared.phones import e164, shown


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("030 123456", "DE", "+4930123456"),
        ("0049 (0)30 / 12 34-56", "DE", "+4930123456"),
        ("(+49) 30.123.456", "US", "+4930123456"),
        ("+49–30—123456", "DE", "+4930123456"),
        ("\uff10\uff13\uff10 123456", "DE", "+4930123456"),
        ("٠٣٠ ١٢٣٤٥٦", "DE", "+4930123456"),
        ("tel:+49-30-123456", "GB", "+4930123456"),
        ("+43 (0) 664 1234567", "DE", "+436641234567"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("00 39 06 69821", "DE", "+390669821"),  # an Italian zero stays
        ("011 44 20 7946 0958", "US", "+442079460958"),
        ("1-202-555-0143", "US", "+12025550143"),
    ],
)
def test_every_spelling_becomes_one(typed: str, country: str, kept: str) -> None:
    assert e164(typed, country) == kept
    assert e164(shown(kept), "BR") == kept


@pytest.mark.parametrize(
    "typed", ["123", "call me", "+49 1", "+999 123456", "9" * 17, "030 123456 ext. 7", "<b>030</b>"]
)
def test_what_nobody_can_be_called_by_is_none(typed: str) -> None:
    assert e164(typed, "DE") is None
