"""Notifications: what we tell people, by which words, and what became of it.

Promises: one message per happening, template and recipient; a message is stored before it is sent, with its state.
"""

from .audits import NotificationsAudit, Undelivered, audit
from .choosing import choose_stock_letters, forget_choices, stock_letters, who_wants
from .delivering import deliver, ping
from .events import MessageQueued, OrderMessageEnded
from .forgetting import forget_reader, forget_readers_of, sent_to
from .models import Delivery, DeliveryState, StockLetters, documents
from .queries import deliveries, deliveries_about
from .telling import forget, send_again, tell, told_another_way

__all__ = [
    "Delivery",
    "DeliveryState",
    "MessageQueued",
    "NotificationsAudit",
    "OrderMessageEnded",
    "StockLetters",
    "Undelivered",
    "audit",
    "choose_stock_letters",
    "deliver",
    "deliveries",
    "deliveries_about",
    "documents",
    "forget",
    "forget_choices",
    "forget_reader",
    "forget_readers_of",
    "ping",
    "send_again",
    "sent_to",
    "stock_letters",
    "tell",
    "told_another_way",
    "who_wants",
]
