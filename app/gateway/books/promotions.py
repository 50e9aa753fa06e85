"""Promotions: what was used is what orders hold, and never more than was to be given."""

from collections.abc import Iterator

from domains import catalog

from .figures import Figures, Violation

RECOUNT = "Set the counter to what the orders hold."


def counters(audit: catalog.PromotionsAudit) -> Iterator[Violation]:
    for each in audit.promotions:
        subject = f"promotion “{each.name}”"
        if (each.uses, each.given) != (each.claimed, each.claimed_amount):
            yield Violation(
                "uses of a promotion = claims of orders",
                subject,
                f"It counts {each.uses} uses worth {each.given}; orders hold {each.claimed} worth "
                f"{each.claimed_amount} (minor units).",
                RECOUNT,
            )
        if _over(each):
            yield Violation(
                "uses of a promotion ≤ its limits",
                subject,
                f"Orders hold {each.claimed} uses worth {each.claimed_amount}, {each.beyond} of them paid late; "
                f"allowed are {each.limits.overall or 'any number of'}, worth {each.limits.budget or 'any amount'}.",
                "End the promotion, or raise its limits.",
            )
    for told in audit.drifted:
        yield Violation("uses of a promotion = claims of orders", told.split(" counts ")[0], told, RECOUNT)


def and_orders(seen: Figures) -> Iterator[Violation]:
    """An ended order gives its uses back; that takes a moment while facts are on their way."""
    if not seen.quiet:
        return
    for order in seen.orders.orders:
        if order.status.closed and order.id in seen.catalog.promotions.holding:
            yield Violation(
                "an ended order holds no promotion",
                f"order {order.number}",
                f"The order is {order.status} and its uses of promotions were not given back.",
                "If the orders outbox has dead letters, `barrow outbox revive`.",
            )


def _over(each: catalog.PromotionAudit) -> bool:
    limits, uses, given = each.limits, each.claimed - each.beyond, each.claimed_amount - each.beyond_amount
    too_often = limits.overall is not None and uses > limits.overall
    return too_often or (limits.budget is not None and given > limits.budget)
