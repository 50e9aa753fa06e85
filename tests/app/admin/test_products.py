"""Products in the back office: found, priced, counted, taken off the shelf; and each of these refused."""

import asyncio
from uuid import uuid4

import httpx
import pytest

from domains import catalog, inventory
from tests.support import office
from tests.support.catalog import eur, make_product, make_variant
from tests.support.inventory import figures, hold
from tests.support.visiting import heading, on_the_shelf


async def page_of(staff: httpx.AsyncClient, product: catalog.Product) -> httpx.Response:
    answer = await staff.get(f"/admin/products/{product.id}")
    assert answer.status_code == 200
    return answer


async def fill(staff: httpx.AsyncClient, product: catalog.Product, deed: str, **typed: str) -> httpx.Response:
    form = office.form_to(await page_of(staff, product), f"/{deed}")
    return await staff.post(form.action, data=form.fields | typed)


async def price_of(product: catalog.Product) -> tuple[catalog.Variant, ...]:
    return tuple((await catalog.find_product(product.id)).variants)


async def test_products_are_listed_with_what_is_left_of_them(staff: httpx.AsyncClient) -> None:
    await on_the_shelf("Mug", sku="MUG", stock=7)
    await make_product("Bowl", sku="BOWL", price=eur(30_00), status=catalog.ProductStatus.DRAFT)
    listed = office.rows(await staff.get("/admin/products"), "Products")
    assert [[row[0], *row[2:]] for row in listed] == [
        ["Bowl", "draft", "1", "none", "€30.00"],
        ["Mug", "active", "1", "7", "€12.50"],
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "mu"}, ["Mug"]),
        ({"q": "BOWL"}, ["Bowl"]),
        ({"status": "draft"}, ["Bowl"]),
        ({"q": "mug", "status": "draft"}, []),
        ({"q": ".*"}, []),
        ({"q": "\x00", "status": "nonsense", "page": "-1"}, ["Bowl", "Mug"]),
    ],
)
async def test_products_are_found(staff: httpx.AsyncClient, asked: dict[str, str], found: list[str]) -> None:
    await make_product("Mug", sku="MUG")
    await make_product("Bowl", sku="BOWL", status=catalog.ProductStatus.DRAFT)
    listed = office.rows(await staff.get("/admin/products", params=asked), "Products")
    assert [row[0] for row in listed] == found


async def test_a_changed_price_is_what_the_shop_asks_for(staff: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    mug = await on_the_shelf()
    answer = await fill(staff, mug, "price", price="9,90", compare_at="12.50")
    assert answer.status_code == 303
    assert office.said(await staff.get(answer.headers["location"])) == "MUG costs €9.90 now."
    page = await stranger.get(f"/products/{mug.slug}")
    assert "€9.90" in page.text
    assert "€12.50" in page.text
    await fill(staff, mug, "price", price="9.90", compare_at="")
    [variant] = await price_of(mug)
    assert (variant.price, variant.compare_at) == (eur(9_90), None)


async def test_of_two_editors_the_second_sees_what_the_first_has_saved(staff: httpx.AsyncClient) -> None:
    mug = await on_the_shelf()
    form = office.form_to(await page_of(staff, mug), "/price")
    await fill(staff, mug, "price", price="11.00")
    answer = await staff.post(form.action, data=form.fields | {"price": "13.00"})
    assert answer.status_code == 409
    assert office.summary(answer) == ["Somebody else has just changed this product. Look at it again, then save."]
    assert "Now €11.00" in answer.text
    again = office.form_to(answer, "/price")
    assert again.fields["price"] == "13.00"
    assert (await price_of(mug))[0].price == eur(11_00)
    assert (await staff.post(again.action, data=again.fields)).status_code == 303
    assert (await price_of(mug))[0].price == eur(13_00)


async def test_of_two_prices_saved_at_once_one_is_refused(staff: httpx.AsyncClient) -> None:
    mug = await on_the_shelf()
    form = office.form_to(await page_of(staff, mug), "/price")
    answers = await asyncio.gather(
        *(staff.post(form.action, data=form.fields | {"price": price}) for price in ("11.00", "13.00"))
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"price": "-1"}, "Give an amount in EUR, such as 12.50."),
        ({"price": "1.005"}, "Give an amount in EUR, such as 12.50."),
        ({"price": "free"}, "Give an amount in EUR, such as 12.50."),
        ({"price": ""}, "Give an amount in EUR, such as 12.50."),
        ({"price": "9" * 12}, "Give an amount that is not negative and not larger."),
        ({"compare_at": "12.50"}, "Leave it empty, or give a higher amount."),
        ({"compare_at": "twelve"}, "Give an amount in EUR, such as 12.50."),
        ({"revision": "nonsense"}, "This form is out of date. Look at the page again, then send it once more."),
    ],
)
async def test_a_price_that_cannot_be_is_refused_and_what_was_typed_is_kept(
    staff: httpx.AsyncClient, typed: dict[str, str], told: str
) -> None:
    mug = await on_the_shelf()
    before = await catalog.find_product(mug.id)
    answer = await fill(staff, mug, "price", **typed)
    assert (answer.status_code, office.summary(answer)) == (422, [told])
    kept = office.form_to(answer, "/price").fields
    assert {name: kept[name] for name in typed if name != "revision"} == {
        name: value for name, value in typed.items() if name != "revision"
    }
    assert await catalog.find_product(mug.id) == before


async def test_each_refused_field_is_led_to_and_named(staff: httpx.AsyncClient) -> None:
    mug = await on_the_shelf()
    answer = await fill(staff, mug, "price", compare_at="1")
    field = f"price-{mug.variants[0].id}-compare-at"
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}"' in answer.text


async def test_counted_stock_is_what_can_be_sold(staff: httpx.AsyncClient) -> None:
    mug = await on_the_shelf(stock=5)
    answer = await fill(staff, mug, "stock", quantity="8", reason="Found a box")
    assert office.said(await staff.get(answer.headers["location"])) == "The stock of MUG is saved."
    assert await inventory.available("MUG") == 8
    newest = (await inventory.movements("MUG", 1))[0]
    assert (newest.on_hand, newest.reason, newest.actor) == (3, "Found a box", office.EMAIL)


async def test_stock_below_what_is_promised_is_refused(staff: httpx.AsyncClient) -> None:
    mug = await on_the_shelf(stock=5)
    await hold(quantity=3)
    answer = await fill(staff, mug, "stock", quantity="2", reason="Counted twice")
    assert answer.status_code == 409
    assert office.summary(answer) == ["3 of these are promised to orders: the stock cannot be less than that."]
    kept = office.form_to(answer, "/stock").fields
    assert (kept["quantity"], kept["reason"]) == ("2", "Counted twice")
    assert "3 promised, 2 available" in answer.text
    assert await figures() == (5, 3, 0)


async def test_of_two_who_count_one_shelf_the_second_is_shown_what_the_first_found(staff: httpx.AsyncClient) -> None:
    mug = await on_the_shelf(stock=5)
    mine = office.form_to(await page_of(staff, mug), "/stock")
    assert (await fill(staff, mug, "stock", quantity="8")).status_code == 303
    answer = await staff.post(mine.action, data=mine.fields | {"quantity": "6"})
    told = f"Meanwhile {office.EMAIL} has changed this to 8. Look again, then save what you counted."
    assert (answer.status_code, office.summary(answer), await figures()) == (409, [told], (8, 0, 0))
    again = office.form_to(answer, "/stock")
    assert (again.fields["quantity"], (await staff.post(again.action, data=again.fields)).status_code) == ("6", 303)
    assert await figures() == (6, 0, 0)


@pytest.mark.parametrize("typed", ["-1", "1.5", "1000000000", "many", ""])
async def test_a_count_that_is_none_is_refused(staff: httpx.AsyncClient, typed: str) -> None:
    mug = await on_the_shelf(stock=5)
    answer = await fill(staff, mug, "stock", quantity=typed)
    assert (answer.status_code, office.summary(answer)) == (422, ["Give a whole number, 0 or more."])
    assert await figures() == (5, 0, 0)


@pytest.mark.parametrize("typed", [{"sku": "OTHER"}, {"location": "moon"}, {"sku": "MUG-2"}])
async def test_stock_is_set_only_of_this_product_and_where_there_is_a_shelf(
    staff: httpx.AsyncClient, typed: dict[str, str]
) -> None:
    mug = await on_the_shelf(stock=5)
    await on_the_shelf("Other", sku="OTHER", stock=4)
    assert (await fill(staff, mug, "stock", **{"quantity": "1", **typed})).status_code == 404
    assert await figures() == (5, 0, 0)
    assert await figures("OTHER") == (4, 0, 0)


async def test_every_variant_has_its_price_and_its_stock_at_every_location(staff: httpx.AsyncClient) -> None:
    await inventory.create_location("hamburg", "Hamburg", "DE", 10)
    mug = await make_product(
        "Mug",
        variants=[
            make_variant("MUG-RED", options={"Colour": "Red"}),
            make_variant("MUG BLUE/1", options={"Colour": "Blue"}, price=eur(13_00)),
        ],
    )
    page = await page_of(staff, mug)
    assert page.text.count('/price"') == 2
    assert page.text.count('/stock" method="post"') == 4
    answer = await staff.post(
        f"/admin/products/{mug.id}/stock", data={"sku": "MUG BLUE/1", "location": "hamburg", "quantity": "2"}
    )
    assert answer.status_code == 303
    assert office.said(await staff.get(answer.headers["location"])) == "The stock of MUG BLUE/1 is saved."
    assert await figures("MUG BLUE/1", "hamburg") == (2, 0, 0)


async def test_an_archived_product_leaves_the_shop(staff: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    mug = await on_the_shelf()
    answer = await fill(staff, mug, "status", status="archived")
    assert office.said(await staff.get(answer.headers["location"])) == "The product is now archived."
    assert (await stranger.get(f"/products/{mug.slug}")).status_code == 404


async def test_a_status_there_is_not_is_refused(staff: httpx.AsyncClient) -> None:
    mug = await on_the_shelf()
    answer = await fill(staff, mug, "status", status="sold")
    assert (answer.status_code, office.summary(answer)) == (422, ["Choose one of the states offered."])
    assert (await catalog.find_product(mug.id)).active


async def test_a_product_or_variant_there_is_not_is_not_found(staff: httpx.AsyncClient) -> None:
    mug = await on_the_shelf()
    nobody = uuid4()
    for path in (f"{nobody}/status", f"{nobody}/stock", f"{nobody}/variants/{nobody}/price"):
        answer = await staff.post(f"/admin/products/{path}", data={"status": "draft", "quantity": "1", "price": "1"})
        assert (answer.status_code, heading(answer)) == (404, "There is no such page")
    address = f"/admin/products/{mug.id}/variants/{nobody}/price"
    answer = await staff.post(address, data={"price": "1", "revision": str(mug.revision)})
    assert (answer.status_code, office.summary(answer)) == (404, ["This product has no such variant."])
    unsaid = await staff.post(address, data={"price": "1"})
    told = "This form is out of date. Look at the page again, then send it once more."
    assert (unsaid.status_code, office.summary(unsaid)) == (422, [told])
