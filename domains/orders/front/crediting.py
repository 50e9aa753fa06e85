"""Credits."""

from ..crediting.giving import credit, note_credit_refused
from ..crediting.parts import Creditable, Credited, CreditParts, CreditQuote, creditable, quote
from ..errors import CreditedBefore, NothingPaid
from ..models import OrderCredit, OrderCreditLine

__all__ = [
    "CreditParts",
    "CreditQuote",
    "Creditable",
    "Credited",
    "CreditedBefore",
    "NothingPaid",
    "OrderCredit",
    "OrderCreditLine",
    "credit",
    "creditable",
    "note_credit_refused",
    "quote",
]
