"""Collections by hand and by rule; what is kept product by product is what a rule says of all of them."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymongo.asynchronous.client_session import AsyncClientSession

from domains import catalog
from domains.catalog import (
    AttributeKind,
    AttributeSpec,
    CollectionDetails,
    CollectionKind,
    ConditionField,
    Moved,
    ProductDetails,
    RuleCondition,
    Unknown,
)
from domains.catalog.collections import membership
from domains.catalog.models import Collection
from domains.shared import clock
from domains.shared.errors import Invalid
from tests.support.catalog import eur, gather, make_product
from tests.support.shopify import bring, csv_of, first

pytestmark = pytest.mark.usefixtures("catalogue")
TAG, PRICE_TO, AGE, CATEGORY = (
    ConditionField.TAG, ConditionField.PRICE_TO, ConditionField.AGE, ConditionField.CATEGORY,
)  # fmt: skip


async def rule(*conditions: RuleCondition, match_all: bool = True, title: str = "Sale") -> Collection:
    made = await catalog.create_collection(title, CollectionKind.RULE)
    details = CollectionDetails(title, conditions=conditions, match_all=match_all)
    return await catalog.change_collection(made.id, details, revision=made.revision)


async def members(collection: Collection) -> set[UUID]:
    rows = catalog.documents.database["products"].find({"collections": collection.id})
    return {row["_id"] async for row in rows}


async def test_a_collection_by_hand_keeps_its_order_and_its_products_know_it() -> None:
    mug, cup = await make_product(sku="MUG"), await make_product(slug="cup")
    made = await catalog.create_collection("Gifts", CollectionKind.MANUAL)
    with pytest.raises(Unknown):  # hidden until it is shown
        await catalog.collection("gifts")
    made = await catalog.change_collection(
        made.id, CollectionDetails("Gifts", products=("cup", "mug")), revision=made.revision
    )
    assert made.products == [cup.id, mug.id]
    assert await members(made) == {cup.id, mug.id}
    assert (await catalog.collection("gifts")).title == "Gifts"
    made = await catalog.change_collection(
        made.id, CollectionDetails("Gifts", "Presents", products=("MUG",)), revision=made.revision
    )
    assert await members(made) == {mug.id}
    with pytest.raises(Moved) as moved:
        await catalog.collection("gifts")
    assert moved.value.slug == "presents"
    with pytest.raises(Invalid) as refused:
        await catalog.change_collection(made.id, CollectionDetails("Gifts", products=("NOPE",)), revision=None)
    assert "NOPE" in refused.value.fields["products"]
    await catalog.remove_collection(made.id)
    assert await members(made) == set()


async def test_a_rule_takes_and_lets_go_as_products_change() -> None:
    mug = await make_product(sku="MUG", tags=["Blue"])
    blue = await rule(RuleCondition(field=TAG, value="blue"))
    assert await members(blue) == set()
    assert await catalog.refill(blue.id) == 1
    assert await members(blue) == {mug.id}
    await catalog.edit_product(mug.id, ProductDetails(title="Mug", tags=("red",)), revision=None)
    assert await members(blue) == set()
    made = await catalog.create_product(ProductDetails(title="Cup", tags=("BLUE",)), sku="CUP", price=eur(1))
    assert await members(blue) == {made.id}
    await catalog.remove_collection(blue.id)
    await catalog.refill(blue.id)
    assert await members(blue) == set()


async def test_an_import_and_a_new_price_are_seen_by_the_rules() -> None:
    cheap = await rule(RuleCondition(field=PRICE_TO, value="1000"))
    await bring(csv_of(first("mug", price="9.90"), first("cup", "Cup", price="12.50")))
    mug, cup = await catalog.product("mug"), await catalog.product("cup")
    assert await members(cheap) == {mug.id}
    await catalog.change_price(cup.id, cup.variants[0].id, eur(5_00), None)
    assert await members(cheap) == {mug.id, cup.id}


@pytest.mark.parametrize(
    ("key", "value"),
    [("material", "steel"), ("dimmable", "yes"), ("power", "2.5"), ("power", "2.50"), ("power", "2,5")],
)
async def test_a_rule_about_an_attribute_reads_it_as_people_do(key: str, value: str) -> None:
    lamp = await make_product("Lamp", attributes={"material": ["Oak", "Steel"], "dimmable": True, "power": "2.5"})
    await make_product("Stool", attributes={"material": ["Oak"], "dimmable": False, "power": "25"})
    await make_product("Mug")
    made = await rule(RuleCondition(field=ConditionField.ATTRIBUTE, key=key, value=value))
    assert await catalog.refill(made.id) == 1
    assert await members(made) == {lamp.id}


async def test_what_is_no_longer_new_leaves_by_the_clock() -> None:
    new = await rule(RuleCondition(field=AGE, value="30"))
    made = await catalog.create_product(
        ProductDetails(title="Cup", status=catalog.ProductStatus.ACTIVE), sku="CUP", price=eur(1)
    )
    assert await members(new) == {made.id}
    assert await catalog.forget_aged() == 0
    with time_machine.travel(clock.now() + timedelta(days=30, seconds=1)):
        assert await catalog.forget_aged() == 1
    assert await members(new) == set()


async def test_a_rule_about_a_category_follows_it_when_it_moves() -> None:
    knife = await make_product(category="Kitchen/Knives")
    sharp = await rule(RuleCondition(field=CATEGORY, value="kitchen/knives"))
    await catalog.refill(sharp.id)
    await catalog.move_category("kitchen/knives", "")
    assert (await catalog.find_collection(sharp.id)).conditions[0].value == "knives"
    await catalog.refill(sharp.id)
    assert await members(sharp) == {knife.id}
    with pytest.raises(Invalid):
        await rule(RuleCondition(field=CATEGORY, value="nowhere"), title="Other")


async def test_what_is_shown_later_is_new_from_then_on() -> None:
    new = await rule(RuleCondition(field=AGE, value="30"))
    opens = clock.now() + timedelta(days=40)
    details = ProductDetails(title="Cup", status=catalog.ProductStatus.ACTIVE, shown_from=opens)
    made = await catalog.create_product(details, sku="CUP", price=eur(1))
    for days in (0, 29):
        with time_machine.travel(opens + timedelta(days=days)):
            assert await catalog.forget_aged() == 0
            assert await members(new) == {made.id}
    with time_machine.travel(opens + timedelta(days=30, seconds=1)):
        assert await catalog.forget_aged() == 1


@dataclass(frozen=True)
class Said:
    tags: tuple[str, ...]
    price: int
    category: str
    size: str
    again: bool

    def details(self) -> ProductDetails:
        status = catalog.ProductStatus.ACTIVE if self.again else catalog.ProductStatus.DRAFT
        answers = {"size": [self.size]} if self.size else {}
        return ProductDetails(
            title="Mug", tags=self.tags, category=self.category, status=status, type="thing", attributes=answers
        )


BRANCHES = ("home", "home/table", "homes")
PRODUCTS = st.builds(
    Said,
    tags=st.lists(st.sampled_from(["red", "blue"]), max_size=2).map(tuple),
    price=st.integers(1, 20),
    category=st.sampled_from(["", *BRANCHES]),
    size=st.sampled_from(["", "2.5", "2.50", "25"]),
    again=st.booleans(),
)
CONDITIONS = st.one_of(
    st.builds(RuleCondition, field=st.just(TAG), value=st.sampled_from(["red", "Blue"])),
    st.builds(RuleCondition, field=st.just(PRICE_TO), value=st.integers(1, 20).map(str)),
    st.builds(RuleCondition, field=st.just(ConditionField.PRICE_FROM), value=st.integers(1, 20).map(str)),
    st.builds(RuleCondition, field=st.just(AGE), value=st.integers(1, 9).map(str)),
    st.builds(RuleCondition, field=st.just(CATEGORY), value=st.sampled_from(BRANCHES)),
    st.builds(
        RuleCondition,
        field=st.just(ConditionField.ATTRIBUTE),
        key=st.just("size"),
        value=st.sampled_from(["2.50", "25"]),
    ),
)


def expected(conditions: list[RuleCondition], match_all: bool, said: Said, shown: bool) -> bool:
    """What a person would say, from what was typed alone."""

    def holds(each: RuleCondition) -> bool:
        match each.field:
            case ConditionField.TAG:
                return each.value.lower() in said.tags
            case ConditionField.CATEGORY:
                return said.category in {"home": ("home", "home/table")}.get(each.value, (each.value,))
            case ConditionField.PRICE_FROM:
                return said.price >= int(each.value)
            case ConditionField.PRICE_TO:
                return said.price <= int(each.value)
            case ConditionField.ATTRIBUTE:
                return said.size in {"2.50": ("2.5", "2.50")}.get(each.value, (each.value,))
            case ConditionField.AGE:
                return shown

    return (all if match_all else any)(map(holds, conditions))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    conditions=st.lists(CONDITIONS, min_size=1, max_size=3),
    match_all=st.booleans(),
    edits=st.lists(PRODUCTS, min_size=1, max_size=6),
)
async def test_what_is_kept_product_by_product_is_what_a_recount_finds(
    conditions: list[RuleCondition], match_all: bool, edits: list[Said]
) -> None:
    for name in (
        "products",
        "categories",
        "product_types",
        "collections",
        "collection_claims",
        "sku_claims",
        "slug_claims",
    ):
        await catalog.documents.database[name].delete_many({})
    await catalog.create_category("", "Home")
    await catalog.create_category("home", "Table")
    await catalog.create_category("", "Homes")
    kind = await catalog.create_product_type("Thing")
    size = AttributeSpec(key="size", name="Size", kind=AttributeKind.DECIMAL)
    await catalog.change_product_type(kind.id, "Thing", [size], kind.revision_id)
    made = await rule(*conditions, match_all=match_all)
    known: dict[UUID, tuple[Said, bool]] = {}
    for number, said in enumerate(edits):
        if said.again and known:
            place = list(known)[number % len(known)]
            await catalog.edit_product(place, said.details(), revision=None)
            known[place] = (replace(said, price=known[place][0].price), True)
        else:
            product = await catalog.create_product(said.details(), sku=f"S{number}", price=eur(said.price))
            known[product.id] = (said, said.again)
    wanted = {place for place, (said, shown) in known.items() if expected(conditions, match_all, said, shown)}
    assert await members(made) == wanted
    assert await catalog.refill(made.id) == 0


async def test_a_product_made_while_a_rule_changes_is_enrolled_by_what_the_rule_is_now(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    blue = await rule(RuleCondition(field=TAG, value="blue"))
    read = membership._rules

    async def and_then_it_changed(session: AsyncClientSession) -> list[Collection]:
        rules = await read(session)
        monkeypatch.setattr(membership, "_rules", read)
        await catalog.change_collection(
            blue.id, CollectionDetails("Sale", conditions=(RuleCondition(field=TAG, value="red"),)), revision=None
        )
        await catalog.refill(blue.id)
        return rules

    monkeypatch.setattr(membership, "_rules", and_then_it_changed)
    await bring(csv_of(first("cup", "Cup", Tags="red")))
    assert await members(blue) == {(await catalog.product("cup")).id}
    assert (await catalog.audit()).collections == ()


async def test_the_books_find_a_product_that_is_in_other_collections_than_hands_and_rules_say() -> None:
    mug = await make_product(sku="MUG", slug="mug", tags=["red"])
    red, gifts = await rule(RuleCondition(field=TAG, value="red"), title="Red"), await gather("Gifts", ["MUG"])
    told = "The product mug counts otherwise than its collections do: {}."
    assert (await catalog.audit()).collections == (told.format("Red"),)
    await catalog.refill(red.id)
    assert (await catalog.audit()).collections == ()
    raw = catalog.Product.get_pymongo_collection()
    await raw.update_one({"_id": mug.id}, {"$pull": {"collections": gifts.id}})
    assert (await catalog.audit()).collections == (told.format("Gifts"),)
