"""Wishlists as their holders keep, move, share and join them."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine

from domains import catalog
from domains.catalog.models import WishedItem, WishHolder, WishlistShare
from domains.catalog.models.wishlist import MOST_ITEMS, MOST_LISTS
from domains.shared import clock
from domains.shared.errors import Invalid, NotFound
from tests.support.catalog import eur, make_product, make_variant

pytestmark = pytest.mark.usefixtures("catalogue")
HOLDER = UUID(int=7)


async def names(holder_id: UUID = HOLDER) -> dict[str, list[str]]:
    """What is on which list."""
    return {each.name: [item.title for item in each.items] for each in await catalog.wishlists(holder_id)}


async def only_list(holder_id: UUID = HOLDER) -> catalog.Wishlist:
    [own] = await catalog.wishlists(holder_id)
    return own


async def test_a_first_wish_begins_a_list_and_a_second_click_adds_nothing() -> None:
    await make_product("Harbour Mug", sku="MUG")
    first, again = await catalog.wish(HOLDER, "mug"), await catalog.wish(HOLDER, "MUG")
    assert (first.new, first.count, again.new, again.count) == (True, 1, False, 1)
    assert await names() == {"Wishlist": ["Harbour Mug"]}


async def test_a_variant_and_whichever_variant_are_two_things() -> None:
    small, large = (make_variant(f"T-{size}", price=eur(1000), options={"Size": size}) for size in "SL")
    await make_product("Shirt", variants=[small, large])
    await catalog.wish(HOLDER, "T-L")
    await catalog.wish(HOLDER, "T-L", any_variant=True)
    await catalog.wish(HOLDER, "T-S", any_variant=True)
    whichever, one = await catalog.shown_wishes((await only_list()).items)
    assert (whichever.sku, whichever.skus, whichever.options) == ("", ("T-S", "T-L"), {})
    assert (one.sku, one.options, one.one) == ("T-L", {"Size": "L"}, eur(1000))


async def test_only_what_shoppers_see_can_be_wished_for() -> None:
    await make_product("Draft", sku="DRAFT", status=catalog.ProductStatus.DRAFT)
    for sku in ("DRAFT", "NOPE", ""):
        with pytest.raises(catalog.NotForSale):
            await catalog.wish(HOLDER, sku)
    assert await WishHolder.find({}).count() == 0


async def test_what_is_archived_later_stays_in_words_without_a_price() -> None:
    product = await make_product("Mug", sku="MUG", price=eur(12_50))
    await catalog.wish(HOLDER, "MUG")
    items = (await only_list()).items
    [sold] = await catalog.shown_wishes(items)
    assert (sold.sold, sold.one, sold.slug) == (True, eur(12_50), product.slug)
    await catalog.change_price(product.id, product.variants[0].id, eur(9_00), None)
    assert [wish.one for wish in await catalog.shown_wishes(items)] == [eur(9_00)]
    await catalog.set_status(product.id, catalog.ProductStatus.ARCHIVED)
    [gone] = await catalog.shown_wishes(items)
    assert (gone.title, gone.sold, gone.one, gone.slug, gone.skus) == ("Mug", False, None, "", ())
    await product.delete()
    assert [wish.title for wish in await catalog.shown_wishes(items)] == ["Mug"]


async def test_a_thing_moves_from_list_to_list_with_its_note() -> None:
    await make_product("Mug", sku="MUG")
    own = (await catalog.wish(HOLDER, "MUG")).on
    other = await catalog.begin_wishlist(HOLDER, "Birthday")
    await catalog.wish(HOLDER, "MUG", list_id=other.id)
    await catalog.describe_wish(HOLDER, own.id, own.items[0].id, note=" the  blue one ", quantity=3)
    await catalog.move_wish(HOLDER, own.id, own.items[0].id, other.id)
    assert await names() == {"Wishlist": [], "Birthday": ["Mug"]}
    [item] = next(each for each in await catalog.wishlists(HOLDER) if each.id == other.id).items
    assert (item.note, item.quantity) == ("the blue one", 3)


async def test_what_cannot_be_is_refused_and_changes_nothing() -> None:
    await make_product("Mug", sku="MUG")
    own = (await catalog.wish(HOLDER, "MUG")).on
    item = own.items[0].id
    before = await names()
    refused = [
        (catalog.begin_wishlist(HOLDER, "  "), "name"),
        (catalog.begin_wishlist(HOLDER, "WISHLIST"), "name"),
        (catalog.rename_wishlist(HOLDER, own.id, "x" * 81), "name"),
        (catalog.describe_wish(HOLDER, own.id, item, note="x" * 301, quantity=1), "note"),
        (catalog.describe_wish(HOLDER, own.id, item, note="", quantity=0), "quantity"),
    ]
    for verb, field in refused:
        with pytest.raises(Invalid) as caught:
            await verb
        assert list(caught.value.fields) == [field]
    with pytest.raises(NotFound):
        await catalog.move_wish(HOLDER, own.id, item, uuid4())
    with pytest.raises(NotFound):
        await catalog.rename_wishlist(uuid4(), own.id, "Mine")
    assert await names() == before


async def test_lists_and_what_is_on_them_have_an_end() -> None:
    await make_product("Mug", sku="MUG")
    for number in range(MOST_LISTS):
        await catalog.begin_wishlist(HOLDER, f"List {number}")
    with pytest.raises(Invalid, match="You can have 20 lists"):
        await catalog.begin_wishlist(HOLDER, "One more")
    holder = await WishHolder.get(HOLDER)
    assert holder
    holder.lists[0].items = [WishedItem(product_id=uuid4(), title="Tile") for _ in range(MOST_ITEMS)]
    await holder.replace()
    with pytest.raises(Invalid, match="at most 100 things"):
        await catalog.wish(HOLDER, "MUG")
    assert len((await catalog.wishlists(HOLDER))[0].items) == MOST_ITEMS


async def test_many_wishes_at_once_are_all_kept() -> None:
    skus = [f"SKU-{number}" for number in range(8)]
    await make_product("Tile", variants=[make_variant(sku) for sku in skus])
    await asyncio.gather(*(catalog.wish(HOLDER, sku) for sku in skus))
    assert len((await only_list()).items) == 8


async def test_a_link_shows_the_list_until_it_is_taken_back() -> None:
    await make_product("Mug", sku="MUG")
    own = (await catalog.wish(HOLDER, "MUG")).on
    await catalog.describe_wish(HOLDER, own.id, own.items[0].id, note="for Ada", quantity=2)
    first = await catalog.share_wishlist(HOLDER, own.id, by=" Grace ")
    assert first.sharing is not None
    token = first.sharing.token
    shared = await catalog.shared_wishlist(token)
    assert [(item.title, item.note) for item in shared.items] == [("Mug", "")]
    assert shared.sharing is not None
    assert shared.sharing.by == "Grace"
    again = await catalog.share_wishlist(HOLDER, own.id, notes=True)
    assert again.sharing is not None
    assert (again.sharing.token, again.sharing.by) == (token, "")
    assert [item.note for item in (await catalog.shared_wishlist(token)).items] == ["for Ada"]
    await catalog.unshare_wishlist(HOLDER, own.id)
    for nothing in (token, "", "x" * 500, "\x00"):
        with pytest.raises(NotFound):
            await catalog.shared_wishlist(nothing)
    anew = await catalog.share_wishlist(HOLDER, own.id)
    assert anew.sharing is not None
    assert anew.sharing.token != token
    assert (await catalog.audit()).wishlists == ()


async def test_a_deleted_list_takes_its_things_and_its_link_along() -> None:
    await make_product("Mug", sku="MUG")
    own = (await catalog.wish(HOLDER, "MUG")).on
    await catalog.share_wishlist(HOLDER, own.id)
    await catalog.begin_wishlist(HOLDER, "Birthday")
    assert await catalog.delete_wishlist(HOLDER, own.id) == 0
    assert await catalog.delete_wishlist(HOLDER, own.id) == 0
    assert await names() == {"Birthday": []}
    assert await WishlistShare.find({}).count() == 0


async def test_a_deleted_list_comes_back_as_it_was_for_an_hour_and_no_longer() -> None:
    await make_product("Mug", sku="MUG")
    own = (await catalog.wish(HOLDER, "MUG")).on
    sharing = (await catalog.share_wishlist(HOLDER, own.id)).sharing
    assert sharing is not None
    await catalog.delete_wishlist(HOLDER, own.id)
    with pytest.raises(NotFound):
        await catalog.shared_wishlist(sharing.token)
    await catalog.begin_wishlist(HOLDER, "Wishlist")
    assert [each.name for each in await catalog.deleted_wishlists(HOLDER)] == ["Wishlist"]
    assert (await catalog.audit()).wishlists == ()
    assert [await catalog.restore_wishlist(HOLDER, own.id) for _ in range(2)] == [1, 1]
    assert await names() == {"Wishlist": [], "Wishlist 2": ["Mug"]}
    assert (await catalog.shared_wishlist(sharing.token)).name == "Wishlist 2"
    assert (await catalog.audit()).wishlists == ()
    for each in await catalog.wishlists(HOLDER):
        await catalog.delete_wishlist(HOLDER, each.id)
    assert await catalog.forget_deleted_wishlists() == 0
    with time_machine.travel(clock.now() + timedelta(hours=1, seconds=1), tick=False):
        assert await catalog.deleted_wishlists(HOLDER) == []
        with pytest.raises(NotFound):
            await catalog.restore_wishlist(HOLDER, own.id)
        assert await catalog.forget_deleted_wishlists() == 1
    assert await WishHolder.find({}).count() == 0


async def test_only_the_last_few_deleted_lists_are_kept_and_none_beyond_the_most_there_may_be() -> None:
    for number in range(7):
        made = await catalog.begin_wishlist(HOLDER, f"List {number}")
        await catalog.delete_wishlist(HOLDER, made.id)
    deleted = await catalog.deleted_wishlists(HOLDER)
    assert [each.name for each in deleted] == [f"List {number}" for number in (6, 5, 4, 3, 2)]
    for number in range(MOST_LISTS):
        await catalog.begin_wishlist(HOLDER, f"Another {number}")
    with pytest.raises(Invalid, match="You can have 20 lists"):
        await catalog.restore_wishlist(HOLDER, deleted[0].id)
    assert len(await catalog.deleted_wishlists(HOLDER)) == 5


async def test_two_holders_become_one_and_nothing_is_lost() -> None:
    account = uuid4()
    for sku in ("MUG", "JUG", "BOWL"):
        await make_product(sku.title(), sku=sku)
    await catalog.wish(account, "MUG")
    own = (await catalog.wish(HOLDER, "MUG")).on
    await catalog.describe_wish(HOLDER, own.id, own.items[0].id, note="blue", quantity=2)
    await catalog.wish(HOLDER, "JUG")
    birthday = await catalog.begin_wishlist(HOLDER, "Birthday")
    await catalog.wish(HOLDER, "BOWL", list_id=birthday.id)
    shared = await catalog.share_wishlist(HOLDER, birthday.id)
    for _ in range(2):
        await catalog.join_wishlists(HOLDER, account)
    await catalog.join_wishlists(account, account)
    assert await names(account) == {"Wishlist": ["Mug", "Jug"], "Birthday": ["Bowl"]}
    assert await names() == {}
    [mug] = [item for item in (await catalog.wishlists(account))[0].items if item.title == "Mug"]
    assert (mug.note, mug.quantity) == ("blue", 2)
    assert shared.sharing is not None
    assert (await catalog.shared_wishlist(shared.sharing.token)).name == "Birthday"
    assert (await catalog.audit()).wishlists == ()


async def test_joining_puts_nothing_private_on_a_list_that_is_shared() -> None:
    account = uuid4()
    for sku in ("MUG", "JUG"):
        await make_product(sku.title(), sku=sku)
    own = (await catalog.wish(account, "MUG")).on
    await catalog.share_wishlist(account, own.id)
    await catalog.wish(HOLDER, "JUG")
    await catalog.join_wishlists(HOLDER, account)
    assert await names(account) == {"Wishlist": ["Mug"], "Wishlist 2": ["Jug"]}


async def test_lists_are_forgotten_when_their_holder_cannot_come_back() -> None:
    await make_product("Mug", sku="MUG")
    account, visitor = uuid4(), uuid4()
    await catalog.wish(HOLDER, "MUG")
    await catalog.share_wishlist(HOLDER, (await only_list()).id)
    await catalog.wish(visitor, "MUG")
    await catalog.join_wishlists(visitor, account)
    assert await catalog.forget_old_wishlists() == 0
    with time_machine.travel(clock.now() + timedelta(days=401), tick=False):
        assert await catalog.forget_old_wishlists() == 1
    assert (await names(), await names(account)) == ({}, {"Wishlist": ["Mug"]})
    assert await WishlistShare.find({}).count() == 0
