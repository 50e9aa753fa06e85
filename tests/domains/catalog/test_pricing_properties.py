"""For any cart under any promotions, in currencies of no, two and three decimals."""

from random import Random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from domains.catalog import LineSnapshot, Priced, PricingContext, price
from domains.catalog.promotions.terms import WHOLE
from domains.shared.money import Money, part
from tests.support.promotions import random_context, random_lines

CURRENCIES = st.sampled_from(["JPY", "EUR", "KWD"])


@settings(max_examples=10_000, deadline=None)
@given(seed=st.integers(0, 2**32), currency=CURRENCIES)
def test_the_parts_of_any_cart_are_its_total_and_no_cap_is_passed(seed: int, currency: str) -> None:
    random = Random(seed)
    lines, context = random_lines(random, currency), random_context(random, currency)
    priced = price(lines, context)
    _adds_up(priced, currency)
    _keeps_caps(priced, context)
    _stands_together(priced, context)
    shuffled = list(context.promotions)
    random.shuffle(shuffled)
    assert price(lines, msgspec.structs.replace(context, promotions=tuple(shuffled))) == priced


@settings(max_examples=500, deadline=None)
@given(seed=st.integers(0, 2**32), currency=CURRENCIES)
def test_what_is_chosen_saves_at_least_what_any_one_of_them_would(seed: int, currency: str) -> None:
    random = Random(seed)
    lines, context = random_lines(random, currency), random_context(random, currency)
    context = msgspec.structs.replace(context, most_off=WHOLE)
    assert _saved(price(lines, context)) >= _best_alone(lines, context)


def _adds_up(priced: Priced, currency: str) -> None:
    nothing = Money.zero(currency)
    for line in priced.lines:
        assert line.total == line.unit * line.quantity - line.discount
        assert nothing <= line.discount <= line.whole
        amounts = [each.amount for each in line.why.parts if each.applied and each.amount is not None]
        assert sum(amounts, nothing) == line.total == line.why.amount
        assert sum((saving.amount for saving in line.savings), nothing) <= line.discount
    assert priced.goods == sum((line.total for line in priced.lines), nothing)
    of_goods = [saving.amount for saving in priced.savings if not saving.shipping]
    assert sum(of_goods, nothing) == priced.discount
    assert priced.goods + priced.discount == sum((line.whole for line in priced.lines), nothing)


def _keeps_caps(priced: Priced, context: PricingContext) -> None:
    gifts = sum((line.unit * line.gift).amount for line in priced.lines)
    bought = sum(line.whole.amount for line in priced.lines) - gifts
    assert priced.discount.amount - gifts <= part(bought, context.most_off)
    given_away = {gift.sku for gift in context.gifts}
    for each in context.promotions:
        taken = [saving.amount.amount for saving in priced.savings if saving.promotion_id == each.id]
        with_gift = any(getattr(benefit, "sku", "") in given_away for benefit in each.benefits)
        assert each.most is None or with_gift or sum(taken) <= each.most
    if context.delivery and priced.shipping_discount:
        assert priced.shipping_discount.amount <= context.delivery.amount


def _stands_together(priced: Priced, context: PricingContext) -> None:
    applied = {saving.promotion_id for saving in priced.savings}
    found = [each for each in context.promotions if each.id in applied]
    assert len(found) == 1 or not any(each.exclusive for each in found)
    for one in found:
        for other in found:
            if one.kind != other.kind:
                assert other.kind in one.combines_with
    assert all(each.id in context.codes for each in found if each.by_code)


def _saved(priced: Priced) -> int:
    return sum(saving.amount.amount for saving in priced.savings)


def _best_alone(lines: list[LineSnapshot], context: PricingContext) -> int:
    """What the best of the promotions saves when there is no other."""
    alone = (price(lines, msgspec.structs.replace(context, promotions=(each,))) for each in context.promotions)
    return max((_saved(each) for each in alone), default=0)
