"""An order: the contract with a shopper, frozen when it is placed; only its states move."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domains.shared import clock
from domains.shared.addresses import Address, AddressColumn
from domains.shared.columns import one_of
from domains.shared.ids import new_id
from domains.shared.money import Money, total

from ..database import Base, OrdersSession
from ..errors import IllegalMove
from ..states import TRANSITIONS, EventKind, FulfilmentStatus, OrderStatus, PaymentStatus, Receipt, RefundStatus
from . import derived
from .columns import DISTRIBUTED, Amount, Choice, Currency, of_cart
from .credit import OrderCredit
from .fulfilment import Fulfilment
from .order_figures import OrderFigures
from .order_line import OrderLine, OrderTaxLine
from .payment import OrderPayment, OrderRefund
from .returned import OrderReturn
from .timeline import TimelineEvent

OPEN, PERSONAL = "status NOT IN ('cancelled', 'expired')", "erased_at IS NULL"
PARTS = (
    "total_amount = goods_amount - discount_amount + shipping_amount"
    " + CASE WHEN tax_included THEN 0 ELSE tax_amount END"
)


class Order(OrderFigures, Base):
    """`total` = goods − discount + shipping, and tax on top where it is not included in the prices."""

    __tablename__ = "orders"
    __table_args__ = (
        of_cart(),
        sa.UniqueConstraint("customer_id", "number"),
        sa.Index("uq_orders_open_cart", "customer_id", "cart_id", unique=True, postgresql_where=sa.text(OPEN)),
        sa.Index("ix_orders_recent", "placed_at", "id"),
        sa.Index("ix_orders_personal", "placed_at", postgresql_where=sa.text(PERSONAL)),
        sa.Index("ix_orders_status_recent", "status", "placed_at", "id"),
        sa.Index("ix_orders_email", sa.text("lower(email)")),
        one_of("status", OrderStatus),
        one_of("payment_status", PaymentStatus),
        one_of("fulfilment_status", FulfilmentStatus),
        sa.CheckConstraint(PARTS, name="parts"),
        sa.CheckConstraint(
            "goods_amount >= 0 AND discount_amount >= 0 AND shipping_amount >= 0 AND tax_amount >= 0"
            " AND total_amount >= 0",
            name="amounts",
        ),
        sa.CheckConstraint("paid_amount IN (0, total_amount)", name="paid"),
        sa.CheckConstraint("refunded_amount BETWEEN 0 AND paid_amount", name="refunded"),
        DISTRIBUTED,
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str]
    token: Mapped[str]
    cart_id: Mapped[UUID]
    cart_version: Mapped[int]
    status: Mapped[OrderStatus] = mapped_column(Choice(OrderStatus))
    payment_status: Mapped[PaymentStatus] = mapped_column(Choice(PaymentStatus))
    fulfilment_status: Mapped[FulfilmentStatus] = mapped_column(Choice(FulfilmentStatus))
    email: Mapped[str]
    shipping_address: Mapped[Address] = mapped_column(AddressColumn)
    billing_address: Mapped[Address | None] = mapped_column(AddressColumn)  # where it differs
    shipping_code: Mapped[str]
    shipping_label: Mapped[str]
    days_min: Mapped[int]
    days_max: Mapped[int]
    currency: Mapped[Currency]
    tax_included: Mapped[bool]
    goods_amount: Mapped[Amount]
    discount_amount: Mapped[Amount]
    shipping_amount: Mapped[Amount]
    tax_amount: Mapped[Amount]
    total_amount: Mapped[Amount]
    paid_amount: Mapped[Amount] = mapped_column(default=0)
    refunded_amount: Mapped[Amount] = mapped_column(default=0)
    placed_at: Mapped[datetime] = mapped_column(default=clock.now)
    pay_until: Mapped[datetime]
    attempts_begun: Mapped[int] = mapped_column(default=0, server_default="0")  # the number of the last one
    paid_at: Mapped[datetime | None]
    paid_by: Mapped[UUID | None]
    closed_at: Mapped[datetime | None]
    closed_reason: Mapped[str | None]
    cancelled_by: Mapped[str | None]
    timeline_end: Mapped[str] = mapped_column(default="", server_default="")  # the hash of its last entry
    erased_at: Mapped[datetime | None]  # since when it says no more who bought it
    # read by `pricing_of` alone: it is large, and few pages ask for it
    pricing: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON, deferred=True, deferred_raiseload=True)

    lines: Mapped[list[OrderLine]] = relationship(lazy="raise", order_by=OrderLine.position)
    tax_lines: Mapped[list[OrderTaxLine]] = relationship(lazy="raise", order_by=OrderTaxLine.rate.desc())
    events: Mapped[list[TimelineEvent]] = relationship(lazy="raise", order_by=TimelineEvent.number)
    fulfilments: Mapped[list[Fulfilment]] = relationship(lazy="raise", order_by=Fulfilment.id)
    payments: Mapped[list[OrderPayment]] = relationship(lazy="raise", order_by=OrderPayment.arrived_at)
    refunds: Mapped[list[OrderRefund]] = relationship(lazy="raise", order_by=OrderRefund.refunded_at)
    returns: Mapped[list[OrderReturn]] = relationship(lazy="raise", order_by=OrderReturn.id)
    credits: Mapped[list[OrderCredit]] = relationship(lazy="raise", order_by=OrderCredit.id)

    @property
    def count(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def possible(self) -> frozenset[OrderStatus]:
        return TRANSITIONS[self.status]

    @property
    def can_be_cancelled(self) -> bool:
        unsent = self.fulfilment_status == FulfilmentStatus.UNFULFILLED
        return unsent and self.status in (OrderStatus.PENDING_PAYMENT, OrderStatus.PLACED)

    @property
    def can_be_sent(self) -> bool:
        """It is paid and something of it has not left yet."""
        return derived.may_ship(self) and any(line.open_quantity for line in self.lines)

    @property
    def can_be_reopened(self) -> bool:
        """It ended only because no payment had come; what staff or a refund has ended stays ended."""
        return self.status.closed and self.paid_by is None and self.cancelled_by is None

    @property
    def late_payment(self) -> OrderPayment | None:
        """Arrived after the end; whether it opens the order again is being decided."""
        return next((payment for payment in self.payments if payment.receipt == Receipt.LATE), None)

    @property
    def creditable(self) -> Money:
        """What was paid, less what was credited already. What went back without a credit payments know."""
        return self.paid - total((each.total for each in self.credits if each.counts), self.currency)

    def pay(self, attempt_id: UUID | None) -> None:
        """`attempt_id` is None where there is nothing to pay."""
        if self.status.closed:
            message = "Your payment has arrived after all, and your order goes on."
            self._become(OrderStatus.PLACED, EventKind.REOPENED, message)
        else:
            message = "Your order is placed." if attempt_id is None else "Your payment has arrived."
            self._become(OrderStatus.PLACED, EventKind.PAID, message)
        self.paid_by, self.paid_at, self.paid_amount = attempt_id, clock.now(), self.total_amount
        self.closed_at = self.closed_reason = None
        self.derive()

    def abandon(self, reason: str) -> None:
        self._become(OrderStatus.CANCELLED, EventKind.ABANDONED, f"The order was given up: {reason}.")
        self._close(reason)

    def expire(self) -> None:
        self._become(OrderStatus.EXPIRED, EventKind.EXPIRED, "The order has ended because no payment arrived in time.")
        self._close("not paid in time")

    def cancel(self, reason: str, actor: str) -> None:
        if not self.can_be_cancelled:
            raise IllegalMove(self.status, TRANSITIONS[self.status])
        self._become(OrderStatus.CANCELLED, EventKind.CANCELLED, f"The order was cancelled: {reason}.", actor)
        self.cancelled_by = actor
        self._close(reason)

    def send(self, message: str, actor: str) -> None:
        """A parcel has left; its quantities are counted on the lines already."""
        if self.status == OrderStatus.PLACED:
            self._become(OrderStatus.PROCESSING, EventKind.SHIPPED, message, actor)
        else:
            self.note(EventKind.SHIPPED, message, public=True, actor=actor)
        self.derive()

    def complete(self, actor: str) -> None:
        self._become(OrderStatus.COMPLETED, EventKind.COMPLETED, "Your order is complete.", actor)
        self.derive()

    def receive(self, attempt_id: UUID, money: Money, receipt: Receipt) -> None:
        """Remember a payment that arrived, whatever became of it."""
        self.payments.append(
            OrderPayment(attempt_id=attempt_id, receipt=receipt, amount=money.amount, currency=money.currency)
        )

    def hear_of_refund(self, refund_id: UUID, money: Money, status: RefundStatus, event_id: UUID | None) -> bool:
        """Whether this is news."""
        known = next((refund for refund in self.refunds if refund.refund_id == refund_id), None)
        if known is None:
            amount, currency = money.amount, money.currency
            refund = OrderRefund(refund_id=refund_id, amount=amount, currency=currency, status=status, told_by=event_id)
            self.refunds.append(refund)
        elif not known.hear(status, event_id):
            return False
        self.derive()
        return True

    def derive(self) -> None:
        """The stored statuses that follow from everything else; called after every change."""
        self.refunded_amount = derived.refunded(self.paid_amount, self.currency, self.payments, self.refunds)
        self.payment_status = derived.payment_status(self)
        self.fulfilment_status = derived.fulfilment_status(self.lines, self.fulfilments)

    def note(self, kind: EventKind, message: str, *, public: bool, actor: str | None = None) -> None:
        entry = TimelineEvent(id=new_id(), kind=kind, message=message, public=public, actor=actor)
        entry.number, entry.happened_at = len(self.events) + 1, clock.now()
        self.events.append(entry)

    def seal(self) -> None:
        """What was noted since goes into the chain."""
        for entry in self.events:
            if entry.hash is None:
                entry.seal(self.timeline_end)
                self.timeline_end = entry.hash

    def begin(self) -> None:
        """The first entry of the timeline and the first statuses."""
        self.status, self.timeline_end = OrderStatus.PENDING_PAYMENT, ""
        self._moved(None, EventKind.ORDERED, "We have your order.")
        self.derive()

    def _close(self, reason: str) -> None:
        self.closed_at, self.closed_reason = clock.now(), reason
        self.derive()

    def _become(self, status: OrderStatus, kind: EventKind, message: str, actor: str | None = None) -> None:
        before = self.status
        if status not in TRANSITIONS[before]:
            raise IllegalMove(before, TRANSITIONS[before])
        self.status = status
        self._moved(before, kind, message, actor)

    def _moved(self, before: OrderStatus | None, kind: EventKind, message: str, actor: str | None = None) -> None:
        self.note(kind, message, public=True, actor=actor)
        self.events[-1].before, self.events[-1].after = before, self.status


@sa.event.listens_for(OrdersSession, "before_flush")
def _seal_timelines(session: OrdersSession, *_: object) -> None:
    """Not before: what an entry tells is whole only at the end of the deed that it tells of."""
    for row in (*session.new, *session.dirty):
        if isinstance(row, Order) and "events" not in sa.inspect(row).unloaded:
            row.seal()
