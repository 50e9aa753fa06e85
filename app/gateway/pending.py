"""An order that waits for payment, while its shopper comes back, gives up or edits the cart again."""

from typing import ClassVar, Final
from uuid import UUID

from domains import catalog, inventory, orders, payments
from domains.shared.errors import Refusal

PRESSES: Final = 3  # of "pay" in other windows, while an order is being given up in this one


class PaymentUnderWay(Refusal):
    """The bank is still deciding: neither paid nor to be taken back."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__("Your payment is being processed at this moment. Please wait until it is decided.")


async def settle(order: orders.Order) -> orders.Order:
    """Ask Stripe how the newest attempt stands, and carry a success over to the order at once."""
    if order.status != orders.OrderStatus.PENDING_PAYMENT:
        return order
    attempts = await payments.attempts(order.customer_id, order.id)
    if not attempts:
        return order
    attempt = await payments.settle(order.customer_id, attempts[-1].id)
    return await _paid(attempt) if attempt.succeeded else order


async def release(customer_id: UUID) -> orders.Cart | None:
    """The shopper's cart, free to be edited: an order still waiting to be paid is given up first."""
    cart = await orders.cart(customer_id)
    if cart is None or cart.pending_order_id is None:
        return cart
    await give_up(customer_id, cart.pending_order_id)
    return await orders.cart(customer_id)


async def give_up(customer_id: UUID, order_id: UUID, *, presses: int = PRESSES) -> orders.Order:
    """Closed at Stripe first, so no payment can arrive any more; one that already has is settled instead.

    The facts would free the goods a moment later; done here, shoppers never stand before their own hold or use. Another
    window may begin to pay between the closing and the giving up: then its page is closed as well.
    """
    attempt = await payments.close(customer_id, order_id)
    if attempt is not None and attempt.succeeded:
        return await _paid(attempt)
    if attempt is not None and attempt.waiting:
        raise PaymentUnderWay
    try:
        ordinal = attempt.ordinal if attempt else 0
        order = await orders.abandon(customer_id, order_id, "given up before it was paid", ordinal=ordinal)
    except orders.PaymentBegun:
        if not presses:
            raise
        return await give_up(customer_id, order_id, presses=presses - 1)
    await inventory.release(order.id, [line.sku for line in order.lines])
    await catalog.release_claims(order.id)
    return order


async def _paid(attempt: payments.Attempt) -> orders.Order:
    return await orders.mark_paid(attempt.customer_id, attempt.order_id, attempt.id, attempt.amount, attempt.currency)
