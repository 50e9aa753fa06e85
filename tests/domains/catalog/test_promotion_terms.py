from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec

from domains.catalog.promotions.terms import (
    AmountOff,
    BuyGet,
    Measure,
    MinimumAmount,
    NthOrder,
    PercentOff,
    Promotion,
    PromotionClass,
    Scope,
    Step,
    Tiered,
)

START = datetime(2026, 11, 27, tzinfo=UTC)


def promotion(**more: object) -> Promotion:
    terms = {"id": UUID(int=1), "name": "Friday", "label": "Black Friday", "kind": "line", "currency": "EUR"}
    return msgspec.convert(terms | {"benefits": [{"kind": "percent_off", "basis_points": 2000}]} | more, Promotion)


def test_a_promotion_survives_being_written_and_read() -> None:
    whole = Promotion(
        id=UUID(int=2),
        name="Everything",
        label="Everything",
        kind=PromotionClass.LINE,
        currency="KWD",
        benefits=(
            PercentOff(1250, most=5_000),
            Tiered(Measure.QUANTITY, (Step(2, AmountOff(100)),)),
            BuyGet(2, 1, bought=Scope(categories=frozenset({"mugs"}))),
        ),
        scope=Scope(skus=frozenset({"A", "B"}), but_not=Scope(products=frozenset({UUID(int=3)}))),
        all_of=(MinimumAmount(10_000), NthOrder(1)),
        combines_with=frozenset({PromotionClass.ORDER}),
    )
    assert msgspec.json.decode(msgspec.json.encode(whole), type=Promotion) == whole


def test_a_window_holds_from_its_first_moment_on_and_not_at_its_last() -> None:
    friday = promotion(starts_at=START.isoformat(), ends_at=(START + timedelta(days=1)).isoformat())
    moment = timedelta(microseconds=1)
    held = [friday.open_at(at) for at in (START - moment, START, START + timedelta(days=1) - moment)]
    assert [*held, friday.open_at(START + timedelta(days=1))] == [False, True, True, False]


def test_a_promotion_without_a_window_always_holds() -> None:
    assert promotion().open_at(START)
