"""Stock: every level is the sum of its ledger and of what is held, and every placed order keeps its units."""

from collections.abc import Iterator
from uuid import UUID

from domains import inventory, orders

from .figures import Figures, Violation

LATEST_SWEEP = 60.0  # seconds a hold may be counted as active past its end
PLACED = (orders.OrderStatus.PLACED, orders.OrderStatus.PROCESSING, orders.OrderStatus.COMPLETED)


def levels(audit: inventory.InventoryAudit) -> Iterator[Violation]:
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


def and_orders(seen: Figures) -> Iterator[Violation]:
    """A placed order keeps all its units; an ended one keeps none."""
    kept: dict[tuple[UUID, str], inventory.OrderStock] = {(row.order_id, row.sku): row for row in seen.inventory.orders}
    for order in seen.orders.orders:
        for item in order.items:
            row = kept.get((order.id, item.sku))
            promised = row.allocated + row.shipped if row else 0
            missing = order.status in PLACED and promised != item.quantity
            left = order.status.closed and row is not None and row.allocated > 0
            if missing or left:
                yield Violation(
                    "a placed order keeps its stock, an ended one none",
                    f"{item.sku} of order {order.number}",
                    f"The order ({order.status}) has {item.quantity}; {promised} are allocated or shipped for it.",
                    "Revive the orders outbox: allocating and releasing are idempotent.",
                )
