"""All that the shop knows of somebody, gathered from every domain's front door, and the way out."""

from typing import Any

from domains import catalog, notifications, orders, payments, users
from domains.shared import clock

from . import pending


async def gathered(session: users.Session) -> dict[str, Any]:
    """As JSON knows it. Nothing of another person is in it: orders of a shared browser count by their address.

    CardsUnavailable while Stripe is away and may keep cards of theirs: a file that lacks them would not say so."""
    person = session.person
    placed = await orders.all_of(person.party_id, session.taken)
    addresses = {person.email, *(each.email for each in placed)}
    known = await users.own_data(person.id)
    paid = await payments.outlines({each.customer_id for each in placed})
    own = {str(each.id) for each in placed}
    return {
        "of": person.email,
        "at": clock.now(),
        **known,
        "orders": [_order(each) for each in placed],
        "payments": [each for each in paid if each["order_id"] in own],
        "payment_methods": [_method(each) for each in await payments.payment_methods(person.party_id)],
        "cart": _cart(await orders.cart(person.party_id)),
        "reviews": [_review(each) for each in await catalog.reviews_by([each.id for each in placed])],
        "wishlists": [_wishlist(each) for each in await catalog.wishlists(person.party_id)],
        "alerts": [{"state": str(each.state), "asked": each.asked_at} for each in await catalog.alerts_of(addresses)],
        "messages": [
            {"to": each.to, "subject": each.subject, "text": each.text, "at": each.queued_at, "state": str(each.state)}
            for each in await notifications.sent_to(addresses)
            if each.template not in ASKED_BY_ANYBODY
        ],
    }


async def erase(person: users.Person) -> None:
    """PaymentUnderWay while a bank decides, StaffStay for who works here: then nothing has changed."""
    if person.is_staff:
        raise users.StaffStay
    await pending.release(person.party_id)
    await users.erase(person.id)


ASKED_BY_ANYBODY = frozenset(users.Letter)  # links that open something, which nobody takes away in a file


def _order(order: orders.Order) -> dict[str, Any]:
    billing = order.billing_address
    return {
        "number": order.number,
        "placed": order.placed_at,
        "status": str(order.status),
        "email": order.email,
        "delivered_to": orders.filled_in(order.shipping_address),
        "invoiced_to": orders.filled_in(billing) if billing else None,
        "lines": [
            {"sku": line.sku, "title": line.title, "options": line.options, "quantity": line.quantity}
            for line in order.lines
        ],
        "total": str(order.total.decimal),
        "currency": order.currency,
    }


def _method(method: payments.PaymentMethod) -> dict[str, Any]:
    return {"name": method.name, "last4": method.last4, "expires": method.expires, "default": method.default}


def _cart(cart: orders.Cart | None) -> list[dict[str, Any]]:
    return [{"sku": line.sku, "title": line.title, "quantity": line.quantity} for line in cart.lines] if cart else []


def _review(review: catalog.Review) -> dict[str, Any]:
    return {
        "order": review.order_number,
        "words": review.words.model_dump(),
        "status": str(review.status),
        "written": review.written_at,
        "answer": review.answer,
    }


def _wishlist(own: catalog.Wishlist) -> dict[str, Any]:
    things = [{"title": item.title, "quantity": item.quantity, "note": item.note} for item in own.items]
    return {"name": own.name, "things": things, "shared": own.sharing is not None}
