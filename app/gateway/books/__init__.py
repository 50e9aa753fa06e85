"""Compares the figures that each domain's audit() gives: `barrow reconcile`. The one part of the gateway with rules."""

import asyncio
from collections.abc import Iterator

from . import goods, messages, money, papers, people, promotions, stock, trail
from .figures import Figures, Violation, figures

LOOKS, PAUSE = 3, 2.0  # what is only on its way is gone at the next look, some seconds later


async def reconcile(*, whole_log: bool = False) -> list[Violation]:
    """Every disagreement between the domains, and between them and Stripe, that lasts; empty when the books balance."""
    found = list(compare(await figures(whole_log=whole_log)))
    for _ in range(LOOKS - 1):
        if not found:
            break
        await asyncio.sleep(PAUSE)
        lasting = {(violation.name, violation.subject) for violation in found}
        again = compare(await figures(whole_log=whole_log))
        found = [violation for violation in again if (violation.name, violation.subject) in lasting]
    return found


def compare(seen: Figures) -> Iterator[Violation]:
    yield from money.at_stripe(seen.payments)
    yield from money.captured(seen)
    yield from money.paid_orders(seen)
    yield from money.credits(seen)
    yield from money.totals(seen.orders)
    yield from money.timelines(seen.orders)
    yield from papers.papers(seen)
    yield from money.unheard(seen)
    yield from stock.levels(seen.inventory)
    yield from stock.shown(seen.inventory)
    yield from stock.and_orders(seen)
    yield from stock.left(seen)
    yield from goods.names(seen.catalog)
    yield from goods.ratings(seen.catalog)
    yield from goods.sold(seen)
    yield from goods.collections(seen.catalog)
    yield from goods.alerts(seen.catalog.alerts)
    yield from goods.wishlists(seen.catalog)
    yield from promotions.counters(seen.catalog.promotions)
    yield from promotions.and_orders(seen)
    yield from messages.messages(seen)
    yield from messages.letters(seen.backlogs)
    yield from trail.trail(seen)
    yield from people.people(seen)


__all__ = ["Figures", "Violation", "compare", "figures", "reconcile"]
