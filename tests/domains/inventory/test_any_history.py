"""Whatever happens in whatever order: after each step every figure is the sum of its ledger, nothing is promised twice,
and whoever was refused has changed nothing."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from domains import inventory
from domains.inventory import Deed, Item, MovementKind, OutOfStock, StockLevel, StockMovement, projection
from domains.shared.errors import Refusal
from domains.shared.ids import new_id
from domains.shared.redis import close
from tests.support.inventory import assert_books_balance, end_holds, end_selling_beyond, in_minutes
from tests.support.warehouse import Counts, Papers

PLACES = ("main", "shop")
OF_ORDERS = ("reserve", "allocate", "release", "ship", "end", "sweep", "reserve_again", "prolong", "take_back")
OF_PEOPLE = ("count", "import", "leave", "limit", "end_limits", *Deed)
OF_COUNTS = ("open_count", "find", "add", "explain", "again", "end_count", "apply", "give_up")
OF_PAPERS = ("transfer", "purchase", "ready", "unready", "send", "order", "receive", "close", "cancel")
FIGURES = ("on_hand", "reserved", "allocated", "damaged", "safety_stock", "incoming", "backorder_limit")

OTHERS = [figure for figure in FIGURES if figure != "reserved"]


@dataclass(frozen=True)
class Step:
    what: str
    order: int
    which: int  # the first SKU, the second, both, the bundle, or the first with the bundle
    place: str
    quantity: int


T = TypeVar("T")
ORDERS, PLACED, QUANTITIES = st.integers(0, 2), st.sampled_from(PLACES), st.integers(0, 4)
GONE = (MovementKind.SHIPPED, MovementKind.WRITTEN_OFF)
CAME = (MovementKind.RECEIVED, MovementKind.RETURNED)


class World:
    """Two SKUs at two places, a bundle of them, three orders of one customer."""

    def __init__(self) -> None:
        self.skus = [f"A-{new_id()}", f"B-{new_id()}"]
        self.bundle = f"C-{new_id()}"
        self.bundled: set[UUID] = set()  # orders that may have been promised a composition of before
        self.customer = new_id()
        self.orders = [new_id() for _ in range(3)]
        self.papers = Papers()
        self.counts = Counts()

    async def begin(self) -> None:
        inventory.forget_recipes()
        await inventory.create_location("shop", "The shop", "DE", 1)
        for sku in self.skus:
            await inventory.set_on_hand(sku, "main", 6, reason="", actor="tests")
        await self.compose(1, 2)

    async def compose(self, first: int, second: int) -> None:
        _, revision = await inventory.composition(self.bundle)
        parts = zip(self.skus, (first, second), strict=True)
        await inventory.compose(self.bundle, {part: units for part, units in parts if units}, revision)

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
        first, second = self.skus
        skus = [[first], [second], self.skus, [self.bundle], [first, self.bundle]][step.which]
        items = [Item(sku, step.quantity) for sku in skus]
        match step.what:
            case "reserve":
                await self.reserve(order_id, items)
            case "allocate":
                await inventory.allocate(self.customer, order_id, items)
            case "release":
                await inventory.release(order_id, [*self.skus, self.bundle])
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
            case "take_back":
                back, broken = dict.fromkeys(self.skus, step.quantity), step.which % 2 == 0
                key = new_id()
                for _ in range(2):
                    await inventory.take_back(
                        order_id, "shop", back, damaged=broken, reason="so", actor="tests", key=key
                    )
            case deed if deed in OF_COUNTS:
                await self.counts.do(deed, step.order, skus, step.quantity, step.place)
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
        """Refused exactly when there is too little of something, alone and in bundles together."""
        before, fresh = await self.available(), await self.holds_nothing(order_id)
        recipe, _ = await inventory.composition(self.bundle)
        wanted = dict.fromkeys(self.skus, 0)
        for item in items:
            for part, per in (recipe.parts if item.sku == self.bundle else {item.sku: 1}).items():
                wanted[part] += per * item.quantity
        short = any(before[part] < units for part, units in wanted.items())
        fresh = fresh and order_id not in self.bundled
        self.bundled |= {order_id} if any(item.sku == self.bundle for item in items) else set()
        refused: set[str] = set()
        try:
            await inventory.reserve(self.customer, order_id, items, in_minutes(30))
        except OutOfStock as refusal:
            refused = set(refusal.short)
        assert bool(refused) == short or not fresh
        assert refused <= {item.sku for item in items}
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
        there, (recipe, _) = await self.available(), await inventory.composition(self.bundle)
        assert (await projection.figures([self.bundle], fresh=True))[self.bundle].available == recipe.of(there)

    async def told(self, level: StockLevel, moved: Sequence[StockMovement]) -> int:
        """On hand as the story of the level adds it up."""
        story = (await inventory.stories(level.sku))[level.location_id]
        assert story.on_hand == level.on_hand
        return (story.count.found if story.count else 0) + sum(step.units for step in story.since)


class Histories(RuleBasedStateMachine):
    """Hypothesis draws the steps; a loop of its own runs them."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.world = World()
        self.run(self.world.begin())

    def run(self, deed: Awaitable[T]) -> T:
        return self.loop.run_until_complete(deed)

    def step(self, what: str, order: int, which: int, place: str, quantity: int) -> None:
        self.run(self.unless_refused(Step(what, order, which, place, quantity)))

    async def unless_refused(self, step: Step) -> None:
        before = await self.world.figures()
        try:
            await self.world.do(step)
        except Refusal:
            assert await self.world.figures() == before

    @rule(what=st.sampled_from(OF_ORDERS), order=ORDERS, which=st.integers(0, 4), quantity=QUANTITIES)
    def of_orders(self, what: str, order: int, which: int, quantity: int) -> None:
        self.step(what, order, which, "", quantity)

    @rule(what=st.sampled_from(OF_PEOPLE), order=ORDERS, which=st.integers(0, 1), place=PLACED, quantity=QUANTITIES)
    def of_people(self, what: str, order: int, which: int, place: str, quantity: int) -> None:
        self.step(what, order, which, place, quantity)

    @rule(what=st.sampled_from(OF_PAPERS), order=ORDERS, which=st.integers(0, 2), place=PLACED, quantity=QUANTITIES)
    def of_papers(self, what: str, order: int, which: int, place: str, quantity: int) -> None:
        self.step(what, order, which, place, quantity)

    @rule(what=st.sampled_from(OF_COUNTS), order=ORDERS, which=st.integers(0, 2), place=PLACED, quantity=QUANTITIES)
    def of_counts(self, what: str, order: int, which: int, place: str, quantity: int) -> None:
        self.step(what, order, which, place, quantity)

    @rule(first=st.integers(1, 2), second=st.integers(0, 2))
    def made_of_something_else(self, first: int, second: int) -> None:
        self.run(self.world.compose(first, second))

    @invariant()
    def nothing_is_unexplained(self) -> None:
        self.run(self.world.check())

    def teardown(self) -> None:
        self.run(inventory.database.close())
        self.run(close())
        self.loop.close()


FEW = settings.default.max_examples // 8  # each is a walk through PostgreSQL


async def test_no_history_leaves_an_unexplained_figure() -> None:
    walks = settings(max_examples=FEW, stateful_step_count=20, deadline=None)
    await asyncio.to_thread(run_state_machine_as_test, Histories, settings=walks)
