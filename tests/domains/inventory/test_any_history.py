"""Whatever happens in whatever order: after each step every figure is the sum of its ledger, nothing is promised twice,
and whoever was refused has changed nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domains import inventory
from domains.inventory import Deed, Item, MovementKind, OutOfStock, StockLevel, StockMovement
from domains.shared.errors import Refusal
from domains.shared.ids import new_id
from tests.support.inventory import assert_books_balance, end_holds, end_selling_beyond, in_minutes
from tests.support.warehouse import Papers

PLACES = ("main", "shop")
OF_ORDERS = ("reserve", "allocate", "release", "ship", "end", "sweep", "reserve_again", "prolong")
OF_PEOPLE = ("count", "import", "leave", "limit", "end_limits", *Deed)
OF_PAPERS = ("transfer", "purchase", "ready", "unready", "send", "order", "receive", "close", "cancel")
FIGURES = ("on_hand", "reserved", "allocated", "damaged", "safety_stock", "incoming", "backorder_limit")

OTHERS = [figure for figure in FIGURES if figure != "reserved"]


@dataclass(frozen=True)
class Step:
    what: str
    order: int
    which: int  # the first SKU, the second, or both
    place: str
    quantity: int


STEPS = st.builds(
    Step,
    st.one_of(st.sampled_from(OF_ORDERS), st.sampled_from(OF_PEOPLE), st.sampled_from(OF_PAPERS)),
    st.integers(0, 2),
    st.integers(0, 2),
    st.sampled_from(PLACES),
    st.integers(0, 4),
)
HISTORY = st.lists(STEPS, min_size=4, max_size=25)
GONE = (MovementKind.SHIPPED, MovementKind.WRITTEN_OFF)
CAME = (MovementKind.RECEIVED, MovementKind.RETURNED)


class World:
    """Two SKUs at two places, three orders of one customer."""

    def __init__(self) -> None:
        self.skus = [f"A-{new_id()}", f"B-{new_id()}"]
        self.customer = new_id()
        self.orders = [new_id() for _ in range(3)]
        self.papers = Papers()

    async def levels(self) -> list[StockLevel]:
        return [level for row in (await inventory.levels(self.skus)).values() for level in row]

    async def figures(self) -> list[tuple[object, ...]]:
        """Without what only sweeping changes: whoever is refused may have been the first to see that a hold is over."""
        return [
            (level.sku, level.location_id, level.reserved - level.ended, *(getattr(level, each) for each in OTHERS))
            for level in await self.levels()
        ]

    async def available(self) -> dict[str, int]:
        levels = await inventory.levels(self.skus)
        return {sku: sum(level.available for level in row) for sku, row in levels.items()}

    async def holds_nothing(self, order_id: UUID) -> bool:
        return all(row.order_id != order_id for row in (await inventory.audit()).orders)

    async def do(self, step: Step) -> None:
        order_id = self.orders[step.order]
        skus = self.skus if step.which == 2 else [self.skus[step.which]]
        items = [Item(sku, step.quantity) for sku in skus]
        match step.what:
            case "reserve":
                await self.reserve(order_id, items)
            case "allocate":
                await inventory.allocate(self.customer, order_id, items)
            case "release":
                await inventory.release(order_id, self.skus)
            case "ship":
                await inventory.ship(self.customer, order_id, new_id(), items)
            case "end":
                await end_holds(order_id)
            case "sweep":
                await inventory.sweep_ended_holds()
            case "reserve_again":
                await inventory.reserve_again(self.customer, order_id, items, new_id())
            case "prolong":
                await inventory.prolong(order_id, skus, in_minutes(60))
            case paper if paper in OF_PAPERS:
                await self.papers.do(paper, step.order, dict.fromkeys(skus, step.quantity), step.place)
            case _:
                await self.handle(step, skus[0])

    async def handle(self, step: Step, sku: str) -> None:
        match step.what:
            case "count":
                await inventory.set_on_hand(sku, step.place, step.quantity * 3, reason="", actor="tests")
            case "import":
                said = inventory.CountedItem(sku, step.quantity, backorder=step.order == 0, location=step.place)
                await inventory.count_imported([said])
            case "leave":
                await inventory.leave_skus({sku: f"{sku}-new"})
            case "limit":
                until = in_minutes(60) if step.order else None
                limits = inventory.Limits(step.order, step.quantity, until)
                await inventory.set_limits(sku, step.place, limits, reason="so", actor="tests")
                if step.order == 2:
                    await end_selling_beyond(sku)
            case "end_limits":
                await inventory.end_limits()
            case deed:
                key = new_id()
                for _ in range(2):
                    await inventory.handle(
                        sku, step.place, Deed(deed), step.quantity, reason="so", actor="tests", key=key
                    )

    async def reserve(self, order_id: UUID, items: Sequence[Item]) -> None:
        """Refused exactly when there is too little of something."""
        before, fresh = await self.available(), await self.holds_nothing(order_id)
        short = {item.sku for item in items if before[item.sku] < item.quantity}
        refused: set[str] = set()
        try:
            await inventory.reserve(self.customer, order_id, items, in_minutes(30))
        except OutOfStock as refusal:
            refused = set(refusal.short)
        assert refused == short or not fresh
        assert not refused or await self.available() == before

    async def check(self) -> None:
        """The ledger of each level, read from its first row, arrives at the level; no row is missing or told twice."""
        for level in await self.levels():
            moved = [m for m in await inventory.movements(level.sku, 1000) if m.location_id == level.location_id]
            moved.sort(key=lambda movement: movement.number)
            assert [movement.number for movement in moved] == list(range(1, level.version + 1))
            for figure in FIGURES:
                so_far = 0
                for movement in moved:
                    so_far += getattr(movement, figure)
                    assert getattr(movement, f"{figure}_after") == so_far
                assert getattr(level, figure) == so_far
            assert all(movement.on_hand < 0 for movement in moved if movement.kind in GONE)
            assert all(movement.on_hand > 0 for movement in moved if movement.kind in CAME)
            assert (await self.told(level, moved)) == level.on_hand
        await assert_books_balance()

    async def told(self, level: StockLevel, moved: Sequence[StockMovement]) -> int:
        """On hand as the story of the level adds it up."""
        story = (await inventory.stories(level.sku))[level.location_id]
        assert story.on_hand == level.on_hand
        return (story.count.found if story.count else 0) + sum(step.units for step in story.since)


FEW = settings.default.max_examples // 8  # each is a walk through PostgreSQL


@settings(max_examples=FEW, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORY)
async def test_no_history_leaves_an_unexplained_figure(history: list[Step]) -> None:
    await inventory.create_location("shop", "The shop", "DE", 1)
    world = World()
    for sku in world.skus:
        await inventory.set_on_hand(sku, "main", 6, reason="", actor="tests")
    for step in history:
        before = await world.figures()
        try:
            await world.do(step)
        except Refusal:
            assert await world.figures() == before
        await world.check()
