"""Staff make, describe, vary and copy products; names are claimed with them, and two editors do not undo each other."""

import asyncio
from typing import Any

import pytest

from domains import catalog
from domains.catalog import AttributeKind, AttributeSpec, Conflict, Moved, Option, ProductDetails, ProductStatus
from domains.catalog.importing.writing import Known, Live
from domains.shared.errors import Invalid
from tests.support.catalog import eur, make_product, make_variant
from tests.support.own_files import bring, table

pytestmark = pytest.mark.usefixtures("catalogue")


async def make(title: str = "Mug", sku: str = "MUG", **more: object) -> catalog.Product:
    details = ProductDetails(title=title, **more)  # type: ignore[arg-type]  # as a test says them
    return await catalog.create_product(details, sku=sku, price=eur(12_50))


async def sound() -> None:
    assert (await catalog.audit()).problems == ()


async def test_a_new_product_is_a_draft_with_one_variant_and_an_address_made_of_its_title() -> None:
    made = await make("Harbour Mug", description="<p onclick='x()'>Blue</p><script>1</script>")
    assert (made.slug, made.status, made.skus, made.description) == (
        "harbour-mug", ProductStatus.DRAFT, ("MUG",), "<p>Blue</p>",
    )  # fmt: skip
    assert (await make("Harbour Mug", sku="MUG-2")).slug == "harbour-mug-2"
    await sound()


async def test_a_sku_that_is_taken_in_any_letters_makes_no_product() -> None:
    await make(sku="MUG")
    with pytest.raises(Invalid) as refused:
        await make("Cup", sku="mug")
    assert refused.value.fields == {"sku": "This SKU belongs to another product."}
    assert (await catalog.products()).total == 1
    await sound()


async def test_an_address_moves_on_and_the_old_one_leads_to_it() -> None:
    made = await make(status=ProductStatus.ACTIVE)
    edited = await catalog.edit_product(
        made.id, ProductDetails(title="Mug", slug="Blue Mug", status=ProductStatus.ACTIVE), revision=made.revision
    )
    assert edited.slug == "blue-mug"
    with pytest.raises(Moved) as moved:
        await catalog.product("mug")
    assert moved.value.slug == "blue-mug"
    other = await make("Cup", sku="CUP")
    with pytest.raises(Invalid) as refused:
        await catalog.edit_product(other.id, ProductDetails(title="Cup", slug="mug"), revision=None)
    assert refused.value.fields == {"slug": "Another product has this address, or had it before."}
    await sound()


async def test_of_two_editors_at_the_same_moment_one_is_told() -> None:
    made = await make()

    async def edit(title: str) -> object:
        try:
            return await catalog.edit_product(made.id, ProductDetails(title=title), revision=made.revision)
        except Conflict as conflict:
            return conflict

    outcomes = await asyncio.gather(edit("One"), edit("Two"))
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1
    [written] = [outcome for outcome in outcomes if isinstance(outcome, catalog.Product)]
    assert (await catalog.find_product(made.id)).title == written.title


async def test_what_is_not_changed_is_not_written() -> None:
    made = await make(tags=("blue",))
    same = await catalog.edit_product(
        made.id, ProductDetails(title="Mug", tags=("blue", "blue")), revision=made.revision
    )
    assert same.revision == made.revision


async def test_missing_combinations_are_added_and_nothing_is_taken_away_unasked() -> None:
    made = await make("Shirt", sku="SHIRT")
    first = made.variants[0].id
    sizes = Option(name="Size", values=["S", "M"])
    made = await catalog.set_options(made.id, [sizes], price=eur(30_00), revision=made.revision)
    assert [(each.sku, each.options, each.price) for each in made.variants] == [
        ("SHIRT", {"Size": "S"}, eur(12_50)),
        ("SHIRT-M", {"Size": "M"}, eur(30_00)),
    ]
    colours = Option(name="Colour", values=["Navy", "Sand"])
    made = await catalog.set_options(made.id, [sizes, colours], price=eur(31_00), revision=made.revision)
    assert made.variants[0].id == first
    assert {tuple(each.options.values()) for each in made.variants} == {
        ("S", "Navy"), ("M", "Navy"), ("S", "Sand"), ("M", "Sand"),
    }  # fmt: skip
    with pytest.raises(Invalid) as refused:
        await catalog.set_options(
            made.id, [Option(name="Size", values=["S"]), colours], price=eur(1), revision=made.revision
        )
    assert refused.value.fields == {"values-0": "Variants still have M. Remove those variants first."}
    assert (await catalog.find_product(made.id)).revision == made.revision
    for variant in [each for each in made.variants if each.options["Size"] == "M"]:
        made = await catalog.remove_variant(made.id, variant.id, revision=made.revision)
    made = await catalog.set_options(
        made.id, [Option(name="Grösse", values=["S"]), colours], price=eur(1), revision=made.revision
    )
    assert [each.options for each in made.variants] == [
        {"Grösse": "S", "Colour": "Navy"},
        {"Grösse": "S", "Colour": "Sand"},
    ]
    await sound()


async def test_variants_take_what_can_be_and_refuse_the_rest_by_field() -> None:
    made = await make_product(variants=[make_variant("A"), make_variant("B", barcode="4006381333931")])
    a, b = (variant.id for variant in made.variants)
    details = catalog.VariantDetails(
        barcode="73513537", weight_grams=340, dimensions=catalog.Dimensions(length=100, width=90, height=80),
        min_quantity=2, max_quantity=12, step=2, position=1,
    )  # fmt: skip
    made = await catalog.edit_variants(made.id, {a: details}, revision=made.revision)
    assert [variant.sku for variant in made.variants] == ["A", "B"]
    assert (made.variants[0].barcode, made.variants[0].weight_grams, made.variants[0].step) == ("73513537", 340, 2)
    for wrong, field in (
        (catalog.VariantDetails(barcode="4006381333932"), "barcode"),
        (catalog.VariantDetails(min_quantity=5, max_quantity=4), "max_quantity"),
        (catalog.VariantDetails(barcode="4006381333931"), "barcode"),
        (catalog.VariantDetails(tax_class="none"), "tax_class"),
    ):
        with pytest.raises(Invalid) as refused:
            await catalog.edit_variants(made.id, {a: wrong}, revision=made.revision)
        assert list(refused.value.fields) == [f"{field}-{a}"]
    with pytest.raises(Invalid) as refused:
        await catalog.remove_variant(
            (await make(sku="ONE")).id, (await catalog.products(query="ONE")).items[0].variants[0].id, revision=None
        )
    assert "at least one variant" in refused.value.message
    assert b in {variant.id for variant in made.variants}
    await sound()


async def test_an_offer_says_which_quantities_it_takes() -> None:
    await make_product(variants=[make_variant("SIX", min_quantity=6, max_quantity=20, step=6)])
    offer = await catalog.offer("six")
    assert [offer.quantity_problem(number) for number in (6, 12, 18)] == ["", "", ""]
    assert offer.quantity_problem(5) == "This is sold from 6 pieces on."
    assert offer.quantity_problem(13) == "This is sold in steps of 6: 12 or 18, for example."
    assert offer.quantity_problem(19) == "This is sold in steps of 6: 18, for example."
    assert offer.quantity_problem(24) == "You can have at most 20 of this."


async def test_a_copy_is_a_draft_with_codes_of_its_own() -> None:
    made = await make_product("Mug", slug="mug", variants=[make_variant("MUG", barcode="4006381333931")], tags=["blue"])
    copies = [await catalog.duplicate_product(made.id) for _ in range(2)]
    assert [(copy.slug, copy.status, copy.tags, copy.variants[0].barcode) for copy in copies] == [
        ("mug-copy", ProductStatus.DRAFT, ["blue"], None),
        ("mug-copy-2", ProductStatus.DRAFT, ["blue"], None),
    ]
    assert len({copy.variants[0].sku for copy in copies} | {"MUG"}) == 3
    await sound()


LAMP = [
    AttributeSpec(key="watts", name="Power", kind=AttributeKind.DECIMAL, unit="W", required=True),
    AttributeSpec(key="dimmable", name="Dimmable", kind=AttributeKind.BOOL),
    AttributeSpec(key="rooms", name="Rooms", kind=AttributeKind.MULTISELECT, choices=["Kitchen", "Bath"]),
    AttributeSpec(key="since", name="Made since", kind=AttributeKind.DATE),
    AttributeSpec(key="shade", name="Shade", kind=AttributeKind.COLOUR),
    AttributeSpec(key="sockets", name="Sockets", kind=AttributeKind.NUMBER),
]


async def test_a_type_asks_for_typed_facts_and_says_what_is_wrong_with_them() -> None:
    kind = await catalog.create_product_type("Lamp")
    kind = await catalog.change_product_type("lamp", "Lamp", LAMP, kind.revision_id)
    answers = {
        "watts": ["2,50"], "dimmable": ["yes"], "rooms": ["Bath", "Kitchen"], "since": ["2024-02-29"],
        "shade": ["#FFEE00"], "sockets": ["2"], "unknown": ["x"],
    }  # fmt: skip
    made = await make("Lamp", sku="LAMP", type="lamp", attributes=answers)
    assert made.attributes == {
        "watts": "2.5", "dimmable": True, "rooms": ["Bath", "Kitchen"], "since": "2024-02-29", "shade": "#ffee00",
        "sockets": 2,
    }  # fmt: skip
    assert catalog.specification(kind, made.attributes)[:4] == [
        ("Power", "2.5 W"), ("Dimmable", "Yes"), ("Rooms", "Bath, Kitchen"), ("Made since", "29 February 2024"),
    ]  # fmt: skip
    wrong = {"watts": ["many"], "dimmable": ["maybe"], "rooms": ["Attic"], "since": ["2023-02-29"], "shade": ["red"],
             "sockets": ["1.5"]}  # fmt: skip
    with pytest.raises(Invalid) as refused:
        await make("Lamp", sku="L2", type="lamp", attributes=wrong)
    assert refused.value.fields == {
        "attribute-watts": "Give a number, such as 2.5.",
        "attribute-dimmable": "Choose yes or no.",
        "attribute-rooms": "Choose from those offered.",
        "attribute-since": "Give a day as year-month-day, such as 2026-11-22.",
        "attribute-shade": "Give a colour as # and six digits, such as #1a2b3c.",
        "attribute-sockets": "Give a whole number, such as 40.",
    }


async def test_what_is_required_is_asked_for_before_a_product_is_for_sale() -> None:
    kind = await catalog.create_product_type("Lamp")
    await catalog.change_product_type("lamp", "Lamp", LAMP, kind.revision_id)
    made = await make("Lamp", sku="LAMP", type="lamp")
    with pytest.raises(Invalid) as refused:
        await catalog.edit_product(
            made.id, ProductDetails(title="Lamp", type="lamp", status=ProductStatus.ACTIVE), revision=made.revision
        )
    assert refused.value.fields == {"attribute-watts": "A product for sale needs this: Power."}
    with pytest.raises(Conflict):
        await catalog.change_product_type("lamp", "Lamp", [], kind.revision_id)
    with pytest.raises(Invalid):
        await catalog.remove_product_type("lamp", (await catalog.product_type("lamp")).revision_id)


async def test_a_type_that_is_removed_in_another_tab_is_never_left_on_a_product() -> None:
    lamp = await catalog.create_product_type("Lamp")
    made = await make("Lamp", sku="LAMP")
    assert (lamp.revision_id, made.revision) != (None, None)
    outcomes = await asyncio.gather(
        catalog.edit_product(made.id, ProductDetails(title="Lamp", type="lamp"), revision=made.revision),
        catalog.remove_product_type("lamp", lamp.revision_id),  # type: ignore[arg-type]  # just seen to be there
        return_exceptions=True,
    )
    assert sum(isinstance(each, Invalid) for each in outcomes) == 1, outcomes
    kept = await catalog.find_product(made.id)
    assert {each.id for each in await catalog.product_types()} == ({"lamp"} if kept.type else set())


async def test_a_file_gives_no_product_a_type_that_has_just_been_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    lamp = await catalog.create_product_type("Lamp")
    known = Live.known

    async def and_then_it_is_removed(self: Live, *asked: Any, **how: Any) -> Known:
        if await catalog.find_product_type("lamp"):
            await catalog.remove_product_type("lamp", lamp.revision_id)  # type: ignore[arg-type]  # it has one
        return await known(self, *asked, **how)

    monkeypatch.setattr(Live, "known", and_then_it_is_removed)
    lamp_row = {"Handle": "lamp", "SKU": "LAMP", "Title": "Desk lamp", "Price": "9.00", "Product type": "Lamp"}
    mug_row = {"Handle": "mug", "SKU": "MUG", "Title": "Mug", "Price": "9.00"}
    done = await bring(table(lamp_row, mug_row))
    assert [(row.outcome.value, row.why) for row in done.rows] == [
        ("refused", "There is no such product type."),
        ("created", ""),
    ]
    assert (await catalog.products(page=1)).total == 1


async def test_a_variant_is_given_its_sku_and_the_claim_moves_with_it() -> None:
    made = await make_product("Shirt", variants=[make_variant("SHIRT-S", imported_quantity=3), make_variant("SHIRT-M")])
    small, medium = (variant.id for variant in made.variants)
    made = await catalog.edit_variants(made.id, {small: catalog.VariantDetails(sku=" Ærø  7 ")}, revision=made.revision)
    assert [(each.sku, each.imported_quantity) for each in made.variants] == [("Ærø 7", None), ("SHIRT-M", None)]
    with pytest.raises(Invalid) as reused:
        await make(sku="shirt-s")
    assert reused.value.fields == {"sku": "This SKU belongs to another product."}
    await make("Mug", sku="mug")
    for sku, told in (
        ("MUG", "This SKU belongs to another variant. (mug)"),
        ("shirt-s", "Another variant had shirt-s, and lies in carts under it. Choose one that no variant had."),
        ("ÆRØ 7", "The variant Ærø 7 has this SKU."),
        (" ", "Give a SKU with at most 100 characters."),
        ("x" * 101, "Give a SKU with at most 100 characters."),
    ):
        with pytest.raises(Invalid) as refused:
            await catalog.edit_variants(made.id, {medium: catalog.VariantDetails(sku=sku)}, revision=made.revision)
        assert refused.value.fields == {f"sku-{medium}": told}
    assert (await catalog.find_product(made.id)).skus == ("Ærø 7", "SHIRT-M")
    again = {small: catalog.VariantDetails(sku="Shirt-S")}
    assert (await catalog.edit_variants(made.id, again, revision=made.revision)).skus == ("Shirt-S", "SHIRT-M")
    await sound()


async def test_an_option_has_no_name_that_the_database_reads_as_its_own() -> None:
    made = await make("Shirt", sku="SHIRT")
    options = [Option(name="$Size. EU", values=["36.5", "$38"])]
    made = await catalog.set_options(made.id, options, price=eur(30_00), revision=made.revision)
    assert [each.options for each in (await catalog.find_product(made.id)).variants] == [
        {"Size EU": "36.5"},
        {"Size EU": "$38"},
    ]
    with pytest.raises(Invalid) as refused:
        await catalog.set_options(made.id, [Option(name="$.", values=["S"])], price=eur(1), revision=made.revision)
    assert refused.value.fields["option-0"] == "Give a name such as Size."
