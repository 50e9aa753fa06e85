"""Which amounts and currencies Stripe accepts, and how it counts them."""

from decimal import Decimal

from babel.numbers import format_currency

from .errors import InvalidParams

# https://docs.stripe.com/currencies#presentment-currencies
SUPPORTED = (
    "usd, aed, afn, all, amd, ang, aoa, ars, aud, awg, azn, bam, bbd, bdt, bgn, bhd, bif, bmd, bnd, bob, brl, bsd, "
    "bwp, byn, bzd, cad, cdf, chf, clp, cny, cop, crc, cve, czk, djf, dkk, dop, dzd, egp, etb, eur, fjd, fkp, gbp, "
    "gel, gip, gmd, gnf, gtq, gyd, hkd, hnl, hrk, htg, huf, idr, ils, inr, isk, jmd, jod, jpy, kes, kgs, khr, kmf, "
    "krw, kwd, kyd, kzt, lak, lbp, lkr, lrd, lsl, mad, mdl, mga, mkd, mmk, mnt, mop, mur, mvr, mwk, mxn, myr, mzn, "
    "nad, ngn, nio, nok, npr, nzd, omr, pab, pen, pgk, php, pkr, pln, pyg, qar, ron, rsd, rub, rwf, sar, sbd, scr, "
    "sek, sgd, shp, sle, sos, srd, std, szl, thb, tjs, tnd, top, try, ttd, twd, tzs, uah, ugx, uyu, uzs, vnd, vuv, "
    "wst, xaf, xcd, xcg, xof, xpf, yer, zar, zmw, btn, ghs, eek, lvl, svc, vef, ltl, sll, mro"
)
CURRENCIES = frozenset(SUPPORTED.split(", "))
# https://docs.stripe.com/currencies: minor units as Stripe counts them, which is not everywhere as ISO 4217 does
NO_DECIMALS = frozenset(
    ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"]
)
THREE_DECIMALS = frozenset(["bhd", "jod", "kwd", "omr", "tnd"])
MULTIPLES = {**dict.fromkeys(THREE_DECIMALS, 10), "isk": 100, "ugx": 100}
MAXIMUM = 99_999_999
# minor units; https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
MINIMUM = {
    "aed": 200, "aud": 50, "bgn": 100, "brl": 50, "cad": 50, "chf": 50, "czk": 1500, "dkk": 250, "eur": 50, "gbp": 30,
    "hkd": 400, "huf": 17500, "inr": 50, "jpy": 50, "mxn": 1000, "myr": 200, "nok": 300, "nzd": 50, "pln": 200,
    "ron": 200, "sek": 300, "sgd": 50, "thb": 1000, "usd": 50,
}  # fmt: skip


def check(amount: int, currency: str, param: str) -> None:
    if currency.lower() not in CURRENCIES:
        told = f"Invalid currency: {currency.lower()}. Stripe currently supports these currencies: {SUPPORTED}"
        raise InvalidParams(told, param="currency")
    if amount < 1:
        raise InvalidParams(
            "This value must be greater than or equal to 1.", code="parameter_invalid_integer", param=param
        )
    if amount % MULTIPLES.get(currency.lower(), 1):
        multiple = MULTIPLES[currency.lower()]
        raise InvalidParams(f"Invalid amount: {currency} amounts must be multiples of {multiple}.", param=param)
    if amount > MAXIMUM:
        raise InvalidParams("Amount must be no more than 999999.99", code="amount_too_large", param=param)
    if amount < MINIMUM.get(currency.lower(), 1):
        least = words(MINIMUM[currency.lower()], currency)
        raise InvalidParams(f"Amount must be at least {least}", code="amount_too_small", param=param)


def words(amount: int, currency: str) -> str:
    """The amount for an error message, such as `12.50 eur`."""
    return f"{_decimal(amount, currency)} {currency.lower()}"


def shown(amount: int, currency: str) -> str:
    """The amount as a visitor reads it, such as `€12.50`."""
    digits = _digits(currency)
    pattern = f"¤#,##0.{'0' * digits}" if digits else "¤#,##0"
    number = _decimal(amount, currency)
    return format_currency(number, currency.upper(), pattern, locale="en", currency_digits=False)


def _decimal(amount: int, currency: str) -> Decimal:
    return Decimal(amount).scaleb(-_digits(currency))


def _digits(currency: str) -> int:
    if currency.lower() in NO_DECIMALS:
        return 0
    return 3 if currency.lower() in THREE_DECIMALS else 2
