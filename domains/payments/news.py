"""What Stripe said, in our words: plain values, so that nothing of the SDK travels further."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import stripe

from domains.shared import clock

from .amounts import from_stripe

BRANDS = {
    "amex": "American Express",
    "cartes_bancaires": "Cartes Bancaires",
    "diners": "Diners Club",
    "eftpos_au": "eftpos",
    "jcb": "JCB",
    "unionpay": "UnionPay",
    "unknown": "Card",
}
PASSING = ("insufficient_funds", "balance_insufficient", "lock_timeout", "unknown")


@dataclass(frozen=True)
class SessionNews:
    """A checkout session as Stripe has it now, with what its payment intent says where one exists.

    `amount` and `received` are in Stripe's minor units, to be compared with what Stripe was asked for."""

    id: str
    status: str | None
    url: str | None
    amount: int
    currency: str
    metadata: dict[str, str]
    payment_intent_id: str | None
    payment_status: str | None
    received: int
    failure: str | None


@dataclass(frozen=True)
class PaymentMethod:
    """A card that Stripe keeps for somebody, or another way to pay, which may have neither number nor end.

    `last4` are the last digits of its number; it holds until `expires`, the last day of a month."""

    id: str
    name: str
    last4: str
    expires: date | None
    default: bool

    @property
    def expired(self) -> bool:
        return self.expires is not None and self.expires < clock.now().date()


@dataclass(frozen=True)
class RefundNews:
    """`failure` is for people, `code` Stripe's word for it."""

    id: str
    status: str
    amount: int  # in our minor units
    metadata: dict[str, str]
    failure: str | None
    code: str | None = None

    @property
    def passing(self) -> bool:
        """Whether the same may well succeed another day."""
        return self.code in PASSING


@dataclass(frozen=True)
class IntentNews:
    """What Stripe took for a payment intent and gave back, in our minor units."""

    id: str
    captured: int
    refunded: int
    currency: str
    metadata: dict[str, str]


@dataclass(frozen=True)
class EventNews:
    id: str
    type: str
    object_id: str
    payment_intent_id: str | None
    metadata: dict[str, str]
    happened_at: datetime


def session_news(session: stripe.checkout.Session) -> SessionNews:
    intent = session.payment_intent
    known = intent if isinstance(intent, stripe.PaymentIntent) else None
    error = known.last_payment_error if known else None
    return SessionNews(
        id=session.id,
        status=session.status,
        url=session.url,
        amount=session.amount_total or 0,
        currency=(session.currency or "").upper(),
        metadata=plain(session.metadata),
        payment_intent_id=id_of(intent) if intent else None,
        payment_status=known.status if known else None,
        received=known.amount_received if known else 0,
        failure=error.message if error else None,
    )


def method_news(method: stripe.PaymentMethod, default_id: str) -> PaymentMethod:
    details = plain(method).get(method.type) or {}
    brand = details.get("display_brand") or details.get("brand") or method.type
    name = BRANDS.get(brand, brand.replace("_", " ").capitalize())
    year, month = details.get("exp_year"), details.get("exp_month")
    expires = date(year, month, monthrange(year, month)[1]) if year and month else None
    return PaymentMethod(method.id, name, details.get("last4") or "", expires, method.id == default_id)


def refund_news(refund: stripe.Refund) -> RefundNews:
    # `requires_action` and an absent status wait like a pending one; a cancelled refund never left
    status = {"succeeded": "succeeded", "failed": "failed", "canceled": "failed"}.get(refund.status or "", "pending")
    failure = getattr(refund, "failure_reason", None)
    amount = from_stripe(refund.amount, refund.currency.upper())
    return RefundNews(refund.id, status, amount, plain(refund.metadata), failure, failure)


def event_news(event: stripe.Event) -> EventNews:
    thing = plain(event.data.object)
    intent = thing.get("id") if event.type.startswith("payment_intent.") else thing.get("payment_intent")
    return EventNews(
        id=event.id,
        type=event.type,
        object_id=str(thing.get("id") or ""),
        payment_intent_id=id_of(intent) if intent else None,
        metadata={str(key): str(value) for key, value in (thing.get("metadata") or {}).items()},
        happened_at=datetime.fromtimestamp(event.created, UTC),
    )


def plain(thing: Any) -> dict[str, Any]:
    return dict(thing.to_dict()) if isinstance(thing, stripe.StripeObject) else dict(thing or {})


def id_of(reference: Any) -> str:
    """Stripe gives an id, or the whole object where it was asked to expand it."""
    return reference if isinstance(reference, str) else str(reference["id"])
