from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from domains import catalog
from domains.catalog import CodeRefused
from domains.catalog.promotions.coupons import ALPHABET
from domains.shared.errors import Invalid
from tests.support.own_files import whole
from tests.support.stored_promotions import make_promotion, terms

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("catalogue")


async def exported(promotion_id: UUID) -> list[str]:
    return (await whole(catalog.export_codes(promotion_id))).decode().splitlines()


@pytest.mark.parametrize("typed", ["WELCOME-10", "welcome 10", " WeIc0me1O ", "ＷＥＬＣＯＭＥ１０"])
async def test_a_code_is_taken_however_it_is_typed(typed: str) -> None:
    made = await make_promotion(codes=("Welcome-10",))
    found = await catalog.coupon(typed)
    assert (found.promotion_id, found.written) == (made.id, "WELCOME-10")


@pytest.mark.parametrize("typed", ["WELCOME11", "🎁", '{"$gt": ""}', "x" * 5_000, "\u202e01EMOCLEW"])
async def test_an_unknown_code_is_refused_in_words(typed: str) -> None:
    await make_promotion(codes=("WELCOME-10",))
    with pytest.raises(CodeRefused) as refused:
        await catalog.coupon(typed)
    assert list(refused.value.fields) == ["code"]


async def test_codes_made_at_once_are_all_different_and_easy_to_read() -> None:
    made = await make_promotion(codes=("FIRST",))
    assert await catalog.add_codes(made.id, "spring", 1_500) == 1_500
    rows = await exported(made.id)
    codes = {row.split(",")[0] for row in rows[1:]} - {"FIRST"}
    assert len(codes) == 1_500
    assert all(code.startswith("SPRING-") and set(code[7:]) <= {*ALPHABET, "-"} for code in codes)
    assert not {"0", "O", "1", "I", "L"} & set(ALPHABET)
    first = await catalog.coupon_codes(made.id)
    second = await catalog.coupon_codes(made.id, first.after)
    assert (len(first.codes), len({each.id for each in (*first.codes, *second.codes)})) == (50, 100)


async def test_one_code_is_of_one_promotion() -> None:
    await make_promotion(codes=("COOL",))
    other = await make_promotion("Other", codes=("OTHER",))
    with pytest.raises(Invalid, match="already"):
        await catalog.add_code(other.id, "c00l")


async def test_only_what_asks_for_a_code_has_codes() -> None:
    made = await make_promotion()
    with pytest.raises(Invalid):
        await catalog.add_codes(made.id, "", 3)
    assert (await catalog.coupon_codes(made.id)).codes == ()


@pytest.mark.parametrize(("prefix", "count"), [("", 0), ("", 10_001), ("=", 1), ("x" * 31, 1)])
async def test_a_batch_that_makes_no_sense_is_refused(prefix: str, count: int) -> None:
    made = await make_promotion(codes=("FIRST",))
    with pytest.raises(Invalid):
        await catalog.add_codes(made.id, prefix, count)
    assert len((await catalog.coupon_codes(made.id)).codes) == 1


async def test_a_disabled_code_is_refused_until_it_is_let_in_again() -> None:
    made = await make_promotion(codes=("SPRING",))
    await catalog.disable_code(made.id, "spring")
    with pytest.raises(CodeRefused, match="no longer valid"):
        await catalog.coupon("SPRING")
    standing = await catalog.standing(["SPRING"], ["party:1"])
    assert (standing.promotions, standing.refused) == ((), (("SPRING", "This code is no longer valid."),))
    await catalog.disable_code(made.id, "spring", disabled=False)
    assert (await catalog.coupon("SPRING")).written == "SPRING"


async def test_a_code_says_when_it_is_too_early_and_too_late_for_it() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        await make_promotion(codes=("SPRING",), starts_at=NOON + DAY, ends_at=NOON + 2 * DAY)
        with pytest.raises(CodeRefused, match="from 28 November 2026, 12:00 UTC on"):
            await catalog.coupon("SPRING")
        now.shift(DAY)
        assert (await catalog.coupon("SPRING")).written == "SPRING"
        now.shift(DAY)
        with pytest.raises(CodeRefused, match="expired"):
            await catalog.coupon("SPRING")


async def test_the_codes_of_a_draft_are_unknown_to_shoppers() -> None:
    draft = await catalog.create_promotion(terms(by_code=True))
    await catalog.add_code(draft.id, "EARLY")
    with pytest.raises(CodeRefused, match="do not know"):
        await catalog.coupon("EARLY")


async def test_a_cart_is_priced_under_what_is_automatic_and_what_its_codes_are_for() -> None:
    automatic = await make_promotion("Automatic")
    coded = await make_promotion("Coded", codes=("ONE", "TWO"))
    await make_promotion("Unasked", codes=("THREE",))
    found = await catalog.standing(["two", "ONE", "NINE"], ["party:1"], fresh=True)
    assert {each.id for each in found.promotions} == {automatic.id, coded.id}
    assert found.codes == {coded.id: "TWO"}
    assert found.refused == (
        ("ONE", "Another code for the same offer is in your cart."),
        ("NINE", "We do not know this code any more."),
    )
