"""Money: whole minor units, exact parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.shared.errors import Invalid
from domains.shared.money import Money, exponent, total


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("12.50", "EUR", 1250),
        (" 7 ", "EUR", 700),
        ("1250", "JPY", 1250),
        ("1.250", "KWD", 1250),
        ("-3.10", "EUR", -310),
    ],
)
def test_an_amount_is_read_in_its_currency_s_minor_units(text: str, currency: str, amount: int) -> None:
    assert Money.parse(text, currency) == Money(amount, currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("12.505", "EUR"),
        ("0.5", "JPY"),
        ("twelve", "EUR"),
        ("", "EUR"),
        ("NaN", "EUR"),
        ("Infinity", "EUR"),
        ("1e99", "EUR"),
        ("1e999999", "EUR"),
        ("-1e-999999", "EUR"),
    ],
)
def test_what_is_not_an_amount_is_refused(text: str, currency: str) -> None:
    with pytest.raises(Invalid):
        Money.parse(text, currency)


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(Invalid, match="not a currency"):
        exponent("ABC")


def test_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="cannot be mixed"):
        Money(1, "EUR") + Money(1, "JPY")


def test_a_float_is_not_money() -> None:
    with pytest.raises(TypeError):
        Money(1.5, "EUR")  # type: ignore[arg-type]


def test_a_share_rounds_half_up() -> None:
    assert Money(1001, "EUR").share(1, 2) == Money(501, "EUR")
    assert Money(119, "EUR").share(19, 119) == Money(19, "EUR")


@given(
    amount=st.integers(0, 10**9),
    weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any),
    currency=st.sampled_from(["EUR", "JPY", "KWD"]),
)
def test_spread_parts_sum_to_the_whole_and_none_is_off_by_one(amount: int, weights: list[int], currency: str) -> None:
    parts = Money(amount, currency).spread(weights)
    assert total(parts, currency) == Money(amount, currency)
    for part, weight in zip(parts, weights, strict=True):
        exact = amount * weight / sum(weights)
        assert abs(part.amount - exact) < 1 + 1e-6 * exact
