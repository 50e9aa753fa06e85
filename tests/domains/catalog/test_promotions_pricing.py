from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domains.catalog import Delivery, LineSnapshot, Priced, Why, price
from domains.catalog.promotions.terms import (
    AmountOff,
    Benefit,
    BuyGet,
    Condition,
    FreeShipping,
    Gift,
    InGroup,
    Measure,
    MinimumAmount,
    MinimumQuantity,
    NthOrder,
    PercentOff,
    Promotion,
    Scope,
    SetPrice,
    ShippingBy,
    Step,
    Tiered,
)
from tests.support.catalog import eur
from tests.support.promotions import LINE, NOON, ORDER, SHIPPING, cart_line, context, promotion

BOWL, LAMP = Scope(skus=frozenset({"BOWL"})), Scope(skus=frozenset({"LAMP"}))
MUGS = Scope(categories=frozenset({"table/mugs"}))
CART = [
    cart_line("MUG", 10_00, 3, category="table/mugs"),
    cart_line("BOWL", 20_00, 1, category="table/bowls"),
    cart_line("LAMP", 50_00, 1, category="light"),
]


def discounts(priced: Priced) -> list[int]:
    return [line.discount.amount for line in priced.lines]


def under(*promotions: Promotion, cart: list[LineSnapshot] = CART, **more: Any) -> Priced:
    return price(cart, context(*promotions, **more))


def not_applied(priced: Priced) -> dict[str, str]:
    return {part.label: part.because for part in priced.why.parts if not part.applied}


@pytest.mark.parametrize(
    ("benefit", "expected"),
    [
        (PercentOff(1_000), [3_00, 2_00, 5_00]),
        (PercentOff(3_333), [10_00, 6_67, 16_67]),
        (PercentOff(1_000, most=5_00), [1_50, 1_00, 2_50]),
        (AmountOff(10_00), [3_00, 2_00, 5_00]),
        (AmountOff(1_00), [30, 20, 50]),
        (AmountOff(500_00), [30_00, 20_00, 50_00]),
        (AmountOff(2_00, each=True), [6_00, 2_00, 2_00]),
        (Tiered(Measure.QUANTITY, (Step(2, PercentOff(500)), Step(5, PercentOff(1_000)))), [3_00, 2_00, 5_00]),
        (Tiered(Measure.AMOUNT, (Step(50_00, AmountOff(1_00)), Step(100_01, AmountOff(9_00)))), [30, 20, 50]),
        (Tiered(Measure.AMOUNT, (Step(100_01, AmountOff(9_00)),)), [0, 0, 0]),
        (BuyGet(2, 1), [10_00, 0, 0]),
        (BuyGet(1, 1), [20_00, 0, 0]),
        (BuyGet(1, 1, 5_000, most_times=1), [5_00, 0, 0]),
        (SetPrice(8_00), [6_00, 12_00, 42_00]),
        (SetPrice(60_00, quantity=2), [0, 2_86, 7_14]),
    ],
)
def test_what_a_benefit_takes_off_the_lines(benefit: Benefit, expected: list[int]) -> None:
    priced = under(promotion(benefit))
    assert discounts(priced) == expected
    assert priced.goods == eur(100_00 - sum(expected))


def test_a_scope_keeps_a_promotion_to_its_lines() -> None:
    assert discounts(under(promotion(PercentOff(5_000), scope=MUGS))) == [15_00, 0, 0]
    all_table = Scope(categories=frozenset({"table"}), but_not=MUGS)
    assert discounts(under(promotion(PercentOff(5_000), scope=all_table))) == [0, 10_00, 0]


def test_buying_one_thing_reduces_another() -> None:
    mugs_for_lamps = promotion(BuyGet(3, 1, bought=MUGS), scope=Scope(skus=frozenset({"LAMP"})))
    assert discounts(under(mugs_for_lamps)) == [0, 0, 50_00]
    assert discounts(under(mugs_for_lamps, cart=CART[1:])) == [0, 0]


def test_what_is_off_the_order_is_spread_by_largest_remainder() -> None:
    cart = [cart_line("A", 1_00), cart_line("B", 1_00), cart_line("C", 1_00)]
    assert discounts(under(promotion(AmountOff(1_00), kind=ORDER), cart=cart)) == [34, 33, 33]


@pytest.mark.parametrize(
    ("condition", "more", "told"),
    [
        (MinimumAmount(100_00), {}, ""),
        (MinimumAmount(100_01), {}, "Spend 0.01 EUR more."),
        (MinimumAmount(40_00, MUGS), {}, "Spend 10.00 EUR more on what it is for."),
        (MinimumQuantity(5), {}, ""),
        (MinimumQuantity(6), {}, "It takes 1 more."),
        (InGroup(frozenset({"trade"})), {"groups": frozenset({"trade"})}, ""),
        (InGroup(frozenset({"trade"})), {}, "It is for certain customers."),
        (NthOrder(1), {"earlier_orders": 0}, ""),
        (NthOrder(1), {"earlier_orders": 1}, "It is for a first order."),
        (NthOrder(1), {}, "It is for the first order of an account: please sign in, or create one."),
        (NthOrder(3, every=True), {"earlier_orders": 5}, ""),
        (NthOrder(3), {"earlier_orders": 5}, "It is for order no. 3."),
        (ShippingBy(frozenset({"express"})), {"delivery": Delivery("express", 9_00)}, ""),
        (
            ShippingBy(frozenset({"express"})),
            {"delivery": Delivery("standard", 9_00)},
            "It is for another way of delivery.",
        ),
    ],
)
def test_a_condition_that_does_not_hold_says_what_is_missing(
    condition: Condition, more: dict[str, Any], told: str
) -> None:
    priced = under(promotion(PercentOff(1_000), name="Ten", all_of=(condition,)), **more)
    assert not_applied(priced) == ({"Ten": told} if told else {})
    assert priced.discount == (eur(0) if told else eur(10_00))


def test_one_of_several_conditions_is_enough_where_any_will_do() -> None:
    either = (MinimumAmount(500_00), InGroup(frozenset({"trade"})))
    assert under(promotion(PercentOff(1_000), any_of=either), groups=frozenset({"trade"})).discount == eur(10_00)
    refused = under(promotion(PercentOff(1_000), name="Ten", any_of=either))
    assert not_applied(refused) == {"Ten": "Spend 400.00 EUR more. Or: It is for certain customers."}


def test_a_window_holds_to_the_moment() -> None:
    later = promotion(PercentOff(1_000), name="Later", starts_at=NOON + timedelta(microseconds=1))
    over = promotion(PercentOff(1_000), name="Over", starts_at=NOON - timedelta(days=1), ends_at=NOON)
    assert not_applied(under(later, over)) == {"Later": "It has not begun yet.", "Over": "It has ended."}
    assert under(promotion(PercentOff(1_000), starts_at=NOON)).discount == eur(10_00)


def test_a_code_has_to_be_typed_and_one_that_does_not_count_says_why() -> None:
    ten = promotion(PercentOff(1_000), name="Ten", by_code=True, all_of=(MinimumAmount(200_00),))
    assert not_applied(under(ten)) == {"Ten": "It asks for a code."}
    (declined,) = under(ten, codes={ten.id: "TEN"}).declined
    assert (declined.code, declined.because) == ("TEN", "Spend 100.00 EUR more.")
    used = under(promotion(PercentOff(1_000), name="Used", id=UUID(int=9)), used_up=frozenset({UUID(int=9)}))
    assert not_applied(used) == {"Used": "It has been used as often as it may be."}


def test_on_one_line_the_promotion_that_saves_more_counts() -> None:
    mugs, everything = promotion(PercentOff(3_000), name="Mugs", scope=MUGS), promotion(PercentOff(1_000), name="All")
    priced = under(mugs, everything)
    assert discounts(priced) == [9_00, 2_00, 5_00]
    (lost,) = priced.lines[0].why.parts[-1].parts
    assert lost == Why("All", because="“Mugs” saves more here.", applied=False)


def test_promotions_that_name_each_others_class_are_applied_one_after_the_other() -> None:
    both = frozenset({LINE, ORDER})
    line = promotion(PercentOff(1_000), combines_with=both)
    order = promotion(PercentOff(1_000), kind=ORDER, combines_with=both)
    assert under(line, order).discount == eur(19_00)
    assert under(line, promotion(PercentOff(1_000), combines_with=both)).discount == eur(19_00)


def test_without_that_the_better_one_counts_and_the_other_is_named() -> None:
    line = promotion(PercentOff(1_000), name="Lines")
    order = promotion(AmountOff(15_00), name="Order", kind=ORDER, combines_with=frozenset({LINE}))
    priced = under(line, order)
    assert [saving.label for saving in priced.savings] == ["Order"]
    assert not_applied(priced) == {"Lines": "It cannot be combined with “Order”, which saves more."}


def test_an_exclusive_promotion_stands_alone_or_not_at_all() -> None:
    all_classes = frozenset({LINE, ORDER, SHIPPING})
    line = promotion(PercentOff(1_000), name="Lines", combines_with=all_classes)
    alone = promotion(AmountOff(12_00), name="Alone", kind=ORDER, exclusive=True, combines_with=all_classes)
    assert [saving.label for saving in under(line, alone).savings] == ["Alone"]
    order = promotion(AmountOff(5_00), name="Order", kind=ORDER, combines_with=all_classes)
    assert [saving.label for saving in under(line, alone, order).savings] == ["Lines", "Order"]


def test_where_two_save_the_same_the_higher_priority_counts() -> None:
    low, high = (
        promotion(PercentOff(1_000), name="Low"),
        promotion(AmountOff(10_00), name="High", kind=ORDER, priority=5),
    )
    assert [saving.label for saving in under(low, high).savings] == ["High"]


def test_free_shipping_is_a_mark_and_a_part_of_the_delivery_an_amount() -> None:
    free = promotion(FreeShipping(), kind=SHIPPING)
    assert (under(free).free_shipping, under(free).postage(eur(4_90))) == (True, eur(0))
    half = under(promotion(PercentOff(5_000), kind=SHIPPING), delivery=Delivery("standard", 4_90))
    assert (half.free_shipping, half.shipping_discount, half.postage(eur(4_90))) == (False, eur(2_45), eur(2_45))


def test_what_comes_off_a_delivery_weighs_the_same_before_and_after_one_is_chosen() -> None:
    cent = promotion(AmountOff(1), name="Cent")
    free = promotion(FreeShipping(), name="Free", kind=SHIPPING)
    cart = under(cent, free, likely_postage=4_90)
    checkout = under(cent, free, delivery=Delivery("standard", 4_90))
    assert [saving.label for saving in cart.savings] == [saving.label for saving in checkout.savings] == ["Free"]
    assert not_applied(cart) == {"Cent": "It cannot be combined with “Free”, which saves more."}
    assert (cart.free_shipping, cart.shipping_discount, checkout.shipping_discount) == (True, None, eur(4_90))
    dearer = promotion(AmountOff(5_00), name="Five")
    assert [saving.label for saving in under(dearer, free, likely_postage=4_90).savings] == ["Five"]


def test_two_promotions_that_fit_together_beat_one_that_saves_more_than_each() -> None:
    both = promotion(AmountOff(11_00), name="Both", scope=Scope(skus=frozenset({"BOWL", "LAMP"})))
    bowl, lamp = (promotion(AmountOff(10_00), scope=Scope(skus=frozenset({sku}))) for sku in ("BOWL", "LAMP"))
    assert discounts(under(both, bowl, lamp)) == [0, 10_00, 10_00]
    assert discounts(under(both, bowl)) == discounts(under(both, lamp)) == discounts(under(both))


def test_what_is_left_for_the_order_counts_where_its_promotion_is_for_some_lines() -> None:
    beside = frozenset({LINE, ORDER})
    order = promotion(PercentOff(5_000), kind=ORDER, combines_with=beside, scope=LAMP)
    rivals: dict[str, Any] = {"combines_with": frozenset({ORDER})}
    lamp = promotion(BuyGet(1, 1, 5_000, bought=LAMP), scope=BOWL, **rivals)
    bowl = promotion(AmountOff(9_00), scope=LAMP, **rivals)
    assert discounts(under(order, lamp)) == [0, 10_00, 25_00]
    assert discounts(under(order, bowl)) == [0, 0, 29_50]
    assert discounts(under(order, lamp, bowl)) == [0, 10_00, 25_00]
    more = promotion(AmountOff(11_00), scope=LAMP, **rivals)
    assert discounts(under(order, lamp, more)) == [0, 10_00, 25_00]


def test_a_gift_is_a_line_that_costs_nothing() -> None:
    gift = promotion(Gift("STICKER", 2), name="Sticker")
    priced = under(gift, gifts=(cart_line("STICKER", 1_50),))
    line = priced.lines[-1]
    assert (line.sku, line.quantity, line.gift, line.discount, line.total) == ("STICKER", 2, 2, eur(3_00), eur(0))
    assert (priced.goods, priced.discount) == (eur(100_00), eur(3_00))


def test_a_gift_of_what_is_in_the_cart_anyway_is_one_more_of_it() -> None:
    priced = under(promotion(Gift("MUG")), gifts=(cart_line("MUG", 10_00),))
    mug = priced.lines[0]
    assert (len(priced.lines), mug.quantity, mug.gift, mug.discount, mug.total) == (3, 4, 1, eur(10_00), eur(30_00))


def test_a_gift_that_has_sold_out_is_not_promised() -> None:
    priced = under(promotion(Gift("STICKER"), name="Sticker"))
    assert (not_applied(priced), len(priced.lines)) == ({"Sticker": "Its gift has sold out."}, 3)


def test_all_promotions_together_take_off_no_more_than_the_cap() -> None:
    stacking = frozenset({LINE, ORDER})
    line = promotion(PercentOff(4_000), combines_with=stacking)
    order = promotion(PercentOff(5_000), kind=ORDER, combines_with=stacking)
    priced = under(line, order, most_off=5_000)
    assert (priced.discount, discounts(priced)) == (eur(50_00), [15_00, 10_00, 25_00])
    assert [saving.amount for saving in priced.savings] == [eur(40_00), eur(10_00)]
