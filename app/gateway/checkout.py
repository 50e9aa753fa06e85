"""From a cart to a paid order, step by step, across catalogue, orders, inventory and payments."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import ClassVar
from uuid import UUID

from domains import catalog, inventory, orders, payments
from domains.shared import clock
from domains.shared.errors import Invalid, Refusal
from domains.shared.settings import settings

from . import asking, delivering, pending, promoting, shopping
from .buying import Buyer
from .sheet import Seen, Sheet, Step
from .shown import ShownCart, ShownLine


class PriceChanged(Refusal):
    """Between putting it in the cart and paying, a price moved: the shopper sees it before paying it."""

    status: ClassVar[int] = 409

    def __init__(self, lines: tuple[ShownLine, ...]) -> None:
        super().__init__("A price has changed in the meantime. Please look at the new total before you pay.")
        self.lines = lines


class OrderChanged(Refusal):
    """What the shopper pressed "pay" under is not what would be ordered: another tab changed it, or the shop did."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__("Your order has changed since you looked at it. Please look at it again before you pay.")


@dataclass(frozen=True)
class Ways:
    """Where Stripe's page leads back to; the order's number and token are put in for NUMBER and TOKEN."""

    success: str
    cancel: str

    def of(self, order: orders.Order) -> payments.ReturnUrls:
        return payments.ReturnUrls(success=_filled(self.success, order), cancel=_filled(self.cancel, order))


@dataclass(frozen=True)
class Contact:
    """Who orders and where to; `billing_address` only where the invoice goes elsewhere."""

    email: str
    address: orders.Address
    billing_address: orders.Address | None = None


async def look(customer_id: UUID | None, buyer: Buyer, *, fresh: bool = False, trying: str = "") -> Sheet:
    """`trying` is the code of a delivery that is looked at and not chosen: one there is not changes nothing."""
    return await sheet_of(await shopping.look(customer_id, buyer, fresh=fresh), trying=trying)


async def sheet_of(shown: ShownCart, *, trying: str = "") -> Sheet:
    """What this cart costs with everything; until there is an address, sent within the shop's own country."""
    cart = shown.cart
    address = cart.shipping_address if cart else None
    delivery = await orders.shipping_choice(cart, shown.priced.goods, shown.priced.weight_grams, trying=trying)
    proposed = delivery.proposed
    if proposed:
        shown = shown.delivered(proposed)
    country = address.country if address else settings().shop_country
    totals = orders.total(shown.priced, proposed, await orders.tax_rates(country))
    email, billing = (cart.email or "", cart.billing_address) if cart else ("", None)
    return Sheet(shown, email, address, billing, delivery.options, delivery.chosen, proposed, totals)


async def save_contact(customer_id: UUID, contact: Contact, buyer: Buyer) -> None:
    """Keeps who and where; from here on the prices shown count as seen. What is refused ends no payment."""
    await _check_delivered_to(contact.address)
    shown = await shopping.look(customer_id, buyer)
    await pending.release(customer_id)
    await orders.set_contact(customer_id, contact.email, contact.address, contact.billing_address)
    await shopping.accept_prices(customer_id, shown)


async def choose_delivery(customer_id: UUID, code: str, buyer: Buyer) -> None:
    """Invalid for what this order cannot be sent by, and then nothing has changed."""
    sheet = await look(customer_id, buyer)
    if sheet.address is None or all(option.code != code for option in sheet.options):
        raise Invalid("Please choose how it should be sent.", {"shipping": "Please choose one of these."})
    await pending.release(customer_id)
    await orders.choose_shipping(customer_id, code)


async def unserved(sheet: Sheet) -> tuple[ShownLine, ...]:
    """What lies only where nothing is sent from to the address; what an order of theirs holds already is served."""
    cart = sheet.shown.cart
    if cart is None or sheet.address is None or cart.pending_order_id:
        return ()
    items = [inventory.Item(line.sku, line.quantity) for line in cart.lines]
    missing = await inventory.unserved(items, await delivering.destination(sheet.address))
    return tuple(line for line in sheet.shown.lines if line.line.sku in missing)


async def place_order(customer_id: UUID, buyer: Buyer, ways: Ways, seen: Seen) -> str:
    """Where to send the shopper next: Stripe's page, or the order once that page has been used. Pressed twice, it is
    the same order and the same page.

    NotReady, PriceChanged, OrderChanged, CartChanged, PromotionUsedUp or OutOfStock (the order is abandoned) or
    PaymentUnavailable (it waits). `seen` can only refuse: what is bought and what it costs is never read from a form.
    """
    sheet = (await _as_it_stands(customer_id, buyer)).ready_for(Step.REVIEW)
    if changed := sheet.shown.prices_changed:
        await shopping.accept_prices(customer_id, sheet.shown)
        raise PriceChanged(changed)
    if seen.differs_from(sheet):
        raise OrderChanged
    order = await _place(customer_id, asking.draft(sheet, clock.now()))
    await _claim(order, sheet)
    await _reserve(order)
    if not order.total:
        await orders.mark_paid(customer_id, order.id, None, 0, order.currency)
        return ways.of(order).success
    try:
        begun = partial(orders.begin_payment, customer_id, order.id)
        account = buyer.account.email if buyer.account else None
        attempt = await payments.start(customer_id, asking.payable(order), ways.of(order), begun, account)
    except payments.PaymentRefused:
        await pending.give_up(customer_id, order.id)  # its time at Stripe is over; the cart is free again
        raise
    return attempt.url if attempt.url and attempt.payable else ways.of(order).success


async def come_back(number: str, token: str) -> orders.Order:
    """From Stripe's page, paid or not: what Stripe says decides, not the address the browser was sent to.

    While Stripe cannot be asked, the order as it stands: its page looks again until the news has arrived.
    """
    order = await orders.order(number, token)
    try:
        return await pending.settle(order)
    except payments.PaymentUnavailable:
        return order


async def give_up(number: str, token: str) -> orders.Order:
    """The order as it then is: paid, if a payment was faster."""
    order = await orders.order(number, token)
    if order.status != orders.OrderStatus.PENDING_PAYMENT:
        return order
    return await pending.give_up(order.customer_id, order.id)


async def _check_delivered_to(address: orders.Address) -> None:
    if all(country.code != address.country for country in await orders.countries()):
        message = f"We do not deliver to {address.country_in_a_sentence} yet."
        raise Invalid(message, {"country": message})


async def _as_it_stands(customer_id: UUID, buyer: Buyer) -> Sheet:
    """What an order that waits holds and uses counts for it. Where another window has placed that order between the
    reading of the cart and of what is left, it is looked at once more."""
    sheet = await look(customer_id, buyer, fresh=True)
    before, now = sheet.shown.cart, await orders.cart(customer_id)
    if before and now and now.pending_order_id != before.pending_order_id:
        return await look(customer_id, buyer, fresh=True)
    return sheet


async def _place(customer_id: UUID, draft: orders.Draft) -> orders.Order:
    try:
        return await orders.place(customer_id, draft)
    except orders.OrderWaiting as waiting:  # of the same cart, at another total
        await pending.give_up(customer_id, waiting.order_id)
        return await orders.place(customer_id, draft)


async def _claim(order: orders.Order, sheet: Sheet) -> None:
    try:
        await promoting.claim(order, sheet.shown.priced)
    except catalog.PromotionUsedUp:
        await orders.abandon(order.customer_id, order.id, "a promotion was used up")
        raise


async def _reserve(order: orders.Order) -> None:
    ends_at = order.pay_until + timedelta(seconds=settings().hold_grace_seconds)
    try:
        to = await delivering.destination(order.shipping_address)
        await inventory.reserve(order.customer_id, order.id, asking.items(order), ends_at, to=to)
    except inventory.OutOfStock:
        await orders.abandon(order.customer_id, order.id, "not enough left in stock")
        await catalog.release_claims(order.id)
        raise


def _filled(address: str, order: orders.Order) -> str:
    return address.replace("NUMBER", order.number).replace("TOKEN", order.token)
