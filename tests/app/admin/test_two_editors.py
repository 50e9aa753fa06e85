"""Two editors at once: the slower sees both versions, whatever they edit. What is to be removed is asked for twice."""

from datetime import UTC, datetime

import httpx

from domains import catalog, users
from domains.catalog import CollectionDetails, CollectionKind, ConditionField, RuleCondition
from tests.support import office
from tests.support.catalog import eur, make_picture, make_product
from tests.support.forms import Form
from tests.support.stored_promotions import make_promotion


async def form(staff: httpx.AsyncClient, address: str, **having: str) -> Form:
    """The form of this page that carries these fields."""
    page = await staff.get(address)
    [found] = [each for each in office.forms(page.text, str(page.url)) if having.items() <= each.fields.items()]
    return found


async def test_of_two_editors_of_a_category_the_second_chooses_field_by_field(staff: httpx.AsyncClient) -> None:
    await make_product(sku="MUG", slug="mug", category="Table")
    address = "/admin/categories/table"
    mine, theirs = await form(staff, address, deed="save"), await form(staff, address, deed="save")
    typed = {"name": "Tableware", "seo_title": "For the table"}
    assert (await staff.post(address, data=theirs.fields | typed)).status_code == 303
    answer = await staff.post(address, data=mine.fields | {"name": "Dining", "order": "mug"})
    assert answer.status_code == 409
    assert office.rows(answer, "What differs") == [
        ["Name", "Dining", "Tableware"],
        ["Products shown first", "mug", "nothing"],
        ["Title for search engines You left this as it was", "nothing", "For the table"],
    ]
    choice = office.form_to(answer, "/table")
    assert (await staff.post(address, data=choice.fields | {"keep-name": "theirs"})).status_code == 303
    kept = await catalog.find_category("table")
    assert (kept.name, kept.seo_title, len(kept.order)) == ("Tableware", "For the table", 1)


async def test_who_had_a_category_open_while_it_moved_finds_it_where_it_is(staff: httpx.AsyncClient) -> None:
    await make_product(category="Table/Mugs")
    mine = await form(staff, "/admin/categories/table/mugs", deed="save")
    await catalog.move_category("table/mugs", "", "cups")
    answer = await staff.post("/admin/categories/table/mugs", data=mine.fields | {"name": "Cups"})
    assert answer.status_code == 409
    choice = office.form_to(answer, "/cups")
    assert (await staff.post(choice.action, data=choice.fields)).status_code == 303
    assert (await catalog.find_category("cups")).name == "Cups"


async def test_of_two_editors_of_a_rule_the_second_takes_all_of_one_or_the_other(staff: httpx.AsyncClient) -> None:
    made = await catalog.create_collection("Cheap", CollectionKind.RULE)
    address = f"/admin/collections/{made.id}"
    mine, theirs = await form(staff, address, title="Cheap"), await form(staff, address, title="Cheap")
    saved = await staff.post(address, data=theirs.fields | {"field-1": "tag", "value-1": "sale"})
    assert saved.status_code == 303
    answer = await staff.post(address, data=mine.fields | {"field-0": "price_to", "value-0": "9", "title": "Small"})
    assert office.rows(answer, "What differs") == [
        ["Title", "Small", "Cheap"],
        ["Rule", "price_to · 9", "tag · sale"],
    ]
    choice = office.form_to(answer, str(made.id))
    assert (await staff.post(address, data=choice.fields | {"keep-rule": "theirs"})).status_code == 303
    kept = await catalog.find_collection(made.id)
    assert (kept.title, kept.conditions) == ("Small", [RuleCondition(field=ConditionField.TAG, value="sale")])


async def test_what_is_wrong_in_a_row_is_told_beside_it_though_rows_before_it_are_empty(
    staff: httpx.AsyncClient,
) -> None:
    made = await catalog.create_collection("Cheap", CollectionKind.RULE)
    address = f"/admin/collections/{made.id}"
    own = await form(staff, address, title="Cheap")
    refused = await staff.post(address, data=own.fields | {"field-1": "age", "value-1": "never"})
    assert refused.status_code == 422
    assert 'id="collection-value-0-error"' in refused.text
    again = next(each for each in office.forms(refused.text, address) if "title" in each.fields).fields
    assert (again["field-0"], again["value-0"]) == ("age", "never")


async def test_of_two_editors_of_a_type_the_second_chooses(staff: httpx.AsyncClient) -> None:
    await catalog.create_product_type("Lamp")
    address = "/admin/product-types/lamp"
    mine, theirs = await form(staff, address, name="Lamp"), await form(staff, address, name="Lamp")
    assert (await staff.post(address, data=theirs.fields | {"name-0": "Power", "unit-0": "W"})).status_code == 303
    answer = await staff.post(address, data=mine.fields | {"name-2": "Rooms", "kind-2": "number", "name": "Lamps"})
    assert office.rows(answer, "What differs") == [
        ["Name", "Lamps", "Lamp"],
        ["Details", "Rooms · number", "Power · text · W · power"],
    ]
    choice = office.form_to(answer, "/lamp")
    assert (await staff.post(address, data=choice.fields | {"keep-details": "theirs"})).status_code == 303
    kept = await catalog.product_type("lamp")
    assert (kept.name, [each.key for each in kept.attributes]) == ("Lamps", ["power"])


async def test_a_removal_is_asked_for_and_names_what_it_breaks(staff: httpx.AsyncClient) -> None:
    made = await catalog.create_collection("Gifts", CollectionKind.MANUAL)
    await make_promotion("Friday", scope=catalog.Scope(collections=frozenset({made.id})))
    address = f"/admin/collections/{made.id}/removal"
    asked = await staff.get(address)
    assert "The promotion “Friday” is for it, and will be for nothing." in asked.text
    stale = office.form_to(asked, "/removal")
    await catalog.change_collection(made.id, CollectionDetails("Presents"), revision=made.revision)
    assert (await staff.post(address, data=stale.fields)).status_code == 409
    fresh = office.form_to(await staff.get(address), "/removal")
    assert (await staff.post(address, data=fresh.fields)).status_code == 303
    assert await catalog.collections() == []


async def test_a_category_and_a_type_go_only_when_asked_twice_and_nothing_is_in_them(staff: httpx.AsyncClient) -> None:
    await make_product(category="Table")
    await catalog.create_category("", "Empty")
    await catalog.create_product_type("Lamp")
    for path, status in (("table", 422), ("empty", 303)):
        asked = office.form_to(await staff.get(f"/admin/categories/{path}?ask=remove"), path)
        assert asked.fields["deed"] == "remove"
        assert (await staff.post(asked.action, data=asked.fields)).status_code == status
    assert [each.path for each in await catalog.all_categories()] == ["table"]
    asked = office.form_to(await staff.get("/admin/product-types/lamp/removal"), "/removal")
    assert (await staff.post(asked.action, data=asked.fields)).status_code == 303
    assert await catalog.product_types() == []


async def test_a_category_may_show_one_of_its_products_pictures_or_none_of_its_own(staff: httpx.AsyncClient) -> None:
    await make_product("Mug", category="Table", pictures=[make_picture("ab" * 20)])
    address = "/admin/categories/table"
    choice = await form(staff, address, deed="choose")
    assert choice.choices["picture"] == ["", "ab" * 20]
    assert (await staff.post(address, data=choice.fields | {"picture": "ab" * 20})).status_code == 303
    assert (await catalog.find_category("table")).picture == "ab" * 20
    stale = await staff.post(address, data=choice.fields | {"picture": ""})
    assert stale.status_code == 409
    other = await staff.post(address, data=(await form(staff, address, deed="choose")).fields | {"picture": "cd" * 20})
    assert office.summary(other) == ["Choose one of those offered."]
    fresh = await form(staff, address, deed="choose")
    assert (await staff.post(address, data=fresh.fields | {"picture": ""})).status_code == 303
    assert (await catalog.find_category("table")).picture is None


async def test_of_two_editors_of_a_price_the_second_chooses(staff: httpx.AsyncClient) -> None:
    product = await make_product(sku="MUG", price=eur(20_00))
    address = f"/admin/products/{product.id}/variants/{product.variants[0].id}/prices"
    mine, theirs = await form(staff, address, price="20.00"), await form(staff, address, price="20.00")
    assert (await staff.post(address, data=theirs.fields | {"price": "18"})).status_code == 303
    answer = await staff.post(address, data=mine.fields | {"cost": "7.00"})
    assert answer.status_code == 409
    assert office.rows(answer, "What differs") == [
        ["Price You left this as it was", "20.00", "18.00"],
        ["What it costs us", "7.00", "nothing"],
    ]
    choice = office.form_to(answer, "/prices")
    assert (await staff.post(address, data=choice.fields | {"keep-price": "theirs"})).status_code == 303
    kept = (await catalog.find_product(product.id)).variants[0]
    assert (kept.price, kept.cost) == (eur(18_00), eur(7_00))


async def test_what_changes_beside_a_form_is_no_other_version_of_it(staff: httpx.AsyncClient) -> None:
    product = await make_product("Mug", sku="MUG", price=eur(20_00), pictures=[make_picture(alt="Front")])
    here, own = f"/admin/products/{product.id}", product.variants[0].id
    prices = f"{here}/variants/{own}/prices"
    sheets = [
        (f"{here}/description", "/description", {"vendor": "Bea"}),
        (f"{here}/variants", "/variants", {f"weight_grams-{own}": "340"}),
        (f"{here}/variants", "/options", {"option-0": "Size", "values-0": "big"}),
        (prices, "/prices", {"price": "18.00"}),
        (f"{here}/pictures", f"/pictures/{product.pictures[0].id}", {"alt": "Back"}),
    ]
    opened = [office.form_to(await staff.get(address), action) for address, action, _ in sheets]
    for sheet, (_, _, typed) in zip(opened, sheets, strict=True):
        answer = await staff.post(sheet.action, data=sheet.fields | typed)
        assert (answer.status_code, answer.text) == (303, "")
    kept = await catalog.find_product(product.id)
    [variant] = kept.variants
    assert (kept.vendor, variant.weight_grams, variant.price, kept.pictures[0].alt) == ("Bea", 340, eur(18_00), "Back")
    assert variant.options == {"Size": "big"}


async def test_who_mends_a_refused_price_still_writes_over_nobody(staff: httpx.AsyncClient) -> None:
    product = await make_product(sku="MUG", price=eur(20_00))
    address = f"/admin/products/{product.id}/variants/{product.variants[0].id}/prices"
    mine, theirs = await form(staff, address, price="20.00"), await form(staff, address, price="20.00")
    assert (await staff.post(address, data=theirs.fields | {"price": "18"})).status_code == 303
    refused = await staff.post(address, data=mine.fields | {"price": "dear"})
    assert refused.status_code == 422
    again = office.form_to(refused, "/prices")
    assert (await staff.post(address, data=again.fields | {"price": "21"})).status_code == 409


async def test_of_two_editors_of_options_the_second_chooses(staff: httpx.AsyncClient) -> None:
    product = await make_product(sku="MUG", price=eur(20_00))
    address, deed = f"/admin/products/{product.id}/variants", f"/admin/products/{product.id}/options"
    mine, theirs = await form(staff, address, price="20.00"), await form(staff, address, price="20.00")
    colours = theirs.fields | {"option-0": "Colour", "values-0": "blue, red"}
    assert (await staff.post(deed, data=colours)).status_code == 303
    answer = await staff.post(deed, data=mine.fields | {"option-0": "Size", "values-0": "big"})
    assert office.rows(answer, "What differs") == [
        ["Option 1", "Size", "Colour"],
        ["Values of option 1", "big", "blue, red"],
    ]
    choice = office.form_to(answer, "/options")
    both = choice.fields | {"keep-option-0": "theirs", "keep-values-0": "theirs"}
    assert (await staff.post(deed, data=both)).status_code == 303
    kept = await catalog.find_product(product.id)
    assert [(option.name, option.values) for option in kept.options] == [("Colour", ["blue", "red"])]


async def test_of_two_who_choose_a_variants_picture_the_second_reads_which(staff: httpx.AsyncClient) -> None:
    pictures = [make_picture(alt="Front"), make_picture("cd" * 20, alt="Back")]
    product = await make_product(sku="MUG", pictures=pictures)
    await catalog.set_options(
        product.id, [catalog.Option(name="Size", values=["S", "L"])], price=eur(20_00), revision=None
    )
    address = f"/admin/products/{product.id}/pictures"
    name = f"variant-{product.variants[0].id}"
    mine, theirs = [office.form_to(await staff.get(address), "/variant-pictures") for _ in range(2)]
    front, back = (str(each.id) for each in pictures)
    assert (await staff.post(theirs.action, data=theirs.fields | {name: back})).status_code == 303
    answer = await staff.post(mine.action, data=mine.fields | {name: front})
    assert office.rows(answer, "What differs") == [["S", "Picture 1: Front", "Picture 2: Back"]]


async def test_of_two_editors_of_a_price_list_the_second_chooses(staff: httpx.AsyncClient) -> None:
    made = await catalog.save_price_list(None, name="Trade", priority=5, groups=[], starts_at=None, ends_at=None)
    address = f"/admin/price-lists/{made.id}"
    mine, theirs = await form(staff, address, name="Trade"), await form(staff, address, name="Trade")
    await users.create_group(users.GroupDraft("Staff"), actor=users.OPERATOR)
    assert (await staff.post(address, data=theirs.fields | {"groups": "staff"})).status_code == 303
    answer = await staff.post(address, data=mine.fields | {"ends_at": "2027-01-31T18:00"})
    assert office.rows(answer, "What differs") == [
        ["Customer groups You left this as it was", "nothing", "staff"],
        ["To", "2027-01-31T18:00", "nothing"],
    ]
    assert (await staff.post(address, data=office.form_to(answer, str(made.id)).fields)).status_code == 303
    kept = await catalog.price_list(made.id)
    assert (kept.groups, kept.ends_at) == (["staff"], datetime(2027, 1, 31, 18, tzinfo=UTC))
