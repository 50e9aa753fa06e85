"""A cart keeps what its shopper put in, whatever happens at the same time."""

import asyncio
from uuid import UUID

import pytest
import sqlalchemy as sa

from domains import orders
from domains.shared.errors import Invalid, NotFound
from domains.shared.ids import new_id
from domains.shared.money import Money
from tests.support.orders import BERLIN, eur, make_cart, make_item, make_order, pay

pytestmark = pytest.mark.usefixtures("new_shop")


@pytest.fixture
def shopper() -> UUID:
    return new_id()


async def unchanged(shopper: UUID, before: orders.Cart) -> bool:
    now = await orders.cart(shopper)
    assert now is not None
    return (now.version, [(line.sku, line.quantity, line.unit) for line in now.lines]) == (
        before.version,
        [(line.sku, line.quantity, line.unit) for line in before.lines],
    )


async def test_who_has_put_nothing_in_has_no_cart(shopper: UUID) -> None:
    assert await orders.cart(shopper) is None
    assert await orders.cart_count(shopper) == 0


async def test_a_line_remembers_what_the_catalogue_said(shopper: UUID) -> None:
    await orders.add_to_cart(shopper, make_item(), 2)
    cart = await orders.cart(shopper)
    assert cart is not None
    line = cart.lines[0]
    assert (line.sku, line.slug, line.title, line.image, line.alt) == ("MUG", "mug", "Mug", "pictures/mug", "A mug")
    assert list(line.options.items()) == [("Size", "Large"), ("Colour", "Blue")]
    assert (line.quantity, line.unit, line.line_total) == (2, eur(12_50), eur(25_00))
    assert (cart.goods, cart.count, await orders.cart_count(shopper)) == (eur(25_00), 2, 2)


async def test_the_same_sku_is_merged_and_shows_the_newest_price_and_name(shopper: UUID) -> None:
    await orders.add_to_cart(shopper, make_item(), 2)
    cart = await orders.add_to_cart(shopper, make_item(title="Big mug", price=eur(11_00)), 3)
    assert [(line.title, line.quantity, line.unit) for line in cart.lines] == [("Big mug", 5, eur(11_00))]


async def test_twenty_adds_at_once_are_all_kept(shopper: UUID) -> None:
    skus = ["MUG", "BOWL"] * 10
    await asyncio.gather(*(orders.add_to_cart(shopper, make_item(sku), 1) for sku in skus))
    cart = await orders.cart(shopper)
    assert cart is not None
    assert {line.sku: line.quantity for line in cart.lines} == {"MUG": 10, "BOWL": 10}
    async with orders.database.reading() as session:
        assert await session.scalar(sa.text("SELECT count(*) FROM carts")) == 1


@pytest.mark.parametrize("quantity", [0, -1, 1000, 10**9, 1.5, True, "2"])
async def test_a_quantity_that_no_line_takes_is_refused(shopper: UUID, quantity: int) -> None:
    before = await orders.add_to_cart(shopper, make_item(), 1)
    with pytest.raises(Invalid) as refusal:
        await orders.add_to_cart(shopper, make_item(), quantity)
    assert refusal.value.fields == {"quantity": "You can have between 1 and 999 of one thing."}
    assert await unchanged(shopper, before)


async def test_a_line_never_grows_beyond_999(shopper: UUID) -> None:
    before = await orders.add_to_cart(shopper, make_item(), 999)
    with pytest.raises(Invalid):
        await orders.add_to_cart(shopper, make_item(), 1)
    assert await unchanged(shopper, before)


async def test_a_cart_takes_a_hundred_different_things_and_no_more(shopper: UUID) -> None:
    for number in range(100):
        await orders.add_to_cart(shopper, make_item(f"SKU-{number}"), 1)
    with pytest.raises(Invalid, match="at most 100 different things"):
        await orders.add_to_cart(shopper, make_item("ONE-MORE"), 1)
    assert await orders.cart_count(shopper) == 100


async def test_changing_a_quantity_sets_it_and_zero_removes_the_line(shopper: UUID) -> None:
    await orders.add_to_cart(shopper, make_item(), 2)
    cart = await orders.add_to_cart(shopper, make_item("BOWL"), 1)
    mug, bowl = cart.lines
    cart = await orders.change_quantity(shopper, mug.id, 7)
    assert [(line.sku, line.quantity) for line in cart.lines] == [("MUG", 7), ("BOWL", 1)]
    cart = await orders.change_quantity(shopper, mug.id, 0)
    assert [line.sku for line in cart.lines] == ["BOWL"]
    cart = await orders.change_quantity(shopper, bowl.id, 0)
    assert (cart.lines, cart.goods, cart.count) == ([], eur(0), 0)


async def test_setting_the_quantity_it_has_is_no_change(shopper: UUID) -> None:
    before = await orders.add_to_cart(shopper, make_item(), 2)
    after = await orders.change_quantity(shopper, before.lines[0].id, 2)
    assert after.version == before.version


async def test_nobody_changes_the_line_of_another_cart(shopper: UUID) -> None:
    before = await orders.add_to_cart(shopper, make_item(), 2)
    stranger = new_id()
    await orders.add_to_cart(stranger, make_item("BOWL"), 1)
    with pytest.raises(NotFound):
        await orders.change_quantity(stranger, before.lines[0].id, 0)
    assert await unchanged(shopper, before)


async def test_todays_prices_are_taken_over(shopper: UUID) -> None:
    await orders.add_to_cart(shopper, make_item(), 2)
    before = await orders.add_to_cart(shopper, make_item("BOWL"), 1)
    cart = await orders.refresh_prices(shopper, {"MUG": eur(9_99), "UNKNOWN": eur(1)})
    assert [line.unit for line in cart.lines] == [eur(9_99), eur(12_50)]
    assert cart.version == before.version + 1
    assert (await orders.refresh_prices(shopper, {"MUG": eur(9_99)})).version == cart.version


async def test_prices_of_another_currency_leave_when_the_shop_has_changed_its_own(shopper: UUID) -> None:
    await orders.add_to_cart(shopper, make_item(), 2)
    cart = await orders.add_to_cart(shopper, make_item("BOWL", price=Money(1500, "JPY")), 1)
    assert [(line.sku, line.unit) for line in cart.lines] == [("BOWL", Money(1500, "JPY"))]
    assert cart.goods == Money(1500, "JPY")


async def test_contact_and_delivery_stay_with_the_cart(shopper: UUID) -> None:
    await orders.add_to_cart(shopper, make_item(), 2)
    await orders.set_contact(shopper, " Ada@EXAMPLE.com ", BERLIN)
    before = await orders.choose_shipping(shopper, "express")
    cart = await orders.cart(shopper)
    assert cart is not None
    assert (cart.email, cart.shipping_address, cart.shipping_code) == ("Ada@example.com", BERLIN, "express")
    again = await orders.set_contact(shopper, "Ada@example.com", BERLIN)
    assert again.version == before.version


async def test_a_country_we_do_not_deliver_to_is_refused(shopper: UUID) -> None:
    before = await orders.add_to_cart(shopper, make_item(), 2)
    address = orders.Address(name="Ada", line1="Rua 1", city="Rio", country="BR")
    with pytest.raises(Invalid) as refusal:
        await orders.set_contact(shopper, "ada@example.com", address)
    assert refusal.value.fields == {"country": "We do not deliver to Brazil yet."}
    assert await unchanged(shopper, before)


async def test_a_shipping_method_that_does_not_go_there_is_refused(shopper: UUID) -> None:
    before = await make_cart(shopper)
    with pytest.raises(Invalid) as refusal:
        await orders.choose_shipping(shopper, "pigeon")
    assert refusal.value.fields == {"shipping": "Please choose one of these."}
    assert await unchanged(shopper, before)


async def test_a_cart_says_which_order_of_it_waits_for_its_payment(shopper: UUID) -> None:
    order = await make_order(shopper)
    cart = await orders.cart(shopper)
    assert cart is not None
    assert cart.pending_order_id == order.id
    await orders.abandon(shopper, order.id, "changed their mind")
    cart = await orders.cart(shopper)
    assert cart is not None
    assert (cart.pending_order_id, cart.count) == (None, 2)


async def test_after_a_paid_order_the_next_add_begins_a_new_cart(shopper: UUID) -> None:
    order = await pay(await make_order(shopper))
    assert await orders.cart(shopper) is None
    cart = await orders.add_to_cart(shopper, make_item("BOWL"), 1)
    assert cart.id != order.cart_id
    assert [line.sku for line in cart.lines] == ["BOWL"]


async def test_what_was_added_after_ordering_goes_on_in_a_new_cart(shopper: UUID) -> None:
    order = await make_order(shopper)
    await orders.add_to_cart(shopper, make_item(), 3)
    await orders.add_to_cart(shopper, make_item("BOWL"), 1)
    await pay(order)
    cart = await orders.cart(shopper)
    assert cart is not None
    assert cart.id != order.cart_id
    assert {line.sku: line.quantity for line in cart.lines} == {"MUG": 3, "BOWL": 1}
