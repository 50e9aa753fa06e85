"""Invoices and credit notes: every paid order has its own, of its own total, and no number is missing."""

from collections.abc import Iterator

from domains.shared import texts

from .figures import PAID, Figures, Violation


def papers(seen: Figures) -> Iterator[Violation]:
    told = seen.orders.documents
    for number in told.changed:
        yield Violation(
            "a document says what was written",
            f"document {number}",
            "It says something else than on the day it was written.",
            "Put it back from a backup, and find out who changed it.",
        )
    for number in told.gaps:
        yield Violation(
            "no number of a series is missing",
            f"document {number}",
            "The number was given and no document bears it.",
            "Put the document back from a backup.",
        )
    for order in seen.orders.orders:
        invoiced = told.invoiced.get(order.id)
        since_then = told.since and order.paid_at and order.paid_at >= told.since
        if since_then and order.payment_status in PAID and invoiced is None and not seen.backlogs["orders"].open:
            yield Violation(
                "a paid order has its invoice",
                f"order {order.number}",
                "It is paid and no invoice was written.",
                "If the orders outbox has dead letters, `barrow outbox revive`.",
            )
        if invoiced not in (None, order.total):
            yield Violation(
                "an invoice is of its order's total",
                f"order {order.number}",
                f"The invoice is of {texts.minor_units(invoiced or 0, order.currency)}, the order of "
                f"{texts.minor_units(order.total, order.currency)}.",
                "Write a credit note for it and another invoice.",
            )
