"""A guest's cart goes into the account's at sign-in: no line is lost, whatever happens at the same time."""

import asyncio
from uuid import UUID, uuid4

import pytest

from domains import orders
from tests.support.orders import BERLIN, make_item

MANY = 100


@pytest.fixture
def guest(shop: None) -> UUID:
    return uuid4()


@pytest.fixture
def own(shop: None) -> UUID:
    return uuid4()


async def fill(party: UUID, **quantities: int) -> None:
    for sku, quantity in quantities.items():
        await orders.add_to_cart(party, make_item(sku), quantity)


async def held(party: UUID) -> dict[str, int]:
    cart = await orders.cart(party)
    return {line.sku: line.quantity for line in cart.lines} if cart else {}


async def test_lines_come_along_and_the_same_things_are_summed_up_to_what_is_left(guest: UUID, own: UUID) -> None:
    await fill(guest, MUG=3, JAR=2, TRAY=4)
    await fill(own, MUG=2, BOWL=1, TRAY=2)
    await orders.merge_carts(guest, own, {"MUG": 9, "JAR": 9, "BOWL": 9, "TRAY": 5})
    assert await held(own) == {"MUG": 5, "BOWL": 1, "TRAY": 5, "JAR": 2}
    assert await held(guest) == {}


async def test_what_has_sold_out_stays_as_it_was_in_the_fuller_cart(guest: UUID, own: UUID) -> None:
    await fill(guest, MUG=3, JAR=7)
    await fill(own, MUG=1)
    await orders.merge_carts(guest, own, {"MUG": 0})
    assert await held(own) == {"MUG": 3, "JAR": 7}


async def test_no_cart_holds_more_of_one_thing_than_it_takes(guest: UUID, own: UUID) -> None:
    await fill(guest, MUG=600)
    await fill(own, MUG=700)
    await orders.merge_carts(guest, own, {"MUG": 5_000})
    assert await held(own) == {"MUG": orders.MOST_OF_ONE}


async def test_two_full_carts_lose_no_line(guest: UUID, own: UUID) -> None:
    await orders.fill_cart(guest, [(make_item(f"G{number}"), 1) for number in range(orders.MOST_LINES)])
    await orders.fill_cart(own, [(make_item(f"O{number}"), 1) for number in range(orders.MOST_LINES)])
    await orders.merge_carts(guest, own, {})
    assert len(await held(own)) == 2 * orders.MOST_LINES


async def test_into_no_cart_it_comes_with_its_codes_and_its_address(guest: UUID, own: UUID) -> None:
    await fill(guest, MUG=1)
    await orders.enter_code(guest, "SPRING")
    await orders.set_contact(guest, "ada@example.com", BERLIN)
    await orders.merge_carts(guest, own, {})
    cart = await orders.cart(own)
    assert cart is not None
    assert (cart.codes, cart.email, cart.shipping_address) == (["SPRING"], "ada@example.com", BERLIN)


async def test_the_accounts_own_address_stays(guest: UUID, own: UUID) -> None:
    for party, email in ((guest, "guest@example.com"), (own, "ada@example.com")):
        await fill(party, MUG=1)
        await orders.set_contact(party, email, BERLIN)
    await orders.merge_carts(guest, own, {})
    cart = await orders.cart(own)
    assert cart is not None
    assert cart.email == "ada@example.com"


async def test_done_again_or_ten_times_at_once_it_is_done_once(guest: UUID, own: UUID) -> None:
    await fill(guest, MUG=3)
    await fill(own, MUG=2)
    await asyncio.gather(*(orders.merge_carts(guest, own, {"MUG": MANY}) for _ in range(10)))
    await orders.merge_carts(guest, own, {"MUG": MANY})
    assert await held(own) == {"MUG": 5}


async def test_ten_browsers_that_sign_in_at_once_lose_nothing(own: UUID) -> None:
    guests = [uuid4() for _ in range(10)]
    for number, party in enumerate(guests):
        await fill(party, MUG=1, **{f"G{number}": 2})
    await asyncio.gather(*(orders.merge_carts(party, own, {"MUG": MANY}) for party in guests))
    assert await held(own) == {"MUG": 10} | {f"G{number}": 2 for number in range(10)}


async def test_while_they_merge_the_account_goes_on_shopping(guest: UUID, own: UUID) -> None:
    await fill(guest, MUG=3)
    await asyncio.gather(orders.merge_carts(guest, own, {"MUG": MANY}), *(fill(own, MUG=1) for _ in range(5)))
    assert await held(own) == {"MUG": 8}
