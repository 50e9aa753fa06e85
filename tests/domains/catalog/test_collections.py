"""Collections by hand and by rule; what is kept product by product is what a rule says of all of them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domains import catalog
from domains.catalog import (
    CollectionDetails,
    CollectionKind,
    ConditionField,
    Moved,
    ProductDetails,
    RuleCondition,
    Unknown,
)
from domains.catalog.models import Collection
from domains.shared import clock
from domains.shared.errors import Invalid
from tests.support.catalog import eur, make_product
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


@pytest.mark.parametrize(("key", "value"), [("material", "steel"), ("dimmable", "yes"), ("power", "2.5")])
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


PRODUCTS = st.tuples(st.lists(st.sampled_from(["red", "blue"]), max_size=2), st.integers(1, 20), st.booleans())
CONDITIONS = st.one_of(
    st.builds(RuleCondition, field=st.just(TAG), value=st.sampled_from(["red", "Blue"])),
    st.builds(RuleCondition, field=st.just(PRICE_TO), value=st.integers(1, 20).map(str)),
    st.builds(RuleCondition, field=st.just(ConditionField.PRICE_FROM), value=st.integers(1, 20).map(str)),
    st.builds(RuleCondition, field=st.just(AGE), value=st.integers(1, 9).map(str)),
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    conditions=st.lists(CONDITIONS, min_size=1, max_size=3),
    match_all=st.booleans(),
    edits=st.lists(PRODUCTS, min_size=1, max_size=6),
)
async def test_what_is_kept_product_by_product_is_what_a_recount_finds(
    conditions: list[RuleCondition], match_all: bool, edits: list[tuple[list[str], int, bool]]
) -> None:
    for name in ("products", "collections", "collection_claims", "sku_claims", "slug_claims"):
        await catalog.documents.database[name].delete_many({})
    made = await rule(*conditions, match_all=match_all)
    known: list[Any] = []
    for number, (tags, price, again) in enumerate(edits):
        if again and known:
            details = ProductDetails(title="Mug", tags=tuple(tags), status=catalog.ProductStatus.ACTIVE)
            await catalog.edit_product(known[number % len(known)], details, revision=None)
        else:
            details = ProductDetails(title="Mug", tags=tuple(tags))
            known.append((await catalog.create_product(details, sku=f"S{number}", price=eur(price))).id)
    products = [await catalog.find_product(each) for each in known]
    assert await members(made) == {each.id for each in products if made.takes(each, clock.now())}
    assert await catalog.refill(made.id) == 0
