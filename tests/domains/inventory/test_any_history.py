"""Whatever happens in whatever order, no figure is unexplained and nothing is promised twice."""

from collections.abc import Sequence
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domains import inventory
from domains.inventory import BelowPromised, Item, MovementKind, OutOfStock
from domains.shared.errors import Unavailable
from domains.shared.ids import new_id
from tests.support.inventory import assert_books_balance, end_holds, in_minutes

STEPS = ("reserve", "allocate", "release", "ship", "end", "sweep", "count", "reserve_again", "prolong")
HISTORY = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 2), st.integers(0, 2), st.integers(1, 4)), min_size=4, max_size=25
)


class World:
    """Two SKUs, three orders of one customer; `sold` counts what has left."""

    def __init__(self) -> None:
        self.skus = [f"A-{new_id()}", f"B-{new_id()}"]
        self.customer = new_id()
        self.orders = [new_id() for _ in range(3)]
        self.sold = 0
        self.counted = 0

    def items(self, which: int, quantity: int) -> list[Item]:
        """The first SKU, the second, or both."""
        return [Item(sku, quantity) for sku in (self.skus if which == 2 else [self.skus[which]])]

    async def available(self) -> dict[str, int]:
        levels = await inventory.levels(self.skus)
        return {sku: sum(level.available for level in row) for sku, row in levels.items()}

    async def on_hand(self) -> int:
        levels = await inventory.levels(self.skus)
        return sum(level.on_hand for row in levels.values() for level in row)

    async def booked_in(self) -> int:
        """What was sent although the books had none."""
        moves = [move for sku in self.skus for move in await inventory.movements(sku, 1000)]
        return sum(move.on_hand for move in moves if move.kind == MovementKind.ADJUSTED and move.order_id)

    async def holds_nothing(self, order_id: UUID) -> bool:
        audit = await inventory.audit()
        return all(row.order_id != order_id for row in audit.orders)

    async def do(self, step: str, order: int, which: int, quantity: int) -> None:
        order_id, items = self.orders[order], self.items(which, quantity)
        skus = [item.sku for item in items]
        match step:
            case "reserve":
                await self.reserve(order_id, items)
            case "allocate":
                await inventory.allocate(self.customer, order_id, items)
            case "release":
                await inventory.release(order_id, self.skus)
            case "ship":
                await inventory.ship(self.customer, order_id, new_id(), items)
                self.sold += sum(item.quantity for item in items)
            case "end":
                await end_holds(order_id)
            case "sweep":
                await inventory.sweep_ended_holds()
            case "count":
                await self.count(skus[0], quantity * 3)
            case "reserve_again":
                await inventory.reserve_again(new_id(), order_id, items, new_id())
            case "prolong":
                await inventory.prolong(order_id, skus, in_minutes(60))

    async def reserve(self, order_id: UUID, items: Sequence[Item]) -> None:
        """Refused exactly when there is too little of something, and then nothing changes."""
        before, fresh = await self.available(), await self.holds_nothing(order_id)
        short = {item.sku for item in items if before[item.sku] < item.quantity}
        refused: set[str] = set()
        try:
            await inventory.reserve(new_id(), order_id, items, in_minutes(30))
        except OutOfStock as refusal:
            refused = set(refusal.short)
        assert refused == short or not fresh
        assert not refused or await self.available() == before

    async def count(self, sku: str, quantity: int) -> None:
        before = await self.on_hand()
        await inventory.set_on_hand(sku, "main", quantity, reason="", actor="tests")
        self.counted += await self.on_hand() - before


FEW = settings.default.max_examples // 8  # each is a walk through PostgreSQL


@settings(max_examples=FEW, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORY)
async def test_no_history_leaves_an_unexplained_figure(history: list[tuple[str, int, int, int]]) -> None:
    world = World()
    for sku in world.skus:
        await world.count(sku, 6)
    for step in history:
        try:
            await world.do(*step)
        except (Unavailable, BelowPromised):
            continue
        finally:
            assert await world.on_hand() == world.counted + await world.booked_in() - world.sold
    await assert_books_balance()
