"""Count sheets: what differs is booked once, on top of what has moved since; what cannot be is refused by name."""

import asyncio
from uuid import UUID

import pytest
import sqlalchemy as sa

from domains import inventory
from domains.inventory import CountPart, CountStatus, Found, Item
from domains.shared.errors import Invalid, NotFound
from domains.shared.ids import new_id
from tests.support.inventory import assert_books_balance, figures, hold, make_stock


async def opened(*skus: str, blind: bool = False) -> UUID:
    key = new_id()
    return await inventory.open_count("main", "Shelf 3", "", skus or None, blind=blind, actor="ada", key=key)


async def found(count_id: UUID, sku: str, quantity: int) -> None:
    await inventory.enter_found(count_id, [Found(sku, quantity)], actor="ada")


async def closed(count_id: UUID) -> UUID:
    await inventory.close_count(count_id, (await inventory.find_count(count_id)).revision)
    return (await inventory.find_count(count_id)).revision


async def apply(count_id: UUID) -> None:
    revision = (await inventory.find_count(count_id)).revision
    await inventory.apply_count(count_id, revision, reason="Yearly count", actor="bob")


async def test_what_differs_is_booked_once_on_top_of_what_was_sent_meanwhile() -> None:
    await make_stock("MUG", 10)
    await make_stock("CUP", 4)
    order_id = await hold("MUG", 3)
    count_id = await opened()
    await found(count_id, "MUG", 8)
    await found(count_id, "CUP", 4)
    customer_id = new_id()
    await inventory.allocate(customer_id, order_id, [Item("MUG", 3)])
    await inventory.ship(customer_id, order_id, new_id(), [Item("MUG", 3)])
    await closed(count_id)
    for _ in range(2):
        try:
            await apply(count_id)
        except inventory.CountEnded as ended:
            assert str(ended) == "This count is applied already. Look at it again."  # noqa: PT017
    assert [await figures(sku) for sku in ("MUG", "CUP")] == [(5, 0, 0), (4, 0, 0)]
    booked = (await inventory.movements("MUG"))[0]
    assert (booked.kind, booked.on_hand, booked.on_hand_after, booked.reference, booked.actor, booked.reason) == (
        "counted", -2, 5, str(count_id), "bob", "Shelf 3: 8 counted. Yearly count",
    )  # fmt: skip
    assert len(await inventory.movements("CUP")) == 1
    assert (await inventory.find_count(count_id)).status == CountStatus.APPLIED
    await assert_books_balance()


async def test_what_would_leave_less_than_is_promised_is_named_and_nothing_is_booked() -> None:
    await make_stock("MUG", 10)
    await make_stock("CUP", 4)
    await hold("MUG", 6)
    count_id = await opened("MUG", "CUP")
    await found(count_id, "MUG", 5)
    await found(count_id, "CUP", 1)
    revision = await closed(count_id)
    with pytest.raises(inventory.CountShort) as short:
        await apply(count_id)
    assert short.value.why == {
        "MUG": "5 would lie there and 6 are promised. Count it again, or send or cancel what is promised first."
    }
    assert [await figures(sku) for sku in ("MUG", "CUP")] == [(10, 6, 0), (4, 0, 0)]
    await inventory.count_again(count_id, ["MUG"], revision)
    await found(count_id, "MUG", 6)
    await closed(count_id)
    await apply(count_id)
    assert [await figures(sku) for sku in ("MUG", "CUP")] == [(6, 6, 0), (1, 0, 0)]


async def test_what_was_booked_of_a_count_is_booked_anew_when_it_is_counted_again_and_never_given_up() -> None:
    await make_stock("MUG", 10)
    count_id = await opened("MUG")
    await found(count_id, "MUG", 8)
    await closed(count_id)
    await make_stock("MUG", 8)  # as after a process that died while it was booking
    async with inventory.database.transaction() as session:
        await session.execute(sa.update(inventory.CountLine).values(applied_at=sa.func.now()))
    revision = (await inventory.find_count(count_id)).revision
    with pytest.raises(Invalid, match="Some of it is booked already"):
        await inventory.cancel_count(count_id, revision, actor="ada")
    await inventory.count_again(count_id, ["MUG"], revision)
    await found(count_id, "MUG", 7)
    await closed(count_id)
    await apply(count_id)
    assert await figures() == (7, 0, 0)


async def test_what_became_a_bundle_stands_in_no_counts_way_and_is_counted_nowhere() -> None:
    for units in (1, 0):
        await make_stock("SET", units)
    await make_stock("MUG", 6)
    count_id = await opened()
    for sku, units in (("SET", 0), ("MUG", 5)):
        await found(count_id, sku, units)
    await inventory.compose("SET", {"MUG": 2}, (await inventory.composition("SET"))[1])
    with pytest.raises(Invalid, match="SET is a bundle: count what it is made of"):
        await found(count_id, "SET", 1)
    await closed(count_id)
    await apply(count_id)
    assert [await figures(sku) for sku in ("MUG", "SET")] == [(5, 0, 0), (0, 0, 0)]
    assert [line.sku for line in (await inventory.count_lines(await opened())).lines] == ["MUG"]
    with pytest.raises(Invalid, match="that lie on a shelf"):
        await opened("SET")


async def test_a_scan_adds_one_and_of_two_who_count_the_same_the_second_hears_of_it() -> None:
    await make_stock("MUG", 3)
    count_id = await opened("MUG")
    scans = [Found(sku, 1, more=True) for sku in ("MUG", "MUG", "EXTRA")]
    for scan in scans:
        await asyncio.gather(*(inventory.enter_found(count_id, [scan], actor="ada") for _ in range(2)))
    [extra, mug] = (await inventory.count_lines(count_id, CountPart.COUNTED)).lines
    assert [(line.quantity, line.expected, line.variance) for line in (extra, mug)] == [(2, 0, 2), (4, 3, 1)]
    with pytest.raises(inventory.LineChanged, match=r"MUG was counted meanwhile by ada: 4\. Look again, then save"):
        await inventory.enter_found(count_id, [Found("MUG", 3, seen=None, compared=True)], actor="bob")
    key = new_id()
    for _ in range(2):
        await inventory.enter_found(count_id, [Found("MUG", 1, more=True)], actor="ada", key=key)
    assert (await inventory.count_progress(count_id)) == inventory.CountProgress(2, 2, 2, 0)


async def test_what_cannot_be_counted_is_refused_and_changes_nothing() -> None:
    await make_stock("MUG", 3)
    count_id = await opened()
    for wrong in (-1, 10**12):
        with pytest.raises(Invalid):
            await inventory.enter_found(count_id, [Found("MUG", 1), Found("CUP", wrong)], actor="ada")
    with pytest.raises(Invalid, match="Nothing is counted yet"):
        await closed(count_id)
    with pytest.raises(inventory.CountChanged):
        await inventory.close_count(count_id, new_id())
    with pytest.raises(inventory.CountEnded):
        await apply(count_id)
    with pytest.raises(NotFound):
        await inventory.enter_found(new_id(), [Found("MUG", 1)], actor="ada")
    await inventory.cancel_count(count_id, (await inventory.find_count(count_id)).revision, actor="ada")
    with pytest.raises(inventory.CountEnded, match="cancelled already"):
        await found(count_id, "MUG", 1)
    assert await figures() == (3, 0, 0)
    with pytest.raises(NotFound):
        await inventory.open_count("moon", "Shelf", "", None, blind=False, actor="ada", key=new_id())
