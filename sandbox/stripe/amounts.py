"""Which amounts and currencies Stripe accepts."""

from babel.numbers import get_currency_precision, list_currencies

from .errors import InvalidParams

MAXIMUM = 99_999_999
# minor units; https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
MINIMUM = {
    "aed": 200, "aud": 50, "bgn": 100, "brl": 50, "cad": 50, "chf": 50, "czk": 1500, "dkk": 250, "eur": 50, "gbp": 30,
    "hkd": 400, "huf": 17500, "inr": 50, "jpy": 50, "mxn": 1000, "myr": 200, "nok": 300, "nzd": 50, "pln": 200,
    "ron": 200, "sek": 300, "sgd": 50, "thb": 1000, "usd": 50,
}  # fmt: skip


def check(amount: int, currency: str, param: str) -> None:
    if currency.upper() not in list_currencies():
        raise InvalidParams(f"Invalid currency: {currency}.", param="currency")
    if amount < 1:
        raise InvalidParams(
            "This value must be greater than or equal to 1.", code="parameter_invalid_integer", param=param
        )
    if amount > MAXIMUM:
        raise InvalidParams("Amount must be no more than 999999.99", code="amount_too_large", param=param)
    if amount < MINIMUM.get(currency.lower(), 1):
        least = words(MINIMUM[currency.lower()], currency)
        raise InvalidParams(f"Amount must be at least {least}", code="amount_too_small", param=param)


def words(amount: int, currency: str) -> str:
    """The amount for an error message, such as `12.50 eur`."""
    digits = get_currency_precision(currency.upper())
    return f"{amount / 10**digits:.{digits}f} {currency.lower()}"
