"""Messages: each is written once, and facts reach their consumers."""

from collections.abc import Iterator

from domains.shared.outbox import Backlog
from domains.shared.settings import settings

from .figures import PAID, Figures, Violation


def messages(seen: Figures) -> Iterator[Violation]:
    for (template, about), count in seen.notifications.told.items():
        if count != 1:
            yield Violation(
                "one message per order and template", f"{template} about {about}", f"{count} were written.", "None."
            )
    for letter in seen.notifications.undelivered:
        yield Violation(
            "no message is refused for good",
            f"{letter.template} about {letter.about}",
            f"“{letter.subject}” to {letter.to} was refused: {letter.error}",
            "On the order's page: send it again, to another address if need be, or mark it as told another way.",
        )
    lost = {(letter.template, letter.about) for letter in seen.notifications.undelivered}
    told = {about for template, about in seen.notifications.told.keys() - lost if template == "order_confirmed"}
    for order in seen.orders.orders:
        if order.payment_status in PAID and order.id not in told:
            yield Violation(
                "every paid order is confirmed",
                f"order {order.number}",
                "No confirmation was written, or it was refused for good.",
                "If the orders outbox has dead letters, `barrow outbox revive`; else send the message again.",
            )


def letters(backlogs: dict[str, Backlog]) -> Iterator[Violation]:
    patience = 2 * settings().relay_lease
    for name, backlog in backlogs.items():
        if backlog.dead:
            yield Violation(
                "no dead letters",
                f"outbox of {name}",
                f"{backlog.dead} facts were given up after {settings().relay_attempts} offers.",
                "Mend the cause (see last_error), then `barrow outbox revive`.",
            )
        if backlog.oldest > patience:
            yield Violation(
                "facts reach their consumers",
                f"outbox of {name}",
                f"{backlog.open} facts wait, the oldest for {backlog.oldest:.0f} s.",
                "Start the clock and the worker.",
            )
