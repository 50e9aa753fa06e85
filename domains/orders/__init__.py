"""Orders know carts, what an order costs, where it goes and how far it is.

They promise that one cart at one version becomes one order, that the parts of an order sum to its total, that it
moves only along its states, each move on its timeline, and that a payment counts once or is given back.
"""

from .address_forms import AddressField, AddressForm, address_form, filled_in
from .addresses import check_address, check_email
from .arrival import Arrival, arrival
from .audits import AuditedOrder, AuditedPayment, IllegalTransition, OrdersAudit, audit
from .carts import (
    add_to_cart,
    cart,
    cart_count,
    change_quantity,
    choose_shipping,
    enter_code,
    fill_cart,
    recode_cart,
    refresh_prices,
    set_contact,
    take_out_code,
)
from .database import database
from .deadlines import pass_deadlines
from .defaults import ensure_defaults
from .draft import Draft
from .errors import CartChanged, IllegalMove, NothingToSend, OrderWaiting, PaymentBegun, TooLarge, UnknownOrder
from .events import (
    DeadlinePassed,
    OrderAbandoned,
    OrderCancelled,
    OrderExpired,
    OrderHeldLonger,
    OrderItem,
    OrderLetGo,
    OrderLinkAsked,
    OrderPaid,
    OrderRefunded,
    OrderShipped,
    OrderSummary,
    PaymentArrivedLate,
    PaymentUnwanted,
    SummaryLine,
)
from .fulfilling import fulfil, mark_delivered
from .lasting import LastingOrder, lasting
from .lifecycle import abandon, begin_payment, cancel, expire, note_processing
from .links import ask_link, check_number, lost_link
from .models import (
    Address,
    Cart,
    CartItem,
    CartLine,
    Fulfilment,
    FulfilmentLine,
    Order,
    OrderLine,
    OrderTaxLine,
    TimelineEvent,
)
from .models.address import country_in_a_sentence
from .models.cart import MOST_LINES, MOST_OF_ONE
from .paying import mark_paid, note_refund, note_refund_failed, refuse_payment, reopen
from .pictures import pictured
from .placing import place
from .queries import OrderPage, find, order, own, pricing_of, recent, timeline
from .shipping import Country, ShippingChoice, ShippingOption, countries, shipping_choice, shipping_options
from .states import (
    TRANSITIONS,
    CartStatus,
    EventKind,
    FulfilmentStatus,
    OrderStatus,
    ParcelStatus,
    PaymentStatus,
    Receipt,
)
from .tax import Rate, TaxRates, tax_rates
from .totals import LineTax, TaxLine, Totals, explained, percent, total
from .watching import changes

__all__ = [
    "MOST_LINES",
    "MOST_OF_ONE",
    "TRANSITIONS",
    "Address",
    "AddressField",
    "AddressForm",
    "Arrival",
    "AuditedOrder",
    "AuditedPayment",
    "Cart",
    "CartChanged",
    "CartItem",
    "CartLine",
    "CartStatus",
    "Country",
    "DeadlinePassed",
    "Draft",
    "EventKind",
    "Fulfilment",
    "FulfilmentLine",
    "FulfilmentStatus",
    "IllegalMove",
    "IllegalTransition",
    "LastingOrder",
    "LineTax",
    "NothingToSend",
    "Order",
    "OrderAbandoned",
    "OrderCancelled",
    "OrderExpired",
    "OrderHeldLonger",
    "OrderItem",
    "OrderLetGo",
    "OrderLine",
    "OrderLinkAsked",
    "OrderPage",
    "OrderPaid",
    "OrderRefunded",
    "OrderShipped",
    "OrderStatus",
    "OrderSummary",
    "OrderTaxLine",
    "OrderWaiting",
    "OrdersAudit",
    "ParcelStatus",
    "PaymentArrivedLate",
    "PaymentBegun",
    "PaymentStatus",
    "PaymentUnwanted",
    "Rate",
    "Receipt",
    "ShippingChoice",
    "ShippingOption",
    "SummaryLine",
    "TaxLine",
    "TaxRates",
    "TimelineEvent",
    "TooLarge",
    "Totals",
    "UnknownOrder",
    "abandon",
    "add_to_cart",
    "address_form",
    "arrival",
    "ask_link",
    "audit",
    "begin_payment",
    "cancel",
    "cart",
    "cart_count",
    "change_quantity",
    "changes",
    "check_address",
    "check_email",
    "check_number",
    "choose_shipping",
    "countries",
    "country_in_a_sentence",
    "database",
    "ensure_defaults",
    "enter_code",
    "expire",
    "explained",
    "fill_cart",
    "filled_in",
    "find",
    "fulfil",
    "lasting",
    "lost_link",
    "mark_delivered",
    "mark_paid",
    "note_processing",
    "note_refund",
    "note_refund_failed",
    "order",
    "own",
    "pass_deadlines",
    "percent",
    "pictured",
    "place",
    "pricing_of",
    "recent",
    "recode_cart",
    "refresh_prices",
    "refuse_payment",
    "reopen",
    "set_contact",
    "shipping_choice",
    "shipping_options",
    "take_out_code",
    "tax_rates",
    "timeline",
    "total",
]
