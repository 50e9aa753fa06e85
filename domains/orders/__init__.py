"""Orders know carts, what an order costs, where it goes and how far it is.

They promise that one cart at one version becomes one order, that the parts of an order sum to its total, that it
moves only along its states, each move on its timeline, and that a payment counts once or is given back.
"""

from domains.shared.addresses import (
    Address,
    AddressField,
    AddressForm,
    address_form,
    check_address,
    country_in_a_sentence,
    filled_in,
)

from .audits import AuditedOrder, AuditedPayment, IllegalTransition, OrdersAudit, audit
from .database import database
from .deadlines import pass_deadlines
from .defaults import ensure_defaults
from .errors import (
    CartChanged,
    IllegalMove,
    NothingToSend,
    OrderWaiting,
    PaymentBegun,
    SentMeanwhile,
    TooLarge,
    UnknownOrder,
)
from .forgetting import all_of, forget_buyer, forget_people_of, too_old
from .front import carts as _carts
from .front import costs as _costs
from .front import crediting as _crediting
from .front import documents as _documents
from .front import facts as _facts
from .front import returning as _returning
from .front import tables as _tables
from .front import tariffs as _tariffs
from .front import timeline as _timeline
from .front.carts import *
from .front.costs import *
from .front.crediting import *
from .front.documents import *
from .front.facts import *
from .front.returning import *
from .front.tables import *
from .front.tariffs import *
from .front.timeline import *
from .fulfilling import fulfil, mark_delivered
from .lasting import LastingOrder, lasting
from .lifecycle import abandon, begin_payment, cancel, expire, note_processing
from .links import ask_link, check_number, lost_link
from .mailboxes import check_email
from .parcels import Content, contents, parcels, to_come
from .paying import mark_paid, note_refund, note_refund_failed, refuse_payment, reopen
from .pictures import pictured
from .placing import place
from .queries import OrderPage, find, numbers, order, own, parties_of, pricing_of, recent, timeline

__all__ = [
    "Address",
    "AddressField",
    "AddressForm",
    "AuditedOrder",
    "AuditedPayment",
    "CartChanged",
    "Content",
    "IllegalMove",
    "IllegalTransition",
    "LastingOrder",
    "NothingToSend",
    "OrderPage",
    "OrderWaiting",
    "OrdersAudit",
    "PaymentBegun",
    "SentMeanwhile",
    "TooLarge",
    "UnknownOrder",
    "abandon",
    "address_form",
    "all_of",
    "ask_link",
    "audit",
    "begin_payment",
    "cancel",
    "check_address",
    "check_email",
    "check_number",
    "contents",
    "country_in_a_sentence",
    "database",
    "ensure_defaults",
    "expire",
    "filled_in",
    "find",
    "forget_buyer",
    "forget_people_of",
    "fulfil",
    "lasting",
    "lost_link",
    "mark_delivered",
    "mark_paid",
    "note_processing",
    "note_refund",
    "note_refund_failed",
    "numbers",
    "order",
    "own",
    "parcels",
    "parties_of",
    "pass_deadlines",
    "pictured",
    "place",
    "pricing_of",
    "recent",
    "refuse_payment",
    "reopen",
    "timeline",
    "to_come",
    "too_old",
]
__all__ += _carts.__all__
__all__ += _crediting.__all__
__all__ += _documents.__all__
__all__ += _facts.__all__
__all__ += _returning.__all__
__all__ += _tables.__all__
__all__ += _costs.__all__
__all__ += _tariffs.__all__
__all__ += _timeline.__all__
