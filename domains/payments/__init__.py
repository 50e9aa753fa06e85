"""Payments: how orders are paid through Stripe, what was taken and given back, and the cards that people save there.

It promises that an order is charged once or not at all, that nothing is refunded twice or beyond what was captured, and
that whatever Stripe knows is known here sooner or later, however many messages are lost, doubled or late.
"""

from . import events
from .database import database
from .errors import BadSignature, CardsUnavailable, NothingToRefund, PaymentRefused, PaymentUnavailable, RefundTooMuch
from .events import (
    AttemptClosed,
    PaymentProcessing,
    PaymentSucceeded,
    RefundFailed,
    RefundSucceeded,
    StripeEventReceived,
)
from .forgetting import forget_payer, forget_payers, outlines
from .methods import payment_method, payment_methods, prefer_method, remove_method, saving_page
from .models import Attempt, AttemptStatus, Refund, RefundStatus, StripeEvent, Transaction, TransactionKind
from .news import PaymentMethod
from .payers import forget_cards, readdress
from .provider import ping
from .queries import AttemptAudit, PaymentsAudit, StrangePayment, attempts, audit, refunds, transactions
from .receiving import handle_event, prune_events, receive
from .reconciling import reconcile_quiet_attempts
from .refunding import give_back, refund
from .repeating import repeat
from .settling import close, settle
from .starting import PayableItem, PayableOrder, ReturnUrls, start
from .told import ToldPage, is_heard, look_again, look_at_all_waiting, stripe_events

__all__ = [
    "Attempt",
    "AttemptAudit",
    "AttemptClosed",
    "AttemptStatus",
    "BadSignature",
    "CardsUnavailable",
    "NothingToRefund",
    "PayableItem",
    "PayableOrder",
    "PaymentMethod",
    "PaymentProcessing",
    "PaymentRefused",
    "PaymentSucceeded",
    "PaymentUnavailable",
    "PaymentsAudit",
    "Refund",
    "RefundFailed",
    "RefundStatus",
    "RefundSucceeded",
    "RefundTooMuch",
    "ReturnUrls",
    "StrangePayment",
    "StripeEvent",
    "StripeEventReceived",
    "ToldPage",
    "Transaction",
    "TransactionKind",
    "attempts",
    "audit",
    "close",
    "database",
    "events",
    "forget_cards",
    "forget_payer",
    "forget_payers",
    "give_back",
    "handle_event",
    "is_heard",
    "look_again",
    "look_at_all_waiting",
    "outlines",
    "payment_method",
    "payment_methods",
    "ping",
    "prefer_method",
    "prune_events",
    "readdress",
    "receive",
    "reconcile_quiet_attempts",
    "refund",
    "refunds",
    "remove_method",
    "repeat",
    "saving_page",
    "settle",
    "start",
    "stripe_events",
    "transactions",
]
