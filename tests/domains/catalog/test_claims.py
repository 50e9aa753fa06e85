import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from domains import catalog
from domains.catalog import Limits, PromotionUsedUp, Use
from domains.catalog.models import CouponCode, CustomerUses, PromotionClaim
from domains.catalog.promotions.auditing import audit_promotions
from domains.shared import clock
from domains.shared.ids import new_id
from domains.shared.settings import settings
from tests.support.stored_promotions import make_promotion

pytestmark = pytest.mark.usefixtures("catalogue")

ADA = catalog.customer_keys(UUID(int=7), "Ada@Example.com")


async def figures(promotion_id: UUID) -> tuple[int, int]:
    uses = await catalog.promotion_uses(promotion_id)
    return uses.uses, uses.given


async def test_a_claim_takes_one_use_of_each_however_often_it_is_told() -> None:
    friday = await make_promotion()
    coded = await make_promotion("Coded", codes=("SPRING",))
    order_id, uses = new_id(), [Use(promotion_id=friday.id, amount=125)]
    uses.append(Use(promotion_id=coded.id, amount=300, code="SPR1NG"))
    for _ in range(3):
        await catalog.claim(order_id, uses, ADA)
    assert (await figures(friday.id), await figures(coded.id)) == ((1, 125), (1, 300))
    assert (await catalog.coupon("SPRING")).uses == 1
    for _ in range(3):
        await catalog.release_claims(order_id)
    assert (await figures(friday.id), await figures(coded.id)) == ((0, 0), (0, 0))
    assert (await catalog.coupon("SPRING")).uses == 0
    assert {each.uses for each in await CustomerUses.find({}).to_list()} == {0}


async def test_of_several_all_are_taken_or_none() -> None:
    free = await make_promotion("Free")
    last = await make_promotion("Last", limits=Limits(overall=1))
    await catalog.claim(new_id(), [Use(promotion_id=last.id, amount=1)], ["party:1"])
    refused = new_id()
    with pytest.raises(PromotionUsedUp, match="“Last”"):
        await catalog.claim(refused, [Use(promotion_id=each.id, amount=1) for each in (free, last)], ADA)
    assert (await figures(free.id), await figures(last.id)) == ((0, 0), (1, 1))
    assert await PromotionClaim.get(refused) is None


async def test_a_customer_is_known_by_visit_and_by_address() -> None:
    once = await make_promotion(limits=Limits(per_customer=1))
    use = [Use(promotion_id=once.id, amount=5)]
    await catalog.claim(new_id(), use, ADA)
    for again in (
        catalog.customer_keys(UUID(int=7), "other@example.com"),
        catalog.customer_keys(UUID(int=8), "ada@example.COM "),
    ):
        with pytest.raises(PromotionUsedUp):
            await catalog.claim(new_id(), use, again)
    await catalog.claim(new_id(), use, catalog.customer_keys(UUID(int=9), "bob@example.com"))
    assert await figures(once.id) == (2, 10)
    assert not [each.id for each in await CustomerUses.find({}).to_list() if "example" in each.id]


async def test_a_budget_is_never_overdrawn_and_what_remains_of_it_is_offered() -> None:
    shared = await make_promotion(limits=Limits(budget=10_00))
    await catalog.claim(new_id(), [Use(promotion_id=shared.id, amount=6_00)], ADA)
    with pytest.raises(PromotionUsedUp):
        await catalog.claim(new_id(), [Use(promotion_id=shared.id, amount=4_01)], ADA)
    [offered] = (await catalog.standing([], ADA)).promotions
    assert offered.most == 4_00
    await catalog.claim(new_id(), [Use(promotion_id=shared.id, amount=4_00)], ADA)
    assert (await catalog.standing([], ADA)).used_up == {shared.id}
    assert await figures(shared.id) == (2, 10_00)


async def test_a_disabled_code_or_another_promotions_claims_nothing() -> None:
    coded = await make_promotion("Coded", codes=("SPRING", "SUMMER"))
    other = await make_promotion("Other", codes=("WINTER",))
    await catalog.disable_code(coded.id, "SUMMER")
    for promotion_id, code in ((coded.id, "SUMMER"), (other.id, "SPR1NG")):
        with pytest.raises(PromotionUsedUp):
            await catalog.claim(new_id(), [Use(promotion_id=promotion_id, amount=1, code=catalog.folded(code))], ADA)
    assert {each.uses for each in await CouponCode.find({}).to_list()} == {0}


async def test_an_order_that_ended_before_it_claimed_gets_nothing_later() -> None:
    friday = await make_promotion()
    order_id = new_id()
    await catalog.release_claims(order_id)
    with pytest.raises(PromotionUsedUp):
        await catalog.claim(order_id, [Use(promotion_id=friday.id, amount=1)], ADA)
    assert await figures(friday.id) == (0, 0)


async def test_what_is_paid_after_its_end_counts_again_even_beyond_the_limit() -> None:
    once = await make_promotion(limits=Limits(overall=1))
    late, use = new_id(), [Use(promotion_id=once.id, amount=5)]
    await catalog.claim(late, use, ADA)
    await catalog.release_claims(late)
    await catalog.claim(new_id(), use, ["party:1"])
    for _ in range(2):
        await catalog.claim_again(late)
    assert await figures(once.id) == (2, 10)
    assert (await catalog.standing([], ADA)).used_up == {once.id}


async def test_what_the_own_waiting_order_holds_is_left_for_itself() -> None:
    once = await make_promotion(codes=("SPRING",), limits=Limits(overall=1, per_customer=1, per_code=1, budget=5_00))
    mine = new_id()
    await catalog.claim(mine, [Use(promotion_id=once.id, amount=5_00, code="SPR1NG")], ADA)
    others = await catalog.standing(["SPRING"], ADA)
    own = await catalog.standing(["SPRING"], ADA, mine)
    assert (others.promotions, others.refused) == ((), (("SPRING", "This code has been used already."),))
    assert (own.used_up, own.refused, [each.most for each in own.promotions]) == (frozenset(), (), [5_00])


@pytest.mark.parametrize("many", [50, pytest.param(200, marks=pytest.mark.long)])
async def test_many_orders_at_once_take_exactly_what_the_limit_allows(many: int) -> None:
    ten = await make_promotion(codes=("SPRING",), limits=Limits(overall=10, per_customer=1, per_code=10))

    async def order(number: int) -> bool:
        try:
            await catalog.claim(
                UUID(int=1000 + number),
                [Use(promotion_id=ten.id, amount=100, code="SPR1NG")],
                catalog.customer_keys(UUID(int=number), f"{number}@example.com"),
            )
        except PromotionUsedUp:
            return False
        return True

    taken = await asyncio.gather(*(order(number) for number in range(many)))
    assert sum(taken) == 10
    assert await figures(ten.id) == (10, 10_00)
    assert await PromotionClaim.find({}).count() == 10
    assert (await catalog.coupon_codes(ten.id)).codes[0].uses == 10
    assert sum(each.uses for each in await CustomerUses.find({}).to_list()) == 20


async def test_the_last_use_goes_to_one_of_many_claims_of_one_order() -> None:
    once = await make_promotion(limits=Limits(overall=1))
    order_id, use = new_id(), [Use(promotion_id=once.id, amount=5)]
    await asyncio.gather(*(catalog.claim(order_id, use, ADA) for _ in range(20)))
    assert await figures(once.id) == (1, 5)


async def test_claiming_and_letting_go_at_once_leaves_all_or_nothing() -> None:
    friday = await make_promotion()
    orders = [new_id() for _ in range(20)]
    use = [Use(promotion_id=friday.id, amount=1)]
    both = [deed for each in orders for deed in (catalog.claim(each, use, ADA), catalog.release_claims(each))]
    done = await asyncio.gather(*both, return_exceptions=True)
    assert {type(each) for each in done if each is not None} <= {PromotionUsedUp}
    assert await figures(friday.id) == (0, 0)


async def test_old_claims_are_pruned_and_limits_and_books_see_no_difference() -> None:
    twice = await make_promotion(codes=("SPRING",), limits=Limits(per_customer=2, overall=3))
    use, held, given_back, late = [Use(promotion_id=twice.id, amount=5, code="SPR1NG")], new_id(), new_id(), new_id()
    await catalog.claim(held, use, ADA)
    await catalog.claim(given_back, use, ["party:1"])
    await catalog.release_claims(given_back)
    await catalog.claim(late, use, ["party:2"])
    await catalog.release_claims(late)
    await catalog.claim_again(late)
    assert await catalog.prune_claims() == 0
    with time_machine.travel(clock.now() + timedelta(days=settings().claims_kept_days, minutes=1)):
        young = new_id()
        await catalog.claim(young, use, ADA)
        assert await catalog.prune_claims() == 3
        assert await catalog.prune_claims() == 0
        assert [each.id for each in await PromotionClaim.find({}).to_list()] == [young]
        audit = await audit_promotions()
        [seen] = audit.promotions
        assert (seen.uses, seen.given, seen.claimed, seen.claimed_amount) == (3, 15, 3, 15)
        assert (seen.beyond, seen.beyond_amount, audit.drifted) == (1, 5, ())
        with pytest.raises(PromotionUsedUp):
            await catalog.claim(new_id(), use, ADA)
        await catalog.release_claims(young)
        await catalog.release_claims(held)  # cancelled years later: it gives nothing back
        assert await figures(twice.id) == (2, 10)
        assert (await audit_promotions()).drifted == ()


async def test_a_use_that_would_give_more_than_its_budget_takes_nothing_and_is_named() -> None:
    small = await make_promotion("Small", limits=Limits(budget=1_00))
    other = await make_promotion("Other")
    refused = new_id()
    with pytest.raises(PromotionUsedUp) as told:
        await catalog.claim(refused, [Use(promotion_id=each.id, amount=1_01) for each in (other, small)], ADA)
    assert told.value.label == "Small"
    assert (await figures(small.id), await figures(other.id)) == ((0, 0), (0, 0))
    assert await PromotionClaim.get(refused) is None
