"""Money: what Stripe took is what payments booked, is what orders were paid with, is the sum of their parts."""

from collections.abc import Iterator

from domains import orders, payments
from domains.shared import texts

from .figures import PAID, Figures, Violation


def at_stripe(audit: payments.PaymentsAudit) -> Iterator[Violation]:
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
        if attempt.captured and attempt.currency_at_stripe not in (None, attempt.currency):
            yield Violation(
                "one currency per payment",
                subject,
                f"Stripe took {attempt.currency_at_stripe}, our books say {attempt.currency}.",
                "Refund the payment at Stripe.",
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


def captured(seen: Figures) -> Iterator[Violation]:
    by_id = {order.id: order for order in seen.orders.orders}
    for attempt in seen.payments.attempts:
        order = by_id.get(attempt.order_id)
        taken = order is not None and order.paid_by == attempt.attempt_id and order.payment_status in PAID
        if attempt.captured and order is not None and taken:
            yield from _paid_with(attempt, order)
        elif attempt.captured and not _returned(attempt):
            yield Violation(
                "a captured payment has one paid order or one full refund",
                _named(attempt),
                f"{attempt.captured} {attempt.currency} were captured and no order is paid by it.",
                "Mark the order paid, or refund the payment in full.",
            )


def _paid_with(attempt: payments.AttemptAudit, order: orders.AuditedOrder) -> Iterator[Violation]:
    if order.status.closed and not _returned(attempt):
        left = attempt.captured - attempt.refunded - attempt.refunding
        yield Violation(
            "what was paid for a cancelled order goes back in full",
            _named(attempt),
            f"The order is {order.status}; {_told(left, attempt.currency)} of its payment were not given back.",
            "Try the refund again on the order's page, or refund the payment at Stripe.",
        )
    if (attempt.captured, attempt.currency) != (order.total, order.currency):
        yield Violation(
            "order total = amount captured",
            _named(attempt),
            f"The order's total is {_told(order.total, order.currency)}, "
            f"captured were {_told(attempt.captured, attempt.currency)}.",
            "Refund the difference or ask for it.",
        )
    if order.refunded != attempt.refunded:
        yield Violation(
            "refunded in payments = refunded in orders",
            _named(attempt),
            f"Payments refunded {attempt.refunded}, the order knows of {order.refunded}.",
            "If the payments outbox has dead letters, `barrow outbox revive`; else note the refund on the order.",
        )


def _returned(attempt: payments.AttemptAudit) -> bool:
    return attempt.refunded + attempt.refunding == attempt.captured


def _named(attempt: payments.AttemptAudit) -> str:
    return f"payment {attempt.attempt_id} of order {attempt.number}"


def paid_orders(seen: Figures) -> Iterator[Violation]:
    attempts = {attempt.attempt_id for attempt in seen.payments.attempts if attempt.captured}
    for order in seen.orders.orders:
        if order.paid_by is not None and order.paid_by not in attempts:
            yield Violation(
                "a paid order has its captured payment",
                f"order {order.number}",
                "The order is marked as paid by a payment that captured nothing.",
                "Settle the payment again, or cancel the order.",
            )


def credits(seen: Figures) -> Iterator[Violation]:
    """Once nothing is on its way any more."""
    if seen.backlogs["orders"].open:
        return
    for order in seen.orders.orders:
        for credit_id, amount in order.credits:
            asked = seen.payments.refunds.get(credit_id)
            if asked is None or asked < amount:
                yield Violation(
                    "what was credited is given back",
                    f"credit {credit_id} of order {order.number}",
                    f"{_told(amount, order.currency)} were credited; "
                    + (f"the refund is of {_told(asked, order.currency)}." if asked else "no refund was asked for."),
                    "Give the rest back on the order's page, as goodwill.",
                )


def totals(audit: orders.OrdersAudit) -> Iterator[Violation]:
    for order in audit.orders:
        if order.parts_sum != order.total:
            yield Violation(
                "the parts of an order sum to its total",
                f"order {order.number}",
                f"Its parts come to {_told(order.parts_sum, order.currency)}, "
                f"its total is {_told(order.total, order.currency)}.",
                "Correct the order's lines by an edit with a reason.",
            )
    for step in audit.illegal:
        yield Violation(
            "only legal transitions, each on the timeline",
            f"order {step.number}",
            *_step(step),
        )


def timelines(audit: orders.OrdersAudit) -> Iterator[Violation]:
    for place in audit.broken:
        yield Violation(
            "a timeline stays as it was written",
            f"order {place.number}",
            f"Its timeline is not what was written, from entry {place.at} on: {place.why}.",
            "Compare it with a backup and find out who changed it; what is written from now on counts again.",
        )


def _step(step: orders.IllegalTransition) -> tuple[str, str]:
    before, after = step.before or "nothing", step.after or "nothing"
    if step.told:
        return (
            f"Its timeline tells of a step from {before} to {after}, which no order may make.",
            "Find out who made it, and set the order right with a reason.",
        )
    return (
        f"It stands at {after}, but the last step on its timeline led to {before}.",
        "Set the order back, or add the missing entry to the timeline.",
    )


def unheard(seen: Figures) -> Iterator[Violation]:
    """What Stripe told is looked into through the outbox; once that is empty, nothing may be left over."""
    if seen.payments.unhandled_events and not seen.backlogs["payments"].open:
        yield Violation(
            "what Stripe tells is looked into",
            "events of Stripe",
            f"{seen.payments.unhandled_events} events came and nothing is about to look into them.",
            "Start the clock: it takes up again what was left.",
        )


def _told(amount: int, currency: str) -> str:
    return texts.minor_units(amount, currency)
