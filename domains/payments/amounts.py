"""Stripe counts in its own minor units: two decimals for every currency except those listed here.

See https://docs.stripe.com/currencies, zero-decimal and three-decimal; ISK and UGX have none and are sent with two."""

from domains.shared.money import exponent

NO_DECIMALS = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"]
)
THREE_DECIMALS = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])


def to_stripe(amount: int, currency: str) -> int:
    """Our minor units in Stripe's. Whole: Stripe never has fewer decimals than the currency itself."""
    return amount * _factor(currency)


def from_stripe(amount: int, currency: str) -> int:
    """Stripe's minor units in ours; what we did not ask for could hold a fraction, which is cut off."""
    return amount // _factor(currency)


def _factor(currency: str) -> int:
    decimals = 0 if currency in NO_DECIMALS else 3 if currency in THREE_DECIMALS else 2
    return int(10 ** max(0, decimals - exponent(currency)))
