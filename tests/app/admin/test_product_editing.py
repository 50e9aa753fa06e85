"""Products made and described in the back office; two editors; categories, collections and types."""

import httpx
import pytest

from domains import catalog, inventory
from tests.support import office
from tests.support.catalog import make_product, make_variant
from tests.support.forms import Form
from tests.support.inventory import hold
from tests.support.stored_promotions import make_promotion
from tests.support.visiting import heading, on_the_shelf


async def form(staff: httpx.AsyncClient, address: str, ending: str) -> Form:
    answer = await staff.get(address)
    assert answer.status_code == 200, answer.text
    return office.form_to(answer, ending)


async def description(staff: httpx.AsyncClient, product: catalog.Product) -> Form:
    return await form(staff, f"/admin/products/{product.id}/description", "/description")


async def test_a_product_is_made_described_and_put_on_sale(
    staff: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    await catalog.create_category("", "Table")
    blank = await form(staff, "/admin/products/new", "/new")
    made = await staff.post(
        blank.action, data=blank.fields | {"title": "Harbour Mug", "sku": "HM-1", "price": "12,50", "category": "table"}
    )
    assert made.status_code == 303
    page = await staff.get(made.headers["location"])
    assert office.said(page) == "The product is made. It is a draft until you make it active."
    described = office.form_to(page, "/description")
    saved = await staff.post(
        described.action,
        data=described.fields
        | {"status": "active", "description": "<p>Blue</p>", "tags": "blue, new", "slug": "harbour"},
    )
    assert office.said(await staff.get(saved.headers["location"])) == "The product is saved."
    shown = await stranger.get("/products/harbour")
    assert (heading(shown), "<p>Blue</p>" in shown.text) == ("Harbour Mug", True)
    assert (await stranger.get("/products/harbour-mug")).status_code == 301


async def test_what_cannot_be_is_named_beside_its_field_and_nothing_typed_is_lost(staff: httpx.AsyncClient) -> None:
    await make_product(sku="MUG")
    blank = await form(staff, "/admin/products/new", "/new")
    refused = await staff.post(blank.action, data=blank.fields | {"title": "Cup", "sku": "mug", "price": "3"})
    assert refused.status_code == 422
    assert office.summary(refused) == ["This SKU belongs to another product."]
    again = office.form_to(refused, "/new")
    assert (again.fields["title"], again.fields["sku"], again.fields["price"]) == ("Cup", "mug", "3")
    product = await make_product("Bowl")
    described = await description(staff, product)
    typed = {"title": "", "shown_from": "soon", "related": "NOPE", "seo_title": "Bowls"}
    refused = await staff.post(described.action, data=described.fields | typed)
    assert refused.status_code == 422
    again = office.form_to(refused, "/description")
    assert (again.fields["shown_from"], again.fields["seo_title"]) == ("soon", "Bowls")
    assert (await catalog.find_product(product.id)).revision == product.revision


async def test_of_two_editors_the_second_sees_both_versions_and_chooses_field_by_field(
    staff: httpx.AsyncClient,
) -> None:
    product = await make_product("Mug", slug="mug", vendor="Ada", tags=["blue"])
    mine, theirs = await description(staff, product), await description(staff, product)
    assert (await staff.post(theirs.action, data=theirs.fields | {"title": "Cup", "vendor": "Bea"})).status_code == 303
    answer = await staff.post(mine.action, data=mine.fields | {"title": "Beaker", "tags": "red"})
    assert answer.status_code == 409
    rows = office.rows(answer, "What differs")
    assert rows == [
        ["Title", "Beaker", "Cup"],
        ["Made by You left this as it was", "Ada", "Bea"],
        ["Tags", "red", "blue"],
    ]
    choice = office.form_to(answer, "/description")
    assert [choice.fields[f"keep-{name}"] for name in ("title", "vendor", "tags")] == ["mine", "theirs", "mine"]
    saved = await staff.post(choice.action, data=choice.fields | {"keep-title": "theirs"})
    assert saved.status_code == 303
    found = await catalog.find_product(product.id)
    assert (found.title, found.vendor, found.tags, found.slug) == ("Cup", "Bea", ["red"], "mug")


async def test_a_third_editor_meanwhile_makes_the_second_choose_again(staff: httpx.AsyncClient) -> None:
    product = await make_product("Mug")
    mine = await description(staff, product)
    await staff.post(mine.action, data=mine.fields | {"title": "Cup"})
    answer = await staff.post(mine.action, data=mine.fields | {"title": "Beaker"})
    choice = office.form_to(answer, "/description")
    third = await description(staff, product)
    await staff.post(third.action, data=third.fields | {"vendor": "Bea"})
    again = await staff.post(choice.action, data=choice.fields)
    assert again.status_code == 409
    assert next(row[0] for row in office.rows(again, "What differs")) == "Title"
    assert (await catalog.find_product(product.id)).title == "Cup"


async def test_variants_are_edited_and_a_clash_is_shown_for_them_too(staff: httpx.AsyncClient) -> None:
    product = await make_product(variants=[make_variant("A")])
    a = product.variants[0].id
    address = f"/admin/products/{product.id}/variants"
    mine, theirs = await form(staff, address, "/variants"), await form(staff, address, "/variants")
    typed = {f"barcode-{a}": "4006381333932", f"dimensions-{a}": "10 x 20 x 30"}
    refused = await staff.post(mine.action, data=mine.fields | typed)
    assert office.summary(refused) == ["As EAN-13 this would end in 1, not 2: a digit must be mistyped."]
    saved = await staff.post(theirs.action, data=theirs.fields | typed | {f"barcode-{a}": "4006381333931"})
    assert saved.status_code == 303
    answer = await staff.post(mine.action, data=mine.fields | {f"weight_grams-{a}": "340"})
    assert answer.status_code == 409
    choice = office.form_to(answer, "/variants")
    assert (await staff.post(choice.action, data=choice.fields)).status_code == 303
    [variant] = (await catalog.find_product(product.id)).variants
    assert variant.dimensions is not None
    assert (variant.barcode, variant.weight_grams, variant.dimensions.width) == ("4006381333931", 340, 20)


async def test_a_sku_changes_while_nothing_lies_under_it(staff: httpx.AsyncClient) -> None:
    product = await on_the_shelf("Shirt", variants=[make_variant("SHIRT-S"), make_variant("SHIRT-M")], stock=5)
    small, medium = (variant.id for variant in product.variants)
    await inventory.set_on_hand("SHIRT-M", "main", 0, reason="moved", actor="tests")
    address = f"/admin/products/{product.id}/variants"
    sheet = await form(staff, address, "/variants")
    assert sheet.fields[f"sku-{small}"] == "SHIRT-S"
    typed = {f"sku-{small}": "S1", f"sku-{medium}": "M1", f"weight_grams-{small}": "90"}
    refused = await staff.post(sheet.action, data=sheet.fields | typed)
    told = "5 of SHIRT-S are in stock. Set its stock to 0, change the SKU, then count it under the new one."
    assert (refused.status_code, office.summary(refused)) == (422, [told])
    assert f'id="variants-sku-{small}-error"' in refused.text
    again = office.form_to(refused, "/variants")
    assert {name: again.fields[name] for name in typed} == typed
    assert (await catalog.find_product(product.id)).skus == ("SHIRT-S", "SHIRT-M")
    saved = await staff.post(again.action, data=again.fields | {f"sku-{small}": "SHIRT-S"})
    assert saved.status_code == 303
    assert (await catalog.find_product(product.id)).skus == ("SHIRT-S", "M1")
    assert (await inventory.levels(["SHIRT-S"]))["SHIRT-S"][0].on_hand == 5


async def test_a_sku_that_a_promotion_names_stays(staff: httpx.AsyncClient) -> None:
    product = await make_product(sku="MUG")
    promotion = await make_promotion("Mugs first", scope=catalog.Scope(skus=frozenset({"MUG"})))
    variant = product.variants[0].id
    sheet = await form(staff, f"/admin/products/{product.id}/variants", "/variants")
    refused = await staff.post(sheet.action, data=sheet.fields | {f"sku-{variant}": "CUP"})
    assert (refused.status_code, office.summary(refused)) == (422, ["The promotion “Mugs first” names MUG."])
    assert (await catalog.find_product(product.id)).skus == ("MUG",)
    await catalog.end_promotion(promotion.id)
    assert (await staff.post(sheet.action, data=sheet.fields | {f"sku-{variant}": "CUP"})).status_code == 303


async def test_a_sku_that_orders_hold_stays(staff: httpx.AsyncClient) -> None:
    product = await on_the_shelf(stock=2)
    order = await hold(quantity=2)
    variant = product.variants[0].id
    sheet = await form(staff, f"/admin/products/{product.id}/variants", "/variants")
    refused = await staff.post(sheet.action, data=sheet.fields | {f"sku-{variant}": "CUP"})
    told = "2 of MUG are kept for orders. Change the SKU when they are sent or given back."
    assert (refused.status_code, office.summary(refused)) == (422, [told])
    assert (await catalog.find_product(product.id)).skus == ("MUG",)
    await inventory.release(order, ["MUG"])
    await inventory.set_on_hand("MUG", "main", 0, reason="moved", actor="tests")
    assert (await staff.post(sheet.action, data=sheet.fields | {f"sku-{variant}": "CUP"})).status_code == 303
    assert (await catalog.find_product(product.id)).skus == ("CUP",)


async def test_options_add_what_is_missing_and_a_variant_goes_only_when_asked_twice(staff: httpx.AsyncClient) -> None:
    product = await make_product("Shirt", sku="SHIRT", slug="shirt")
    address = f"/admin/products/{product.id}/variants"
    options = await form(staff, address, "/options")
    saved = await staff.post(
        options.action, data=options.fields | {"option-0": "Size", "values-0": "S, M, L", "price": "30"}
    )
    assert saved.status_code == 303
    made = await catalog.find_product(product.id)
    assert [variant.sku for variant in made.variants] == ["SHIRT", "SHIRT-M", "SHIRT-L"]
    asked = f"/admin/products/{product.id}/variants/{made.variants[2].id}/removal"
    removal = await form(staff, asked, "/removal")
    for sku, parts in (("SHIRT", {"SHIRT-L": 2}), ("SHIRT", {}), ("SHIRT-L", {"SHIRT": 1})):
        await inventory.compose(sku, parts, (await inventory.composition(sku))[1])
        bound = "is a bundle" if sku == "SHIRT-L" else "is a part of SHIRT"
        if parts:
            assert bound in office.read(await staff.post(removal.action, data=removal.fields))
    await inventory.compose("SHIRT-L", {}, (await inventory.composition("SHIRT-L"))[1])
    assert len((await catalog.find_product(product.id)).variants) == 3
    assert (await staff.post(removal.action, data=removal.fields)).status_code == 303
    assert [each.sku for each in (await catalog.find_product(product.id)).variants] == ["SHIRT", "SHIRT-M"]


async def test_a_copy_is_made_and_shown(staff: httpx.AsyncClient) -> None:
    product = await make_product("Mug", slug="mug")
    copies = await form(staff, f"/admin/products/{product.id}/description", "/copies")
    page = await staff.get((await staff.post(copies.action)).headers["location"])
    assert office.said(page) == "This is the copy. It is a draft with codes of its own."
    assert heading(page) == "Mug (copy)"


async def test_a_type_asks_its_products_for_details(staff: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    new = await form(staff, "/admin/product-types", "/product-types")
    kind = await staff.get((await staff.post(new.action, data={"name": "Lamp"})).headers["location"])
    rows = office.form_to(kind, "/lamp")
    typed = {"name-0": "Power", "kind-0": "decimal", "unit-0": "W", "required-0": "yes", "name-1": "Rooms",
             "kind-1": "multiselect", "choices-1": "Kitchen, Bath"}  # fmt: skip
    assert (await staff.post(rows.action, data=rows.fields | typed)).status_code == 303
    lamp = await on_the_shelf("Lamp", sku="LAMP", slug="lamp")
    described = await description(staff, lamp)
    refused = await staff.post(described.action, data=described.fields | {"type": "lamp"})
    assert office.summary(refused) == ["A product for sale needs this: Power."]
    asked = office.form_to(refused, "/description")
    answers = {"attribute-power": "2,5", "attribute-rooms": ["Kitchen", "Bath"]}
    assert (await staff.post(asked.action, data=asked.fields | answers)).status_code == 303
    shown = await stranger.get("/products/lamp")
    assert "2.5 W" in shown.text
    assert "Kitchen, Bath" in shown.text


async def test_the_tree_is_shaped_and_its_shop_pages_follow(
    staff: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    await on_the_shelf("Knife", sku="KNIFE", slug="knife", category="Kitchen/Knives")
    new = await form(staff, "/admin/categories", "/categories")
    assert (await staff.post(new.action, data={"name": "Home", "parent": ""})).status_code == 303
    tree = office.rows(await staff.get("/admin/categories"), "Categories")
    assert [row[1] for row in tree] == ["home", "kitchen", "kitchen/knives"]
    page = await staff.get("/admin/categories/kitchen/knives")
    assert 'href="/admin/products" aria-current="true">Products</a>' in page.text
    [move] = [each for each in office.forms(page.text, str(page.url)) if each.fields.get("deed") == "move"]
    moved = await staff.post(move.action, data=move.fields | {"parent": "home", "slug": "Blades"})
    assert moved.headers["location"].startswith("/admin/categories/home/blades")
    away = await stranger.get("/categories/kitchen/knives")
    assert (away.status_code, away.headers["location"]) == (301, "/categories/home/blades")
    refused = await staff.post("/admin/categories/home", data={"deed": "move", "parent": "home/blades", "slug": "home"})
    assert office.summary(refused) == ["A category cannot lie below itself."]
    page = await staff.get("/admin/categories/home")
    [save] = [each for each in office.forms(page.text, str(page.url)) if each.fields.get("deed") == "save"]
    assert (await staff.post(save.action, data=save.fields | {"hidden": "yes"})).status_code == 303
    assert (await stranger.get("/products/knife")).status_code == 404
    assert (await stranger.get("/categories/home/blades")).status_code == 404


async def test_collections_by_hand_and_by_rule_are_kept(staff: httpx.AsyncClient) -> None:
    mug = await make_product("Mug", slug="mug", sku="MUG", tags=["blue"])
    new = await form(staff, "/admin/collections", "/collections")
    made = await staff.post(new.action, data={"title": "Gifts", "kind": "manual"})
    page = await staff.get(made.headers["location"])
    [own, *_] = office.forms(page.text, str(page.url))[1:]
    saved = await staff.post(own.action, data=own.fields | {"products": "mug", "hidden": ""})
    assert saved.status_code == 303
    assert [each.products for each in await catalog.collections()] == [[mug.id]]
    made = await staff.post(new.action, data={"title": "Cheap", "kind": "rule"})
    page = await staff.get(made.headers["location"])
    [own, *_] = office.forms(page.text, str(page.url))[1:]
    refused = await staff.post(own.action, data=own.fields | {"field-0": "age", "value-0": "never"})
    assert office.summary(refused) == ["Give a number of days from 1 to 3650."]
    own = office.forms(refused.text, str(refused.url))[1]
    saved = await staff.post(own.action, data=own.fields | {"field-0": "price_to", "value-0": "13,00"})
    assert saved.status_code == 303
    cheap = (await catalog.collections())[0]
    assert cheap.conditions == [catalog.RuleCondition(field=catalog.ConditionField.PRICE_TO, value="1300")]


@pytest.mark.parametrize(
    "address",
    ["/admin/categories/nope", "/admin/product-types/nope", f"/admin/collections/{'0' * 8}-0000-0000-0000-{'0' * 12}"],
)
async def test_what_is_not_there_has_a_way_back(staff: httpx.AsyncClient, address: str) -> None:
    assert (await staff.get(address)).status_code == 404
