"""What of an order can leave from which location, and where the books sink when it has."""

from uuid import UUID

from domains import inventory
from domains.inventory import Item, Sendable
from domains.shared.ids import new_id
from tests.support.inventory import assert_books_balance, figures, in_minutes, make_stock

CUSTOMER = new_id()


async def kept_for(*items: Item) -> UUID:
    order_id = new_id()
    await inventory.reserve(CUSTOMER, order_id, items, in_minutes(30))
    await inventory.allocate(CUSTOMER, order_id, items)
    return order_id


async def barn(**stock: int) -> None:
    await inventory.create_location("barn", "The barn", "DE", 5)
    for sku, quantity in stock.items():
        await make_stock(sku, quantity, "barn")


async def test_each_location_sends_what_it_keeps_and_has_not_sent_yet() -> None:
    await make_stock("MUG", 2)
    await barn(MUG=3)
    order_id, parcel, fact = await kept_for(Item("MUG", 5)), new_id(), new_id()
    both = [Sendable("main", {"MUG": 2}), Sendable("barn", {"MUG": 3})]
    assert await inventory.sendable(order_id, {"MUG": 5}, {}) == both
    left = [Sendable("main", {"MUG": 2}), Sendable("barn", {"MUG": 1})]
    assert await inventory.sendable(order_id, {"MUG": 3}, {"barn": {"MUG": 2}}) == left
    for event_id in (fact, fact, new_id()):
        await inventory.ship(CUSTOMER, order_id, parcel, [Item("MUG", 2)], event_id, location="barn")
    assert (await figures("MUG"), await figures("MUG", "barn")) == ((2, 0, 2), (1, 0, 1))
    assert await inventory.sendable(order_id, {"MUG": 3}, {"barn": {"MUG": 2}}) == left
    await inventory.ship(CUSTOMER, order_id, new_id(), [Item("MUG", 2)], location="barn")
    assert (await figures("MUG"), await figures("MUG", "barn")) == ((1, 0, 1), (0, 0, 0))
    await assert_books_balance()


async def test_a_bundle_is_sent_from_where_all_of_its_parts_are_kept() -> None:
    for sku in ("CUP", "POT"):
        await make_stock(sku, 1)
    await barn(CUP=2, POT=1)
    _, revision = await inventory.composition("SET")
    await inventory.compose("SET", {"CUP": 1, "POT": 1}, revision)
    order_id = await kept_for(Item("SET", 2), Item("CUP", 1))
    kept = await inventory.sendable(order_id, {"SET": 2, "CUP": 1}, {})
    assert kept == [Sendable("main", {"CUP": 1}), Sendable("barn", {"SET": 1})]
    gone = {"main": {"CUP": 1}, "barn": {"SET": 1}}
    assert await inventory.sendable(order_id, {"SET": 1}, gone) == []


async def test_what_was_never_kept_leaves_the_location_of_its_parcel() -> None:
    await make_stock("MUG", 5)
    await barn(MUG=5)
    await inventory.ship(CUSTOMER, new_id(), new_id(), [Item("MUG", 2)], location="barn")
    assert (await figures("MUG"), await figures("MUG", "barn")) == ((5, 0, 0), (3, 0, 0))
    await assert_books_balance()
