"""An order as its owner follows it, opened by the link that only they have."""

import hashlib
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from domains import orders, payments
from domains.shared import clock
from domains.shared.errors import NotFound
from domains.shared.pricing import Priced

from . import contents
from .buying import Buyer
from .pricing import explained

MOVING: Final = (orders.OrderStatus.PENDING_PAYMENT, orders.OrderStatus.PLACED, orders.OrderStatus.PROCESSING)


@dataclass(frozen=True)
class TrackedOrder:
    """`pay_url` is Stripe's page while the order still waits there for its payment, for who may see it; `priced` is how
    its prices came about, where that can be told; `parts`: what its bundles are made of, by SKU."""

    order: orders.Order
    events: tuple[orders.TimelineEvent, ...]
    pay_url: str | None
    priced: Priced | None = None
    parts: Mapping[str, Sequence[contents.Part]] = field(default_factory=dict)
    documents: Sequence[orders.OrderDocument] = ()

    @property
    def moving(self) -> bool:
        """Whether anything can still change, so that looking again is worth it."""
        late = any(payment.receipt == orders.Receipt.LATE for payment in self.order.payments)
        return self.order.status in MOVING or late

    @property
    def can_be_returned(self) -> bool:
        return orders.in_time(self.order) and bool(orders.returnable(self.order))

    @property
    def kept_until(self) -> datetime | None:
        """While it waits for its payment and that can still come."""
        waits = self.order.status == orders.OrderStatus.PENDING_PAYMENT and self.order.pay_until > clock.now()
        return self.order.pay_until if waits else None

    @property
    def parcels(self) -> list[tuple[orders.Fulfilment, tuple[orders.Content, ...]]]:
        """In the order in which they left, with what is in each."""
        return [(parcel, orders.contents(self.order, parcel)) for parcel in orders.parcels(self.order)]

    @property
    def to_come(self) -> tuple[orders.Content, ...]:
        return orders.to_come(self.order)

    @property
    def mark(self) -> str:
        """Another one as soon as there is something else to tell."""
        parcels = [(parcel.id, parcel.status, parcel.tracking_number) for parcel in self.order.fulfilments]
        receipts = [(payment.attempt_id, payment.receipt) for payment in self.order.payments]
        told = (self.order.status, self.order.refunded_amount, parcels, receipts, [event.id for event in self.events])
        return hashlib.blake2s(repr((told, self.pay_url, self.kept_until)).encode(), digest_size=8).hexdigest()


async def follow(number: str, token: str, buyer: Buyer) -> TrackedOrder:
    """NotFound for a wrong token and for an unknown number alike."""
    order = await orders.order(number, token)
    events = tuple(event for event in order.events if event.public)
    parts = await contents.of_order(order)
    documents = await orders.documents_of(order.customer_id, order.id) if order.paid_at else ()
    return TrackedOrder(order, events, await _pay_url(order, buyer), await explained(order), parts, documents)


async def document(number: str, token: str, named: str) -> orders.OrderDocument:
    """One of the order that this link opens; NotFound for any other."""
    order = await orders.order(number, token)
    for each in await orders.documents_of(order.customer_id, order.id):
        if each.number == named:
            return each
    raise NotFound("There is no such document.")


async def watch(tracked: TrackedOrder, buyer: Buyer) -> AsyncGenerator[TrackedOrder, None]:
    """As it is now, and again whenever it may have changed."""
    async with aclosing(orders.changes(tracked.order.id)) as changes:
        async for _ in changes:
            yield await follow(tracked.order.number, tracked.order.token, buyer)


async def _pay_url(order: orders.Order, buyer: Buyer) -> str | None:
    """A page with somebody's saved cards is shown to them alone, not to whoever has the order's link."""
    if order.status != orders.OrderStatus.PENDING_PAYMENT:
        return None
    attempts = await payments.attempts(order.customer_id, order.id)
    waiting = [attempt for attempt in attempts if attempt.status == payments.AttemptStatus.OPEN]
    if not waiting:
        return None
    theirs = buyer.account is not None and buyer.account.party_id == order.customer_id
    return waiting[-1].url if theirs or not waiting[-1].shows_cards else None
