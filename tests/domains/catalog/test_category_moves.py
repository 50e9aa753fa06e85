"""A branch on its way: whenever it stops, everything that names its categories still finds its products."""

from datetime import timedelta
from typing import Any

import pytest

from domains import catalog
from domains.catalog import (
    CategoryDetails,
    CollectionDetails,
    CollectionKind,
    ConditionField,
    MinimumQuantity,
    RuleCondition,
    Scope,
)
from domains.catalog.categories import moving
from domains.shared import clock
from domains.shared.errors import Invalid
from tests.support.catalog import make_product
from tests.support.stored_promotions import make_promotion

pytestmark = pytest.mark.usefixtures("catalogue")
KNIVES = Scope(categories=frozenset({"kitchen/knives"}))


@pytest.fixture
def _step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every transaction carries one product or category, and nobody waits: as if all died after each."""
    for name, value in (("BATCH", 1), ("PATIENCE", 0.0), ("TURN", 0.0)):
        monkeypatch.setattr(moving, name, value)


async def go_on() -> bool:
    """One step; whether there was one to do."""
    return bool(await catalog.finish_moves(timedelta(0)))


async def in_scope(scope: Scope | None) -> int:
    """For how many of the products a promotion is, as a cart would be priced."""
    assert scope is not None
    products = await catalog.documents.database["products"].find({}).to_list()
    found = 0
    for each in products:
        line = catalog.LineSnapshot.of(await catalog.offer(each["variants"][0]["sku"]), 1)
        context = catalog.PricingContext(at=clock.now(), currency="EUR", promotions=(await only_promotion(),))
        found += catalog.price([line], context).goods.amount < line.inputs.regular
    return found


async def only_promotion() -> catalog.Promotion:
    [found] = (await catalog.live_promotions(fresh=True)).values()
    return found


async def taken(rule: catalog.Collection) -> int:
    kept = await catalog.find_collection(rule.id)
    rows = await catalog.documents.database["products"].find({}, {"_id": 1}).to_list()
    return sum([kept.takes(await catalog.find_product(row["_id"]), clock.now()) for row in rows])


async def make_rule() -> catalog.Collection:
    made = await catalog.create_collection("Sharp", CollectionKind.RULE)
    said = CollectionDetails(
        "Sharp", conditions=(RuleCondition(field=ConditionField.CATEGORY, value="kitchen/knives"),)
    )
    return await catalog.change_collection(made.id, said, revision=made.revision)


@pytest.mark.usefixtures("_step_by_step")
async def test_after_every_step_promotions_rules_and_pages_find_all_products_of_a_moving_branch() -> None:
    for number in range(3):
        await make_product(sku=f"KNIFE-{number}", category="Kitchen/Knives")
        await make_product(sku=f"PARING-{number}", category="Kitchen/Knives/Paring")
    last = await make_product(sku="POT", category="Kitchen/Pots")
    rule, _ = await make_rule(), await make_promotion("Sharp", scope=KNIVES)
    await catalog.change_category("kitchen/knives", CategoryDetails("Knives", order=(last.id,)))
    await catalog.create_category("", "Home")
    await catalog.move_category("kitchen/knives", "home", "blades")
    steps = 0
    while await catalog.moves():
        assert (await in_scope((await only_promotion()).scope), await taken(rule)) == (6, 6)
        tree = {each.path: each for each in await catalog.all_categories()}
        assert all(not each.parent or each.parent in tree for each in tree.values())
        products = await catalog.documents.database["products"].find({}).to_list()
        assert {each["category"] for each in products} <= tree.keys()
        assert await go_on()
        steps += 1
    assert steps == 6 + 2 + 1 - 1  # products, categories and the end; the first was made at once
    assert sorted(each.path for each in await catalog.all_categories()) == [
        "home", "home/blades", "home/blades/paring", "kitchen", "kitchen/pots",
    ]  # fmt: skip
    assert (await only_promotion()).scope == Scope(categories=frozenset({"home/blades"}))
    assert (await catalog.find_collection(rule.id)).conditions == [
        RuleCondition(field=ConditionField.CATEGORY, value="home/blades")
    ]
    assert (await in_scope((await only_promotion()).scope), await taken(rule)) == (6, 6)
    assert (await catalog.find_category("home/blades")).order == [last.id]


@pytest.mark.usefixtures("_step_by_step")
async def test_nothing_else_happens_to_a_branch_that_is_on_its_way() -> None:
    await make_product(sku="KNIFE", category="Kitchen/Knives")
    await catalog.create_category("", "Home")
    await catalog.move_category("kitchen/knives", "home")
    deeds: list[Any] = [
        catalog.move_category("kitchen", "home"),
        catalog.move_category("home/knives", ""),
        catalog.create_category("kitchen/knives", "Paring"),
        catalog.create_category("home/knives", "Paring"),
        catalog.remove_category("home/knives"),
        catalog.change_category("kitchen/knives", CategoryDetails("Blades")),
    ]
    for deed in deeds:
        with pytest.raises(catalog.OnItsWay):
            await deed
    assert (await catalog.create_category("kitchen", "Pots")).path == "kitchen/pots"
    assert await catalog.finish_moves() == 0  # somebody is at it
    await make_product(sku="LATE", category="Kitchen/Knives")  # a file that still names the old place
    while await go_on():
        pass
    assert {each.category for each in (await catalog.products(page=1)).items} == {"home/knives"}
    with pytest.raises(catalog.Moved) as told:
        await catalog.category("kitchen/knives")
    assert told.value.slug == "home/knives"


async def test_what_a_promotion_names_deep_inside_follows_too_and_its_editor_is_told() -> None:
    await make_product(sku="A", category="Kitchen/Knives")
    both = Scope(categories=frozenset({"kitchen", "kitchen/knives"}), but_not=KNIVES)
    buy = catalog.BuyGet(1, 1, bought=KNIVES)
    made = await make_promotion(benefits=(buy,), scope=both, all_of=(MinimumQuantity(1, KNIVES),))
    await catalog.move_category("kitchen/knives", "", "blades")
    blades = Scope(categories=frozenset({"blades"}))
    kept = await catalog.find_promotion(made.id)
    assert kept.promotion.scope == Scope(categories=frozenset({"kitchen", "blades"}), but_not=blades)
    assert kept.promotion.all_of == (MinimumQuantity(1, blades),)
    assert kept.promotion.benefits == (catalog.BuyGet(1, 1, bought=blades),)
    with pytest.raises(catalog.Conflict):
        await catalog.edit_promotion(made.id, kept.promotion, revision=made.revision)


async def test_a_branch_whose_addresses_would_be_too_long_does_not_set_out() -> None:
    await make_product(category="/".join(letter * 80 for letter in "abcdef"))  # 485 characters
    await catalog.create_category("", "Top")
    await catalog.create_category("top", "Sub" * 32)
    with pytest.raises(Invalid):
        await catalog.move_category("a" * 80 + "/" + "b" * 80, "top/" + "sub" * 32)
    assert await catalog.moves() == []
