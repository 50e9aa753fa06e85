"""The two statuses that follow from what happened to an order's money and parcels: the one place that decides them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..states import FulfilmentStatus, OrderStatus, ParcelStatus, PaymentStatus, Receipt

if TYPE_CHECKING:
    from .fulfilment import Fulfilment
    from .order import Order
    from .order_line import OrderLine
    from .payment import OrderPayment, OrderRefund


def payment_status(order: Order) -> PaymentStatus:
    """`none` where there is nothing to pay, `voided` where an order ended before it was paid."""
    if order.total_amount == 0:
        return PaymentStatus.NONE
    if order.paid_amount == 0:
        return PaymentStatus.VOIDED if order.status.closed else PaymentStatus.PENDING
    if order.refunded_amount == 0:
        return PaymentStatus.PAID
    whole = order.refunded_amount == order.paid_amount
    return PaymentStatus.REFUNDED if whole else PaymentStatus.PARTIALLY_REFUNDED


def refunded(paid_amount: int, currency: str, payments: Sequence[OrderPayment], refunds: Sequence[OrderRefund]) -> int:
    """What was given back of the price. Money the order never took goes back first and is not part of it."""
    returned = sum(refund.amount for refund in refunds if refund.currency == currency and not refund.failed)
    never_taken = sum(
        payment.amount for payment in payments if payment.receipt == Receipt.UNWANTED and payment.currency == currency
    )
    return min(max(returned - never_taken, 0), paid_amount)


def fulfilment_status(lines: Sequence[OrderLine], parcels: Sequence[Fulfilment]) -> FulfilmentStatus:
    sent = sum(line.fulfilled_quantity for line in lines)
    if sent == 0:
        return FulfilmentStatus.UNFULFILLED
    if sent < sum(line.quantity for line in lines):
        return FulfilmentStatus.PARTIAL
    if all(parcel.status == ParcelStatus.DELIVERED for parcel in parcels):
        return FulfilmentStatus.DELIVERED
    return FulfilmentStatus.FULFILLED


def may_ship(order: Order) -> bool:
    paid = order.payment_status in (PaymentStatus.NONE, PaymentStatus.PAID, PaymentStatus.PARTIALLY_REFUNDED)
    return paid and order.status in (OrderStatus.PLACED, OrderStatus.PROCESSING)
