"""The tables of payments, by noun."""

from .attempt import CLOSED, WAITING, Attempt, AttemptStatus
from .payer import Payer
from .refund import Refund, RefundStatus
from .stripe_event import Mark, StripeEvent
from .transaction import Transaction, TransactionKind

__all__ = [
    "CLOSED",
    "WAITING",
    "Attempt",
    "AttemptStatus",
    "Mark",
    "Payer",
    "Refund",
    "RefundStatus",
    "StripeEvent",
    "Transaction",
    "TransactionKind",
]
