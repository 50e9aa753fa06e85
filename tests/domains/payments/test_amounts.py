"""Stripe's minor units are not always ours."""

import pytest

from domains.payments.amounts import from_stripe, to_stripe


@pytest.mark.parametrize(
    ("ours", "currency", "stripes"),
    [
        (1250, "EUR", 1250),
        (1250, "JPY", 1250),
        (1250, "KWD", 1250),
        (1250, "ISK", 125000),
        (1250, "RSD", 125000),
        (1250, "KRW", 1250),
    ],
)
def test_an_amount_is_the_same_money_on_both_sides(ours: int, currency: str, stripes: int) -> None:
    assert to_stripe(ours, currency) == stripes
    assert from_stripe(stripes, currency) == ours
