"""Amounts in Stripe's minor units: shown, worded and checked."""

import pytest

from sandbox.stripe.amounts import check, shown, words
from sandbox.stripe.errors import InvalidParams


@pytest.mark.parametrize(
    ("amount", "currency", "read", "worded"),
    [
        (1250, "eur", "€12.50", "12.50 eur"),
        (123456789, "usd", "$1,234,567.89", "1234567.89 usd"),
        (1500, "jpy", "¥1,500", "1500 jpy"),
        (1500, "kwd", "KWD1.500", "1.500 kwd"),
        (1500, "isk", "ISK15.00", "15.00 isk"),
        (1500, "pkr", "PKR15.00", "15.00 pkr"),
    ],
)
def test_an_amount_reads_as_stripe_counts_it(amount: int, currency: str, read: str, worded: str) -> None:
    assert shown(amount, currency).replace("\xa0", "") == read
    assert words(amount, currency) == worded


@pytest.mark.parametrize(
    ("amount", "currency"),
    [(0, "eur"), (-1, "eur"), (49, "eur"), (100_000_000, "eur"), (1505, "kwd"), (1550, "isk"), (500, "eurr")],
)
def test_an_amount_stripe_would_not_take_is_refused(amount: int, currency: str) -> None:
    with pytest.raises(InvalidParams):
        check(amount, currency, "amount")


@pytest.mark.parametrize(("amount", "currency"), [(50, "eur"), (99_999_999, "eur"), (1510, "kwd"), (50, "jpy")])
def test_an_amount_stripe_takes_passes(amount: int, currency: str) -> None:
    check(amount, currency, "amount")


@pytest.mark.parametrize("currency", ["xqx", "xts", "xau", "dem", "eurr", ""])
def test_a_currency_stripe_does_not_know_is_refused_in_its_words(currency: str) -> None:
    with pytest.raises(InvalidParams) as refused:
        check(100, currency, "amount")
    error = refused.value.body()["error"]
    assert error["message"].startswith(
        f"Invalid currency: {currency}. Stripe currently supports these currencies: usd, aed, afn, all, "
    )
    assert (error["type"], error["param"]) == ("invalid_request_error", "currency")
