"""Stock: every level is the sum of its ledger and of what is held, and every placed order keeps its units."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from domains import inventory, orders
from domains.shared import clock
from domains.shared.settings import settings

from .figures import Figures, Violation

LATEST_SWEEP = 60.0  # seconds a hold may be counted as active past its end
PLACED = (orders.OrderStatus.PLACED, orders.OrderStatus.PROCESSING, orders.OrderStatus.COMPLETED)
REMEDY = "If the orders outbox has dead letters, `barrow outbox revive`; else count the shelf and set the level."


def levels(audit: inventory.InventoryAudit) -> Iterator[Violation]:
    for level in audit.levels:
        if not level.consistent:
            yield Violation(
                "stock = its ledger",
                f"{level.sku} at {level.location_id}",
                f"{', '.join(level.wrong)}.",
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


def shown(audit: inventory.InventoryAudit) -> Iterator[Violation]:
    for drift in audit.drifted:
        if not drift.lasts:
            continue  # a moment old, and asked for again within half a minute
        yield Violation(
            "pages show as many as can be sold",
            drift.sku,
            f"Pages show {drift.shown}, {drift.is_now} can be sold. No order is taken for more than there are.",
            "`barrow inventory rebuild` writes what pages show anew.",
        )


def and_orders(seen: Figures) -> Iterator[Violation]:
    """A placed order keeps all its units; an ended one keeps none."""
    kept: dict[tuple[UUID, str], inventory.OrderStock] = {(row.order_id, row.sku): row for row in seen.inventory.orders}
    for order in seen.orders.orders:
        lines = [(item.sku, item.quantity) for item in order.items]
        for sku, quantity in seen.inventory.in_parts(order.id, lines).items():
            row = kept.get((order.id, sku))
            promised = row.allocated + row.shipped if row else 0
            missing = order.status in PLACED and promised != quantity
            left = order.status.closed and row is not None and row.allocated > 0
            if missing or left:
                yield Violation(
                    "a placed order keeps its stock, an ended one none",
                    f"{sku} of order {order.number}",
                    f"The order ({order.status}) has {quantity}; {promised} are allocated or shipped for it.",
                    REMEDY,
                )


def left(seen: Figures) -> Iterator[Violation]:
    """What was sent has left the shelf, and what waits for money does not wait for ever."""
    shipped = {(row.order_id, row.sku): row.shipped for row in seen.inventory.orders}
    patience = timedelta(seconds=settings().hold_grace_seconds + LATEST_SWEEP)
    for order in seen.orders.orders:
        sent = seen.inventory.in_parts(order.id, [(item.sku, item.quantity) for item in order.sent])
        ordered = seen.inventory.in_parts(order.id, [(item.sku, item.quantity) for item in order.items])
        for sku in ordered:
            gone = shipped.get((order.id, sku), 0)
            if gone != sent.get(sku, 0):
                yield Violation(
                    "what was sent has left the stock",
                    f"{sku} of order {order.number}",
                    f"{sent.get(sku, 0)} were sent, {gone} were taken from the stock.",
                    REMEDY,
                )
        if order.status == orders.OrderStatus.PENDING_PAYMENT and clock.now() - order.pay_until > patience:
            yield Violation(
                "no order waits for its payment past its time",
                f"order {order.number}",
                f"It could be paid until {order.pay_until:%Y-%m-%d %H:%M:%S} UTC and is still waiting.",
                "Start the clock and the worker: they end what was not paid.",
            )
