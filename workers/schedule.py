"""What happens by the clock. Every job claims its rows, so any number of clocks may run."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from domains import catalog, inventory, notifications, orders, payments, stores, users
from domains.shared import clock
from domains.shared.settings import settings

log = logging.getLogger(__name__)
TOLD_KEPT = timedelta(days=14)  # facts that every consumer confirmed
DONE_KEPT = timedelta(days=60)  # inboxes and events of Stripe, which offers one again for 30 days at most
ASKED_KEPT = timedelta(days=30)
ASKED = ("alert_confirmation", "back_in_stock", "order_link", *users.Letter)  # letters that anybody may ask for
SESSIONS_KEPT = timedelta(days=30)
LINKS_KEPT = timedelta(days=1)
EACH_SHARD = 160.0  # seconds, less than half of a 256th of a day: a part that is due is met twice


@dataclass(frozen=True)
class Job:
    """`work` returns how much it did; `every` is in seconds."""

    name: str
    work: Callable[[], Awaitable[int]]
    every: float


async def prune() -> int:
    return await stores.prune(told=TOLD_KEPT, done=DONE_KEPT)


async def drop_lost_pictures() -> int:
    """Of one part of the store; what carts and orders still show stays."""
    lost = await catalog.lost_pictures(catalog.shard_due(clock.now()))
    held = await orders.pictured(lost)
    return await catalog.drop_pictures([key for key in lost if key not in held])


async def call_waiting() -> int:
    """The next of those who wait for what is back, as many as what is left of it allows."""
    due = await catalog.queues_to_call()
    left = await inventory.availability([queue.sku for queue in due])
    return sum([await catalog.call_waiting(queue.id, left[queue.sku]) for queue in due])


async def forget_alerts() -> int:
    """Addresses that nobody needs any more, and what was written to them."""
    gone = await catalog.forget_alerts() + await catalog.end_lost_alerts()
    return gone + await notifications.forget(ASKED, clock.now() - ASKED_KEPT)


async def forget_sign_ins() -> int:
    """Sessions that are over, and links with the addresses they went to."""
    return await users.forget_sessions(SESSIONS_KEPT) + await users.forget_proofs(LINKS_KEPT)


async def forget_old_orders() -> int:
    """Who bought what long ago: first in the messages about it, for the orders say which those are."""
    old = await orders.too_old()
    if not old:
        return 0
    await notifications.forget_readers_of([order_id for _, order_id in old])
    return await orders.forget_people_of(old)


async def tell_uncut_pictures() -> int:
    return await catalog.tell_uncut_pictures(catalog.shard_due(clock.now()))


def jobs() -> tuple[Job, ...]:
    pace = settings().clock_interval
    return (
        Job("orders.pass_deadlines", orders.pass_deadlines, pace),
        Job("inventory.sweep_ended_holds", inventory.sweep_ended_holds, pace),
        Job("inventory.end_limits", inventory.end_limits, pace),
        Job("inventory.tell_turned", inventory.tell_turned, pace),
        Job("inventory.measure_sales", inventory.measure_sales, pace),
        Job("inventory.tell_low", inventory.tell_low, pace),
        Job("inventory.gather_digest", inventory.gather_digest, pace * 12),
        Job("payments.reconcile_quiet_attempts", payments.reconcile_quiet_attempts, pace * 2),
        Job("users.end_impersonations", users.end_impersonations, pace),
        Job("users.link_trail", users.link_trail, pace),
        Job("catalog.resume_imports", catalog.resume_imports, pace * 2),
        Job("catalog.finish_moves", catalog.finish_moves, pace * 2),
        Job("catalog.forget_aged", catalog.forget_aged, pace * 12),
        Job("catalog.call_waiting", call_waiting, pace),
        Job("catalog.tell_reviews_came", catalog.tell_reviews_came, pace * 12),
        Job("catalog.forget_alerts", forget_alerts, pace * 60),
        Job("catalog.forget_deleted_wishlists", catalog.forget_deleted_wishlists, pace * 60),
        Job("catalog.forget_queries", catalog.forget_queries, 3600),
        Job("catalog.forget_old_wishlists", catalog.forget_old_wishlists, 3600),
        Job("catalog.prune_claims", catalog.prune_claims, 3600),
        Job("catalog.prune_sold", catalog.prune_sold, 3600),
        Job("users.watch_trail", users.watch_trail, 3600),
        Job("users.forget_sign_ins", forget_sign_ins, 3600),
        Job("orders.forget_old", forget_old_orders, 3600),
        Job("orders.forget_buyers", orders.forget_buyers, 3600),
        Job("payments.forget_payers", payments.forget_payers, 3600),
        Job("stores.prune", prune, 3600),
        Job("catalog.drop_lost_pictures", drop_lost_pictures, EACH_SHARD),
        Job("catalog.tell_uncut_pictures", tell_uncut_pictures, EACH_SHARD),
    )


async def keep(job: Job) -> None:
    """Run one job for ever; a failure is logged and tried again at its next turn."""
    while True:
        try:
            done = await job.work()
            if done:
                log.info("clock.%s done=%s", job.name, done)
        except Exception as error:
            log.warning("clock.failed job=%s error=%r", job.name, error)
        await asyncio.sleep(job.every)
