"""A checkout in the words of each domain that is asked: a draft for orders, items for inventory, parts for payments."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domains import inventory, orders, payments
from domains.shared.money import Money
from domains.shared.settings import settings

from .pricing import item_of
from .sheet import Sheet


def draft(sheet: Sheet, at: datetime) -> orders.Draft:
    """Of a sheet that has everything; `at` is when the shopper agreed to it."""
    cart, address, shipping = sheet.shown.cart, sheet.address, sheet.shipping
    if cart is None or address is None or shipping is None:
        raise ValueError("the sheet is not ready to be ordered")
    return orders.Draft(
        cart_id=cart.id,
        cart_version=cart.version,
        priced=sheet.shown.priced,
        totals=sheet.totals,
        items=(*(line.item for line in cart.lines), *(item_of(offer) for offer, _ in sheet.shown.pricing.given)),
        email=sheet.email,
        address=address,
        billing_address=sheet.billing_address,
        shipping=shipping,
        pay_until=at + timedelta(minutes=settings().checkout_minutes),
        currency=sheet.totals.currency,
        pricing=sheet.shown.pricing.snapshot,
        awaited={line.line.sku: line.awaited for line in sheet.shown.lines if line.awaited},
    )


def items(order: orders.Order) -> list[inventory.Item]:
    return [inventory.Item(line.sku, line.quantity) for line in order.lines]


def payable(order: orders.Order) -> payments.PayableOrder:
    return payments.PayableOrder(
        order_id=order.id,
        number=order.number,
        amount=order.total,
        items=list(_parts(order)),
        email=order.email,
        expires_at=order.pay_until,
    )


def _parts(order: orders.Order) -> Iterator[payments.PayableItem]:
    """What Stripe's page lists. Its sums know no discount, so a discounted line is one thing at its whole price."""
    for line in order.lines:
        if line.discount:
            yield _part(f"{line.quantity} × {line.title}", line.line_total)
        else:
            yield payments.PayableItem(_label(line), line.quantity, line.unit)
    if order.shipping:
        yield _part(order.shipping_label, order.shipping)
    if order.tax and not order.tax_included:
        yield _part("Tax", order.tax)


def _part(label: str, amount: Money) -> payments.PayableItem:
    return payments.PayableItem(label, 1, amount)


def _label(line: orders.OrderLine) -> str:
    options = ", ".join(value for value in line.options.values() if value != "Default Title")
    return f"{line.title}, {options}" if options else line.title
