"""Prices in the back office: by quantity, in sales, on lists; what they were; and why an order cost what it cost."""

import httpx
import pytest

from domains import catalog, orders, users
from tests.support import office
from tests.support.catalog import eur, make_product


async def sheet(staff: httpx.AsyncClient, product: catalog.Product) -> httpx.Response:
    answer = await staff.get(f"/admin/products/{product.id}/variants/{product.variants[0].id}/prices")
    assert answer.status_code == 200
    return answer


async def fill(staff: httpx.AsyncClient, product: catalog.Product, deed: str, **typed: str) -> httpx.Response:
    form = office.form_to(await sheet(staff, product), f"/{deed}")
    return await staff.post(form.action, data=form.fields | typed)


async def variant_of(product: catalog.Product) -> catalog.Variant:
    return (await catalog.find_product(product.id)).variants[0]


async def test_prices_by_quantity_and_the_cost_are_saved_and_remembered(staff: httpx.AsyncClient) -> None:
    product = await make_product(sku="MUG", price=eur(20_00))
    typed = {"price": "21", "cost": "8.50", "tier_quantity_0": "3", "tier_price_0": "18,50"}
    assert (await fill(staff, product, "prices", **typed)).status_code == 303
    variant = await variant_of(product)
    assert (variant.price, variant.cost) == (eur(21_00), eur(8_50))
    assert [(tier.quantity, tier.price) for tier in variant.tiers] == [(3, eur(18_50))]
    rows = office.rows(await sheet(staff, product), "Price history")
    assert [(row[2].split()[0], row[3], row[4], row[5]) for row in rows] == [
        ("tier", "–", "€18.50", office.EMAIL),
        ("regular", "€20.00", "€21.00", office.EMAIL),
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"price": "x"}, "Give an amount in EUR, such as 12.50."),
        ({"tier_quantity_0": "3", "tier_price_0": "20"}, "Give less than one costs in smaller quantities."),
        ({"tier_quantity_0": "1", "tier_price_0": "10"}, "Give a quantity of 2 or more, and each only once."),
        ({"compare_at": "19"}, "Leave it empty, or give a higher amount."),
    ],
)
async def test_a_refused_price_keeps_what_was_typed(staff: httpx.AsyncClient, typed: dict[str, str], told: str) -> None:
    product = await make_product(price=eur(20_00))
    answer = await fill(staff, product, "prices", **typed)
    assert answer.status_code == 422
    assert told in answer.text
    assert all(f'value="{value}"' in answer.text for value in typed.values())
    assert (await variant_of(product)).price == eur(20_00)


async def test_a_sale_is_added_and_ended(staff: httpx.AsyncClient) -> None:
    product = await make_product(sku="SALE", price=eur(20_00))
    assert (await fill(staff, product, "sales", sale_price="15", starts_at="", ends_at="")).status_code == 303
    assert (await catalog.offer("SALE")).price == eur(15_00)
    assert (await fill(staff, product, "end")).status_code == 303
    assert (await catalog.offer("SALE")).price == eur(20_00)


async def test_a_moment_that_does_not_exist_is_refused(staff: httpx.AsyncClient) -> None:
    product = await make_product(price=eur(20_00))
    answer = await fill(staff, product, "sales", sale_price="15", starts_at="2026-02-31T10:00")
    assert (answer.status_code, "Give a day and a time" in answer.text) == (422, True)
    assert (await variant_of(product)).sales == []


async def test_a_price_list_is_made_and_filled(staff: httpx.AsyncClient) -> None:
    await make_product(sku="LISTED", price=eur(20_00))
    typed = {"name": "Trade", "priority": "5", "groups": "trade, Staff"}
    await users.create_group(users.GroupDraft("Trade"), actor=users.OPERATOR)
    unknown = await staff.post("/admin/price-lists", data=typed)
    assert office.summary(unknown) == [
        "“staff” is the key of no customer group, or of none any more. There are: trade."
    ]
    assert ('<option value="trade">Trade</option>' in unknown.text, await catalog.price_lists()) == (True, [])
    await users.create_group(users.GroupDraft("Staff"), actor=users.OPERATOR)
    made = await staff.post("/admin/price-lists", data=typed)
    where = made.headers["location"].partition("?")[0]
    wrong = await staff.post(f"{where}/prices", data={"prices": "LISTED; 1; 15\nNOTHING; 1; 1"})
    assert (wrong.status_code, "There is no NOTHING." in wrong.text) == (422, True)
    assert (await staff.post(f"{where}/prices", data={"prices": "listed; 1; 15"})).status_code == 303
    assert office.rows(await staff.get(where), "Prices") == [["LISTED", "Mug", "1", "€20.00", "€15.00"]]
    listed = office.rows(await staff.get("/admin/price-lists"), "Price lists")
    assert listed == [["Trade", "5", "staff, trade", "–", "–", "on now"]]
    for gone, left in (("staff", "trade"), ("trade", "trade")):
        assert "leave_out_groups" not in (await staff.get(where)).text
        await users.remove_group(gone, (await users.find_group(gone)).revision, actor=users.OPERATOR)
        page = await staff.get(where)
        assert f"Save without “{gone}”" in page.text
        form = office.form_to(page, where)
        refused = await staff.post(form.action, data=form.fields)
        assert (refused.status_code, f"Save without “{gone}”" in refused.text) == (422, True)
        await staff.post(form.action, data=form.fields | {"leave_out_groups": "yes"})
        [own] = await catalog.price_lists()
        assert own.groups == [left]  # the last is not left out: the list would be everybody's


async def test_a_price_list_is_removed_after_a_question_and_holds_for_nobody(staff: httpx.AsyncClient) -> None:
    product = await make_product(sku="LISTED", price=eur(20_00))
    made = await staff.post("/admin/price-lists", data={"name": "Trade", "priority": "5"})
    where = made.headers["location"].partition("?")[0]
    assert (await staff.post(f"{where}/prices", data={"prices": "LISTED; 1; 15"})).status_code == 303
    assert (await catalog.offer("LISTED")).price == eur(15_00)
    form = office.form_to(await staff.get(f"{where}/removal"), "/removal")
    stale = await staff.post(form.action, data=form.fields | {"revision": str(product.id)})
    assert (stale.status_code, (await catalog.offer("LISTED")).price) == (409, eur(15_00))
    gone = await staff.post(form.action, data=form.fields)
    assert office.said(await staff.get(gone.headers["location"])) == "The price list is removed."
    assert (await catalog.offer("LISTED")).price == eur(20_00)
    assert "Trade" not in (await staff.get("/admin/price-lists")).text
    again = await staff.post(form.action, data=form.fields)
    assert [(await staff.get(where)).status_code, again.status_code] == [404, 404]
    await catalog.change_price(product.id, product.variants[0].id, eur(18_00), eur(20_00))
    assert (await catalog.offer("LISTED")).lowest == eur(15_00)  # what everybody paid before counts on


async def test_more_than_fits_is_refused_rather_than_cut_off(staff: httpx.AsyncClient) -> None:
    made = await staff.post("/admin/price-lists", data={"name": "Trade", "priority": "5"})
    where = made.headers["location"].partition("?")[0]
    answer = await staff.post(f"{where}/prices", data={"prices": "LISTED; 1; 15\n" * 200})
    assert (answer.status_code, "Give at most 2000 characters at once." in answer.text) == (422, True)


@pytest.mark.usefixtures("outside")
async def test_staff_see_why_an_order_cost_what_it_cost(staff: httpx.AsyncClient, order: orders.Order) -> None:
    page = (await staff.get(f"/admin/orders/{order.number}")).text
    assert "3 at the regular price" in page
    assert "included in the prices" in page
    kept = await orders.pricing_of(order.customer_id, order.id)
    assert kept is not None
    assert catalog.explain(kept).goods == order.goods
