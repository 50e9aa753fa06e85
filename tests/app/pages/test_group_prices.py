"""Prices that hang on who buys: on the product's page, in the cart, at the checkout and in the order, at no cost for
guests and one question at most for who is signed in."""

import httpx
import pytest
from litestar import Litestar

from domains import catalog, orders, users
from domains.catalog import InGroup, NthOrder
from domains.users import GroupDraft, Rule
from tests.app.making import browser_of
from tests.support import office
from tests.support.catalog import eur
from tests.support.orders import make_item, make_paid_order
from tests.support.people import make_person, sign_in
from tests.support.round_trips import counting, listening
from tests.support.staff import actor, hired
from tests.support.stored_promotions import make_promotion
from tests.support.visiting import on_the_shelf, put_in_cart, ready_to_pay

TRADE_PRICE = eur(10_00)
LISTS = ("/", "/categories/table", "/search?q=mugs", "/search/suggest?q=mug")


async def listed_for(*groups: str) -> None:
    listed = await catalog.save_price_list(
        None, name="Trade", priority=5, groups=list(groups), starts_at=None, ends_at=None
    )
    await catalog.set_list_prices(listed.id, [catalog.ListedPrice("MUG", 1, TRADE_PRICE)])


async def last_order() -> orders.Order:
    return (await orders.recent(limit=1)).orders[0]


async def test_a_group_by_hand_has_its_prices_everywhere_and_they_are_kept_with_the_order(
    app: Litestar, browser: httpx.AsyncClient, index: catalog.SearchIndex, outside: str
) -> None:
    await on_the_shelf(slug="mug", price=eur(12_50), category="Table/Mugs")
    await index.catch_up()
    owner = await hired()
    trade = await users.create_group(GroupDraft("Trade"), actor=actor(owner))
    await listed_for(trade.key)
    person = await make_person()
    await users.put_in_group(trade.key, person.email, actor=actor(owner))
    async with browser_of(app) as stranger:
        await put_in_cart(stranger)
        for path in ("/products/mug", "/cart", *LISTS):
            assert "€10.00" not in (await stranger.get(path)).text
    await sign_in(browser)
    await ready_to_pay(browser)
    wished = (await browser.post("/wishlists/items", data={"sku": "MUG"})).headers["location"]
    for path in ("/products/mug", "/cart", "/checkout/delivery", "/checkout/review", wished, *LISTS):
        assert "€10.00" in (await browser.get(path)).text
    assert (await browser.post("/checkout/order")).status_code == 303
    order = await last_order()
    assert order.goods == TRADE_PRICE
    kept = await orders.pricing_of(order.customer_id, order.id)
    assert kept is not None
    assert kept["context"]["groups"] == ["trade"]
    await users.remove_group(trade.key, (await users.find_group(trade.key)).revision, actor=actor(owner))
    assert catalog.explain(kept).goods == TRADE_PRICE  # as it was then, whatever groups there are by now
    assert "€10.00" not in (await browser.get("/products/mug")).text


async def test_promotions_for_a_group_and_for_a_first_order_apply_to_whom_they_are_meant_for(
    browser: httpx.AsyncClient, outside: str
) -> None:
    await on_the_shelf(price=eur(12_50))
    await users.create_group(GroupDraft("Loyal", "", Rule(orders=2, spent=50_00)), actor=users.OPERATOR)
    everything = frozenset(catalog.PromotionClass)
    first = {"all_of": (NthOrder(1),), "combines_with": everything}
    loyal = {"all_of": (InGroup(frozenset({"loyal"})),), "combines_with": everything}
    await make_promotion("Welcome", benefits=(catalog.AmountOff(1_00),), **first)
    await make_promotion("Thank you", benefits=(catalog.AmountOff(2_00),), **loyal)

    async def savings() -> list[str]:
        page = (await browser.get("/cart")).text
        return [name for name in ("Welcome", "Thank you") if name in page]

    await put_in_cart(browser)
    assert await savings() == []  # of a guest nobody knows which order it is
    person = await make_person()
    await sign_in(browser)
    assert await savings() == ["Welcome"]
    two_mugs = [(make_item(), 2)]
    await make_paid_order(person.party_id, two_mugs)
    await put_in_cart(browser)
    assert await savings() == []
    guest = await make_paid_order(None, two_mugs, email="ada@example.com")
    await users.take_on(person.id, person.email, [guest.customer_id])
    assert await savings() == ["Thank you"]  # two orders and 59.80, one of them as a guest
    await orders.cancel(guest.customer_id, guest.id, reason="not wanted", actor="ada")
    assert await savings() == []


async def test_a_guest_is_asked_nothing_more_and_who_is_signed_in_one_question(
    app: Litestar, browser: httpx.AsyncClient, index: catalog.SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with listening(monkeypatch) as asked:
        await on_the_shelf(slug="mug", price=eur(12_50))
        await make_person()
        async with browser_of(app) as guest:
            await sign_in(browser)
            trips: list[dict[str, tuple[int, int]]] = []
            for with_groups in (False, True):
                if with_groups:
                    await users.create_group(GroupDraft("Loyal", "", Rule(orders=2)), actor=users.OPERATOR)
                    await listed_for("loyal")
                    await make_promotion("Welcome", all_of=(NthOrder(1),))
                seen = {}
                for path in ("/products/mug", "/cart", "/search"):
                    each = []
                    for client in (guest, browser):
                        await put_in_cart(client)
                        await client.get(path)  # from here on what is remembered is remembered
                        with counting(asked):
                            await client.get(path)
                        each.append(asked.sql)
                    seen[path] = (each[0], each[1])
                trips.append(seen)
    before, after = trips
    for path, (guests, theirs) in before.items():
        assert after[path] == (guests, theirs + 1), path


async def test_staff_write_a_group_and_see_who_is_in_it(app: Litestar, shop: None) -> None:
    owner, person = await hired(office.EMAIL), await make_person("kim@example.com", name="Kim")
    await make_paid_order(person.party_id, [(make_item(), 2)])
    async with browser_of(app) as staff:
        await office.signed_in(staff, owner)
        typed = {"name": "Loyal", "orders": "1", "spent": "29,00", "domains": "@Example.com, example.org", "days": ""}
        wrong = await staff.post("/admin/groups/new", data=typed | {"spent": "much"})
        assert office.summary(wrong) == ["Give an amount in EUR, such as 12.50."]
        assert 'value="@Example.com, example.org"' in wrong.text
        made = await staff.post("/admin/groups/new", data=typed)
        assert made.headers["location"] == "/admin/groups/loyal?done=created"
        page = await staff.get("/admin/groups/loyal")
        assert office.rows(page, "By the rule") != []
        assert "kim@example.com" in page.text
        assert "1 order or more; spent €29.00 or more; an address at example.com or example.org" in page.text
        put = await staff.post("/admin/groups/loyal/people", data={"email": office.EMAIL})
        assert put.headers["location"] == "/admin/groups/loyal?done=put_in"
        out = await staff.post(f"/admin/groups/loyal/people/{owner.id}/removal")
        assert out.headers["location"] == "/admin/groups/loyal?done=taken_out"
        index = await staff.get("/admin/groups")
        assert [row[0] for row in office.rows(index, "Customer groups")] == ["Loyal"]
        form = office.form_to(page, "/removal")
        gone = await staff.post(form.action, data=form.fields | office.CONFIRMED)
        assert gone.headers["location"] == "/admin/groups?done=removed"
