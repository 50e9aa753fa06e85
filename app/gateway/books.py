"""Compares the figures that each domain's audit() gives: `barrow reconcile`. The one gateway module with rules."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from domains import catalog, inventory, notifications, orders, payments, users
from domains.shared.money import Money
from domains.shared.outbox import Backlog
from domains.shared.settings import settings
from domains.shared.texts import money

LATEST_SWEEP = 60.0  # seconds a hold may be counted as active past its end
LOOKS, PAUSE = 3, 2.0  # what is only on its way is gone at the next look, some seconds later
PAID = (orders.PaymentStatus.PAID, orders.PaymentStatus.PARTIALLY_REFUNDED, orders.PaymentStatus.REFUNDED)


@dataclass(frozen=True)
class Violation:
    """A rule that does not hold: `name` is the rule, `subject` what it fails for, `remedy` the compensating entry."""

    name: str
    subject: str
    explanation: str
    remedy: str


@dataclass(frozen=True)
class Figures:
    orders: orders.OrdersAudit
    payments: payments.PaymentsAudit
    inventory: inventory.InventoryAudit
    notifications: notifications.NotificationsAudit
    backlogs: dict[str, Backlog]


async def reconcile() -> list[Violation]:
    """Every disagreement between the domains, and between them and Stripe, that lasts; empty when the books balance."""
    found = list(compare(await figures()))
    for _ in range(LOOKS - 1):
        if not found:
            break
        await asyncio.sleep(PAUSE)
        lasting = {(violation.name, violation.subject) for violation in found}
        found = [again for again in compare(await figures()) if (again.name, again.subject) in lasting]
    return found


async def figures() -> Figures:
    people, goods = await users.audit(), await catalog.audit()
    placed, money_, stock, told = (
        await orders.audit(),
        await payments.audit(),
        await inventory.audit(),
        await notifications.audit(),
    )
    backlogs = {
        "users": people.outbox,
        "catalog": goods.backlog,
        "orders": placed.backlog,
        "payments": money_.backlog,
        "inventory": stock.backlog,
        "notifications": told.outbox,
    }
    return Figures(placed, money_, stock, told, backlogs)


def compare(seen: Figures) -> Iterator[Violation]:
    yield from _money_at_stripe(seen.payments)
    yield from _money_and_orders(seen)
    yield from _totals(seen.orders)
    yield from _levels(seen.inventory)
    yield from _stock_and_orders(seen)
    yield from _messages(seen)
    yield from _letters(seen.backlogs)


def _money_at_stripe(audit: payments.PaymentsAudit) -> Iterator[Violation]:
    for attempt in audit.attempts:
        subject = f"payment {attempt.attempt_id} of order {attempt.number}"
        ours = (attempt.captured, attempt.refunded)
        at_stripe = (attempt.captured_at_stripe or 0, attempt.refunded_at_stripe or 0)
        if ours != at_stripe:
            yield Violation(
                "captured at Stripe = captured in payments",
                subject,
                f"Stripe captured {at_stripe[0]} and refunded {at_stripe[1]}; our books say {ours[0]} and {ours[1]} "
                f"(minor units of {attempt.currency}).",
                "Settle the payment again: it reads Stripe and books what is missing.",
            )
        if ours != (attempt.booked_captured, attempt.booked_refunded):
            yield Violation(
                "ledger of payments = its totals",
                subject,
                f"The ledger's rows sum to {attempt.booked_captured} captured and {attempt.booked_refunded} refunded.",
                "Append the missing row to the ledger.",
            )
        if attempt.refunded + attempt.refunding > attempt.captured:
            yield Violation("refunds ≤ captures", subject, "More is refunded than was captured.", "Ask Stripe.")
    for strange in audit.strange:
        yield Violation(
            "every captured payment is known",
            f"Stripe payment {strange.payment_intent_id}",
            f"Stripe took {strange.captured} {strange.currency} in this shop's name; no payment here knows of it.",
            "Refund it at Stripe.",
        )


def _money_and_orders(seen: Figures) -> Iterator[Violation]:
    by_id = {order.id: order for order in seen.orders.orders}
    for attempt in seen.payments.attempts:
        if not attempt.captured:
            continue
        subject = f"payment {attempt.attempt_id} of order {attempt.number}"
        order = by_id.get(attempt.order_id)
        taken = order is not None and order.paid_by == attempt.attempt_id and order.payment_status in PAID
        returned = attempt.refunded + attempt.refunding == attempt.captured
        if not taken and not returned:
            yield Violation(
                "a captured payment has one paid order or one full refund",
                subject,
                f"{attempt.captured} {attempt.currency} were captured and no order is paid by it.",
                "Mark the order paid, or refund the payment in full.",
            )
        if order is not None and taken and (attempt.captured, attempt.currency) != (order.total, order.currency):
            yield Violation(
                "order total = amount captured",
                subject,
                f"The order's total is {_money(order.total, order.currency)}, "
                f"captured were {_money(attempt.captured, attempt.currency)}.",
                "Refund the difference or ask for it.",
            )
        if order is not None and taken and order.refunded != attempt.refunded:
            yield Violation(
                "refunded in payments = refunded in orders",
                subject,
                f"Payments refunded {attempt.refunded}, the order knows of {order.refunded}.",
                "Tell the order again: revive the payments outbox.",
            )
    attempts = {attempt.attempt_id for attempt in seen.payments.attempts if attempt.captured}
    for order in seen.orders.orders:
        if order.paid_by is not None and order.paid_by not in attempts:
            yield Violation(
                "a paid order has its captured payment",
                f"order {order.number}",
                "The order is marked as paid by a payment that captured nothing.",
                "Settle the payment again, or cancel the order.",
            )


def _totals(audit: orders.OrdersAudit) -> Iterator[Violation]:
    for order in audit.orders:
        if order.parts_sum != order.total:
            yield Violation(
                "the parts of an order sum to its total",
                f"order {order.number}",
                f"Its parts come to {_money(order.parts_sum, order.currency)}, "
                f"its total is {_money(order.total, order.currency)}.",
                "Correct the order's lines by an edit with a reason.",
            )
    for step in audit.illegal:
        yield Violation(
            "only legal transitions, each on the timeline",
            f"order {step.number}",
            f"The step from {step.before or 'nothing'} to {step.after or 'nothing'} is none an order may make.",
            "Add the missing entry to the timeline.",
        )


def _levels(audit: inventory.InventoryAudit) -> Iterator[Violation]:
    for level in audit.levels:
        if not level.consistent:
            yield Violation(
                "stock = its ledger",
                f"{level.sku} at {level.location_id}",
                f"on hand {level.on_hand} (ledger {level.moved_on_hand}), reserved {level.reserved} "
                f"(ledger {level.moved_reserved}, holds {level.held}), allocated {level.allocated} "
                f"(ledger {level.moved_allocated}, kept for orders {level.kept}).",
                "Count the shelf and set the level; the correction becomes a movement.",
            )
    for hold in audit.overdue:
        if hold.seconds > LATEST_SWEEP:
            yield Violation(
                "no hold is active 60 s past its end",
                f"{hold.sku} for order {hold.order_id}",
                f"{hold.quantity} held until {hold.ends_at:%Y-%m-%d %H:%M:%S} UTC, {hold.seconds:.0f} s ago.",
                "Start the clock process: it sweeps ended holds.",
            )


def _stock_and_orders(seen: Figures) -> Iterator[Violation]:
    """A placed order keeps all its units; an ended one keeps none."""
    kept: dict[tuple[UUID, str], inventory.OrderStock] = {(row.order_id, row.sku): row for row in seen.inventory.orders}
    for order in seen.orders.orders:
        for item in order.items:
            row = kept.get((order.id, item.sku))
            promised = row.allocated + row.shipped if row else 0
            placed = order.status in (
                orders.OrderStatus.PLACED,
                orders.OrderStatus.PROCESSING,
                orders.OrderStatus.COMPLETED,
            )
            if (placed and promised != item.quantity) or (order.status.closed and row and row.allocated):
                yield Violation(
                    "a placed order keeps its stock, an ended one none",
                    f"{item.sku} of order {order.number}",
                    f"The order ({order.status}) has {item.quantity}; {promised} are allocated or shipped for it.",
                    "Revive the orders outbox: allocating and releasing are idempotent.",
                )


def _messages(seen: Figures) -> Iterator[Violation]:
    for (template, about), count in seen.notifications.told.items():
        if count != 1:
            yield Violation(
                "one message per order and template", f"{template} about {about}", f"{count} were written.", "None."
            )
    told = {about for template, about in seen.notifications.told if template == "order_confirmed"}
    for order in seen.orders.orders:
        if order.payment_status in PAID and order.id not in told:
            yield Violation(
                "every paid order is confirmed",
                f"order {order.number}",
                "No confirmation was written.",
                "Revive the orders outbox: a message is written once however often it is told.",
            )


def _letters(backlogs: dict[str, Backlog]) -> Iterator[Violation]:
    patience = 2 * settings().relay_lease
    for name, backlog in backlogs.items():
        if backlog.dead:
            yield Violation(
                "no dead letters",
                f"outbox of {name}",
                f"{backlog.dead} facts were given up after {settings().relay_attempts} offers.",
                "Mend the cause (see last_error), then revive them.",
            )
        if backlog.oldest > patience:
            yield Violation(
                "facts reach their consumers",
                f"outbox of {name}",
                f"{backlog.open} facts wait, the oldest for {backlog.oldest:.0f} s.",
                "Start the clock and the worker.",
            )


def _money(amount: int, currency: str) -> str:
    return money(Money(amount, currency))


def named(violations: Iterable[Violation]) -> list[str]:
    """The names of the rules that fail, for tests and logs."""
    return sorted({violation.name for violation in violations})
