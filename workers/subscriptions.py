"""The whole choreography on one screen: which fact is told to whom."""

from typing import Any

from domains import catalog, inventory, notifications, orders, payments, users
from domains.shared import facts

from . import catalog as catalog_worker
from . import erasing
from . import inventory as inventory_worker
from . import notifications as notifications_worker
from . import orders as orders_worker
from . import payments as payments_worker
from . import shortages as shortages_worker
from . import users as users_worker
from .consumer import Consumer

SUBSCRIPTIONS: dict[type[Any], tuple[Consumer, ...]] = {
    catalog.CollectionChanged: (catalog_worker.refill,),
    catalog.PreviewWanted: (catalog_worker.count_preview,),
    catalog.ImportUploaded: (catalog_worker.run_import,),
    catalog.StockImported: (inventory_worker.count_imported,),
    inventory.StockTurned: (catalog_worker.note_stock,),
    catalog.PicturesWanted: (catalog_worker.fetch_pictures,),
    catalog.PicturesSaved: (catalog_worker.cut_pictures,),
    catalog.FailedPicturesWanted: (catalog_worker.want_failed_pictures,),
    # money moves
    payments.StripeEventReceived: (payments_worker.handle_event,),
    payments.PaymentSucceeded: (orders_worker.mark_paid,),
    payments.PaymentProcessing: (orders_worker.note_processing,),
    payments.AttemptClosed: (orders_worker.expire,),
    payments.RefundSucceeded: (orders_worker.note_refund,),
    payments.RefundFailed: (orders_worker.note_refund_failed,),
    # an order goes its way
    orders.OrderPaid: (
        inventory_worker.allocate,
        catalog_worker.count_sold,
        notifications_worker.order_confirmed,
        users_worker.take_on_order,
        orders_worker.write_invoice,
    ),
    orders.OrderHeldLonger: (inventory_worker.prolong,),
    orders.OrderShipped: (inventory_worker.ship, notifications_worker.order_shipped),
    orders.OrderCredited: (payments_worker.refund_credit,),
    orders.OrderRefunded: (
        catalog_worker.take_back_sold,
        notifications_worker.refund_made,
        orders_worker.write_credit_note,
    ),
    orders.OrderCancelled: (
        inventory_worker.release,
        catalog_worker.release_claims,
        catalog_worker.take_back_sold,
        payments_worker.give_back,
        notifications_worker.order_cancelled,
    ),
    # something comes back
    orders.ReturnAnswered: (notifications_worker.return_answered,),
    orders.ReturnInspected: (inventory_worker.take_back,),
    # somebody has lost the link of an order
    orders.OrderLinkAsked: (notifications_worker.order_link,),
    # an order is never paid: no message
    orders.DeadlinePassed: (payments_worker.close,),
    orders.OrderAbandoned: (payments_worker.close,),  # AttemptClosed follows, and then OrderLetGo
    orders.OrderLetGo: (inventory_worker.release, catalog_worker.release_claims),
    orders.OrderExpired: (inventory_worker.release, catalog_worker.release_claims, payments_worker.close),
    # money comes for an order that was closed
    orders.PaymentArrivedLate: (inventory_worker.reserve_again,),
    inventory.StockReservedAgain: (catalog_worker.claim_again, orders_worker.reopen),
    inventory.StockRefused: (orders_worker.refuse_payment,),
    # its timeline hears of it
    inventory.OrderGoodsMoved: (orders_worker.note_stock,),
    notifications.OrderMessageEnded: (orders_worker.note_message,),
    orders.PaymentUnwanted: (payments_worker.return_unwanted, notifications_worker.payment_returned),
    # buyers have written about what they bought
    catalog.ReviewsCame: (notifications_worker.reviews_came,),
    # somebody waits for what has sold out
    catalog.AlertAsked: (notifications_worker.alert_confirmation,),
    catalog.BackInStock: (notifications_worker.back_in_stock,),
    # something runs out
    inventory.StockLow: (shortages_worker.stock_low,),
    inventory.ShortagesGathered: (shortages_worker.stock_digest,),
    # people and their accounts
    users.LinkAsked: (users_worker.send_link,),
    users.EmailVerified: (users_worker.take_on_guests,),
    users.SecondFactorChanged: (users_worker.second_factor_changed,),
    users.EmailChanged: (users_worker.email_changed, payments_worker.readdress),
    users.PasswordChanged: (users_worker.password_changed,),
    users.RefreshTokenReused: (users_worker.session_ended,),
    # somebody has deleted their account
    users.PersonErased: (
        erasing.forget_in_orders,
        erasing.forget_in_catalog,
        erasing.forget_in_payments,
        erasing.forget_in_notifications,
    ),
    # a message is ready to go
    notifications.MessageQueued: (notifications_worker.deliver,),
}

ROUTES = {facts.kind(fact): tuple(c.name for c in consumers) for fact, consumers in SUBSCRIPTIONS.items()}
CONSUMERS = {consumer.name: consumer for consumers in SUBSCRIPTIONS.values() for consumer in consumers}
