"""For any cart under any promotions, in currencies of no, two and three decimals."""

from itertools import combinations
from random import Random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from domains.catalog import LineSnapshot, Priced, PricingContext, price
from domains.catalog.pricing.contests import MOST_TRIED
from domains.catalog.promotions.terms import WHOLE, AmountOff, PromotionClass, Scope
from domains.shared.money import Money, part
from tests.support.promotions import cart_line, promotion, random_context, random_lines
from tests.support.promotions import context as cart_context

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


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**32), currency=CURRENCIES)
def test_one_more_promotion_never_costs_the_customer_more(seed: int, currency: str) -> None:
    random = Random(seed)
    lines = random_lines(random, currency)
    context = msgspec.structs.replace(random_context(random, currency), most_off=WHOLE)
    of_lines = [each for each in context.promotions if each.kind is PromotionClass.LINE][:MOST_TRIED]
    fewer = tuple(each for each in context.promotions if each.kind is not PromotionClass.LINE or each in of_lines)
    context = msgspec.structs.replace(context, promotions=fewer)
    saved = _saved(price(lines, context))
    for gone in context.promotions:
        fewer = tuple(each for each in context.promotions if each is not gone)
        assert _saved(price(lines, msgspec.structs.replace(context, promotions=fewer))) <= saved


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_of_promotions_that_compete_for_lines_the_best_set_is_found(seed: int) -> None:
    """Beside every set there is of them."""
    random = Random(seed)
    skus = [f"SKU-{place}" for place in range(random.randint(2, 6))]
    lines = [cart_line(sku, random.randint(10_00, 60_00)) for sku in skus]
    worth = {line.sku: line.inputs.regular for line in lines}
    rivals = [(random.sample(skus, random.randint(1, len(skus))), random.randint(5_00, 90_00)) for _ in range(8)]
    offers = [promotion(AmountOff(amount), scope=Scope(skus=frozenset(own))) for own, amount in rivals]
    every = (set_ for count in range(9) for set_ in combinations(rivals, count))
    apart = (each for each in every if len({sku for own, _ in each for sku in own}) == sum(len(own) for own, _ in each))
    most = max(sum(min(amount, sum(worth[sku] for sku in own)) for own, amount in each) for each in apart)
    assert price(lines, cart_context(*offers)).discount.amount == most


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
