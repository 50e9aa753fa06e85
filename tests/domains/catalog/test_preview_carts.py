"""In which carts a preview tries whether a promotion would sell below cost."""

from typing import Any

import pytest

from domains import catalog
from domains.catalog import PromotionClass, Scope
from domains.catalog.promotions.terms import Condition, MinimumAmount, MinimumQuantity
from domains.shared.money import Money
from tests.support.catalog import eur, make_product, make_variant
from tests.support.stored_promotions import make_promotion, terms

pytestmark = pytest.mark.usefixtures("catalogue")
TENNER = (catalog.AmountOff(10_00),)
MUGS = Scope(skus=frozenset({"MUG"}))


@pytest.mark.parametrize(
    ("conditions", "quantity", "sold"),
    [
        ((), 1, eur(0)),
        ((MinimumAmount(30_00),), 6, eur(20_00)),
        ((MinimumAmount(30_00, MUGS),), 6, eur(20_00)),
        ((MinimumQuantity(7),), 7, eur(25_00)),
        ((MinimumAmount(15_00, Scope(skus=frozenset({"LAMP"}))),), 1, eur(2_50)),
    ],
)
async def test_a_preview_tries_the_smallest_cart_that_meets_the_conditions(
    conditions: tuple[Condition, ...], quantity: int, sold: Money
) -> None:
    await make_product(variants=[make_variant("MUG", cost=eur(4_00), price=eur(5_00))])
    await make_product(sku="LAMP")
    draft = await catalog.create_promotion(terms(kind=PromotionClass.ORDER, benefits=TENNER, all_of=conditions))
    [loss] = (await catalog.preview_promotion(draft.id)).below_cost
    assert (loss.quantity, loss.sold_for, loss.cost) == (quantity, sold, eur(4_00) * quantity)


TABLE = Scope(categories=frozenset({"table"}))


@pytest.mark.parametrize(
    ("scope", "conditions", "losses"),
    [
        (MUGS, (MinimumAmount(30_00),), [(1, eur(3_00), True)]),
        (MUGS, (MinimumQuantity(4),), [(1, eur(3_00), True)]),
        (MUGS, (MinimumAmount(30_00, TABLE),), [(1, eur(3_00), True)]),
        (MUGS, (), [(1, eur(3_00), False)]),
        (TABLE, (MinimumAmount(30_00, MUGS),), []),  # two mugs for 23.00
        (None, (MinimumAmount(30_00),), []),
    ],
)
async def test_a_preview_lets_other_goods_reach_what_a_promotion_on_one_thing_asks_of_more(
    scope: Scope | None, conditions: tuple[Condition, ...], losses: list[tuple[int, Money, bool]]
) -> None:
    await make_product(variants=[make_variant("MUG", cost=eur(4_00), price=eur(20_00))])
    await make_product(sku="BOWL")
    off = (catalog.AmountOff(17_00), catalog.Gift("BOWL"))  # what is given on top changes nothing
    draft = await catalog.create_promotion(terms(benefits=off, scope=scope, all_of=conditions))
    found = (await catalog.preview_promotion(draft.id)).below_cost
    assert [(loss.quantity, loss.sold_for, loss.mixed) for loss in found] == losses


@pytest.mark.parametrize(
    ("bought", "sold"),
    [
        (Scope(skus=frozenset({"BOWL"})), [(2, eur(10_00))]),  # a bowl, and two mugs at half their price
        (TABLE, [(2, eur(10_00))]),
        (MUGS, [(3, eur(20_00))]),  # one at its price
        (None, [(3, eur(20_00))]),
    ],
)
async def test_a_preview_buys_elsewhere_what_has_to_be_bought_and_is_something_else(
    bought: Scope | None, sold: list[tuple[int, Money]]
) -> None:
    await make_product(variants=[make_variant("MUG", cost=eur(9_00), price=eur(10_00))])
    await make_product(sku="BOWL")
    half = catalog.BuyGet(1, 2, 5_000, bought)
    draft = await catalog.create_promotion(terms(benefits=(half,), scope=MUGS))
    found = (await catalog.preview_promotion(draft.id)).below_cost
    assert [(loss.quantity, loss.sold_for) for loss in found] == sold


async def test_what_is_only_cheap_in_a_cart_that_the_promotion_is_not_for_is_no_false_alarm() -> None:
    await make_product(variants=[make_variant("MUG", cost=eur(4_00), price=eur(5_00))])
    over: dict[str, Any] = {"all_of": (MinimumAmount(100_00),)}
    draft = await catalog.create_promotion(terms(kind=PromotionClass.ORDER, benefits=TENNER, **over))
    assert (await catalog.preview_promotion(draft.id)).below_cost_count == 0


async def test_a_preview_looks_at_each_step_of_a_staircase_and_each_way_to_qualify() -> None:
    await make_product(variants=[make_variant("MUG", cost=eur(4_00), price=eur(5_00))])
    stairs = catalog.Tiered(
        catalog.Measure.QUANTITY,
        (catalog.PromotionStep(4, catalog.AmountOff(10_00)), catalog.PromotionStep(40, catalog.AmountOff(11_00))),
    )
    either: dict[str, Any] = {"any_of": (MinimumQuantity(9), MinimumAmount(20_00))}
    draft = await catalog.create_promotion(terms(kind=PromotionClass.ORDER, benefits=(stairs,), **either))
    [loss] = (await catalog.preview_promotion(draft.id)).below_cost
    assert (loss.quantity, loss.sold_for, loss.cost) == (4, eur(10_00), eur(16_00))


async def test_a_preview_sells_beside_a_live_promotion_only_in_carts_that_this_is_for() -> None:
    mug = {"price": eur(5_00), "cost": eur(4_00)}
    await make_product(variants=[make_variant("MUG", **mug)])
    order = {"kind": PromotionClass.ORDER, "combines_with": frozenset({PromotionClass.LINE})}
    some = (catalog.PercentOff(1_500),)
    await make_promotion("Ten mugs", benefits=some, all_of=(MinimumQuantity(10),), **order)
    beside = frozenset({PromotionClass.ORDER})
    draft = await catalog.create_promotion(terms(benefits=(catalog.PercentOff(1_000),), combines_with=beside))
    [loss] = (await catalog.preview_promotion(draft.id)).below_cost
    assert (loss.quantity, loss.sold_for, loss.cost, loss.beside) == (10, eur(38_25), eur(40_00), ("Ten mugs",))
