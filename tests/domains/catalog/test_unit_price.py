from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domains.catalog.pricing import (
    ListedInput,
    ListTerms,
    Mark,
    PriceContext,
    PriceInputs,
    PriceListTerms,
    PriceSource,
    SaleInput,
    TierInput,
    UnitPrice,
    shelf_price,
    unit_price,
)
from domains.shared.money import Money
from tests.support.catalog import eur

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
DAY, MOMENT = timedelta(days=1), timedelta(microseconds=1)
TRADE, STAFF = UUID(int=1), UUID(int=2)


def inputs(regular: int = 20_00, **more: Any) -> PriceInputs:
    return PriceInputs(currency="EUR", regular=regular, **more)


def ask(
    of: PriceInputs,
    at: datetime = NOON,
    quantity: int = 1,
    groups: Sequence[str] = (),
    lists: Sequence[PriceListTerms] = (),
) -> UnitPrice:
    return unit_price(of, PriceContext(at, quantity, frozenset(groups), {each.id: each for each in lists}))


def test_without_anything_else_it_costs_the_regular_price() -> None:
    assert ask(inputs()) == UnitPrice(eur(20_00), None, PriceSource.REGULAR, None)


@pytest.mark.parametrize(
    ("at", "cents"),
    [(NOON - MOMENT, 20_00), (NOON, 15_00), (NOON + DAY - MOMENT, 15_00), (NOON + DAY, 20_00)],
)
def test_a_sale_holds_from_its_first_moment_to_just_before_its_last(at: datetime, cents: int) -> None:
    sale = SaleInput(amount=15_00, starts_at=NOON, ends_at=NOON + DAY)
    assert ask(inputs(sales=(sale,)), at).price == eur(cents)


def test_the_answer_says_until_when_it_holds() -> None:
    sale = SaleInput(amount=15_00, starts_at=NOON, ends_at=NOON + DAY)
    asked = [ask(inputs(sales=(sale,)), at).until for at in (NOON - DAY, NOON, NOON + DAY)]
    assert asked == [NOON, NOON + DAY, None]


def test_a_sale_strikes_the_regular_price_through() -> None:
    found = ask(inputs(sales=(SaleInput(amount=15_00, starts_at=NOON),)))
    assert (found.compare_at, found.source) == (eur(20_00), PriceSource.SALE)


def test_of_two_open_sales_the_lower_counts_and_a_dearer_one_never() -> None:
    sales = tuple(SaleInput(amount=amount, starts_at=NOON) for amount in (18_00, 15_00, 25_00))
    assert ask(inputs(sales=sales)).price == eur(15_00)
    assert ask(inputs(sales=sales[2:])).price == eur(20_00)


@pytest.mark.parametrize(("quantity", "cents"), [(1, 20_00), (2, 20_00), (3, 18_00), (9, 18_00), (10, 15_00)])
def test_from_a_quantity_on_one_costs_less(quantity: int, cents: int) -> None:
    tiers = (TierInput(3, 18_00), TierInput(10, 15_00))
    assert ask(inputs(tiers=tiers), quantity=quantity).price == eur(cents)


def test_a_list_is_for_its_groups() -> None:
    trade = PriceListTerms(id=TRADE, name="Trade", groups=frozenset({"trade"}))
    own = inputs(listed=(ListedInput(list_id=TRADE, amount=12_00),))
    assert ask(own, lists=[trade]).price == eur(20_00)
    found = ask(own, groups=["trade"], lists=[trade])
    assert (found.price, found.source, found.because) == (eur(12_00), PriceSource.LIST, "Trade")


def test_the_list_of_highest_priority_decides_even_where_another_is_cheaper() -> None:
    lists = [PriceListTerms(id=TRADE, name="Trade", priority=1), PriceListTerms(id=STAFF, name="Staff", priority=9)]
    own = inputs(listed=(ListedInput(list_id=TRADE, amount=12_00), ListedInput(list_id=STAFF, amount=14_00)))
    assert ask(own, lists=lists).price == eur(14_00)


@pytest.mark.parametrize(("at", "cents"), [(NOON - MOMENT, 20_00), (NOON, 12_00), (NOON + DAY, 20_00)])
def test_a_list_holds_within_its_window(at: datetime, cents: int) -> None:
    week = PriceListTerms(id=TRADE, name="Week", starts_at=NOON, ends_at=NOON + DAY)
    own = inputs(listed=(ListedInput(list_id=TRADE, amount=12_00),))
    assert ask(own, at, lists=[week]).price == eur(cents)


def test_a_list_may_be_dearer_than_the_regular_price_and_a_sale_lower_than_the_list() -> None:
    own = inputs(listed=(ListedInput(list_id=TRADE, amount=22_00),))
    lists = [PriceListTerms(id=TRADE, name="Abroad")]
    assert ask(own, lists=lists).price == eur(22_00)
    sale = inputs(listed=own.listed, sales=(SaleInput(amount=15_00, starts_at=NOON),))
    assert ask(sale, lists=lists).price == eur(15_00)


def test_beside_a_reduced_price_stands_the_lowest_of_the_thirty_days_before() -> None:
    trail = (
        Mark(at=NOON - 90 * DAY, amount=9_00),
        Mark(at=NOON - 40 * DAY, amount=20_00),
        Mark(at=NOON - 20 * DAY, amount=17_00),
        Mark(at=NOON - 10 * DAY, amount=20_00),
    )
    found = ask(inputs(trail=trail, sales=(SaleInput(amount=15_00, starts_at=NOON),)))
    assert (found.compare_at, found.lowest) == (eur(20_00), eur(17_00))


def test_an_earlier_sale_counts_for_the_lowest_price_and_this_one_does_not() -> None:
    sales = (
        SaleInput(amount=14_00, starts_at=NOON - 30 * DAY, ends_at=NOON - 29 * DAY),
        SaleInput(amount=12_00, starts_at=NOON),
    )
    assert ask(inputs(sales=sales), NOON + 3 * DAY).lowest == eur(14_00)
    just_before = SaleInput(amount=14_00, starts_at=NOON - 40 * DAY, ends_at=NOON - 30 * DAY)
    assert ask(inputs(sales=(just_before, sales[1]))).lowest == eur(20_00)


def test_a_price_that_still_held_thirty_days_before_counts() -> None:
    trail = (Mark(at=NOON - 400 * DAY, amount=11_00), Mark(at=NOON - 29 * DAY, amount=20_00))
    assert ask(inputs(trail=trail, sales=(SaleInput(amount=10_00, starts_at=NOON),))).lowest == eur(11_00)


@pytest.mark.parametrize(
    "later",
    [{"groups": frozenset({"trade"})}, {"starts_at": NOON}, {"priority": 0}, {"ends_at": NOON - 19 * DAY}],
)
def test_terms_of_a_list_that_changed_since_say_nothing_of_what_a_price_was(later: dict[str, Any]) -> None:
    public = ListTerms(priority=5, starts_at=NOON - 20 * DAY)
    now: dict[str, Any] = {"priority": 5, "starts_at": NOON - 20 * DAY, "ends_at": NOON - 3 * DAY} | later
    changed = PriceListTerms(id=TRADE, name="Week", past=(public,), since=NOON - 3 * DAY, **now)
    other = PriceListTerms(id=STAFF, name="Dearer", priority=1)
    own = inputs(
        listed=(ListedInput(list_id=TRADE, amount=12_00), ListedInput(list_id=STAFF, amount=30_00)),
        trail=(Mark(at=NOON - 90 * DAY, amount=20_00),),
        sales=(SaleInput(amount=11_00, starts_at=NOON - DAY),),
    )
    assert ask(own, lists=[changed, other]).lowest == eur(12_00)


def test_a_list_that_was_for_some_only_gives_no_public_price_of_then_when_it_is_opened_to_all() -> None:
    trade = ListTerms(groups=frozenset({"trade"}))
    opened = PriceListTerms(id=TRADE, name="Trade", past=(trade,), since=NOON - DAY)
    own = inputs(
        listed=(ListedInput(list_id=TRADE, amount=12_00),),
        trail=(Mark(at=NOON - 90 * DAY, amount=20_00),),
        sales=(SaleInput(amount=11_00, starts_at=NOON - DAY),),
    )
    assert ask(own, lists=[opened]).lowest == eur(20_00)


def test_where_nothing_was_recorded_the_price_stated_as_the_one_before_stands_there() -> None:
    reduced = inputs(15_00, compare_at=20_00, trail=(Mark(at=NOON, amount=15_00, compare_at=20_00),))
    assert ask(reduced).lowest == eur(20_00)
    assert ask(inputs(15_00, compare_at=20_00)).lowest == eur(20_00)


def test_a_price_lowered_by_hand_is_measured_from_that_moment() -> None:
    trail = (Mark(at=NOON - 9 * DAY, amount=19_00), Mark(at=NOON, amount=15_00, compare_at=25_00))
    assert ask(inputs(15_00, compare_at=25_00, trail=trail), NOON + DAY).lowest == eur(19_00)


def test_a_card_shows_the_lowest_variant_of_the_moment() -> None:
    sale = SaleInput(amount=5_00, starts_at=NOON, ends_at=NOON + DAY)
    both = [inputs(10_00), inputs(12_00, sales=(sale,))]
    before, during = (shelf_price(both, at, {}) for at in (NOON - MOMENT, NOON))
    assert (before.price_from, before.compare_at, before.varies, before.until) == (eur(10_00), None, True, NOON)
    assert (during.price_from, during.compare_at, during.lowest) == (eur(5_00), eur(12_00), eur(12_00))


@pytest.mark.parametrize("currency", ["JPY", "KWD"])
def test_amounts_are_minor_units_of_any_currency(currency: str) -> None:
    own = PriceInputs(currency=currency, regular=1250)
    assert unit_price(own, PriceContext(NOON)).price == Money(1250, currency)
