"""Stripe's published test cards, and what may be wrong with a card that someone types."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

DECLINED = "Your card was declined."


@dataclass(frozen=True)
class Card:
    """`decline` is (code, decline_code, message); `challenge` is when the bank asks for 3-D Secure."""

    number: str
    brand: str
    token: str
    decline: tuple[str, str | None, str] | None = None
    challenge: bool = False
    declines_when_attached: bool = True

    @property
    def last4(self) -> str:
        return self.number[-4:]


CARDS = (
    Card("4242424242424242", "visa", "visa"),
    Card("5555555555554444", "mastercard", "mastercard"),
    Card("378282246310005", "amex", "amex"),
    Card("4000000000000002", "visa", "chargeDeclined", ("card_declined", "generic_decline", DECLINED)),
    Card(
        "4000000000009995",
        "visa",
        "chargeDeclinedInsufficientFunds",
        ("card_declined", "insufficient_funds", "Your card has insufficient funds."),
    ),
    Card(
        "4000000000000341",
        "visa",
        "chargeCustomerFail",
        ("card_declined", "generic_decline", DECLINED),
        declines_when_attached=False,
    ),
    Card("4000000000000069", "visa", "chargeDeclinedExpiredCard", ("expired_card", None, "Your card has expired.")),
    Card(
        "4000000000000127",
        "visa",
        "chargeDeclinedIncorrectCvc",
        ("incorrect_cvc", None, "Your card's security code is incorrect."),
    ),
    Card("4000002500003155", "visa", "authenticationRequiredOnSetup", challenge=True),
    Card("4000002760003184", "visa", "authenticationRequired", challenge=True),
    Card("4000000000003220", "visa", "threeDSecure2Required", challenge=True),
)
BY_NUMBER = {card.number: card for card in CARDS}
BY_TOKEN = {f"pm_card_{card.token}": card for card in CARDS}


@dataclass(frozen=True)
class TypedCard:
    card: Card
    exp_month: int
    exp_year: int


def read(number: str, expiry: str, cvc: str, today: datetime | None = None) -> TypedCard | dict[str, str]:
    """The card that was typed, or what is wrong with it, by field."""
    digits = re.sub(r"[ \-]", "", number)
    card = BY_NUMBER.get(digits)
    date = _expiry(expiry, today or datetime.now(UTC))
    wrong = {}
    if not luhn(digits):
        wrong["card_number"] = "Your card number is invalid."
    elif card is None:
        wrong["card_number"] = "Only the test cards listed on this page work here."
    if isinstance(date, str):
        wrong["card_expiry"] = date
    if not re.fullmatch(r"[0-9]{4}" if card and card.brand == "amex" else r"[0-9]{3}", cvc.strip()):
        wrong["card_cvc"] = "Your card's security code is incomplete."
    if wrong or card is None or isinstance(date, str):
        return wrong
    return TypedCard(card, *date)


def luhn(digits: str) -> bool:
    if not re.fullmatch(r"[0-9]{12,19}", digits):
        return False
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def _expiry(text: str, today: datetime) -> tuple[int, int] | str:
    text = re.sub(r"^(20[0-9]{2})-([0-9]{2})$", r"\2/\1", text.strip())  # as a month field writes it
    match = re.fullmatch(r"([0-9]{1,2})\s*[/-]?\s*((?:20)?[0-9]{2})", text)
    if not match or not 1 <= int(match[1]) <= 12:
        return "Your card's expiration date is incomplete."
    month, year = int(match[1]), 2000 + int(match[2]) % 100
    if (year, month) < (today.year, today.month):
        return "Your card's expiration year is in the past." if year < today.year else "Your card has expired."
    return month, year
