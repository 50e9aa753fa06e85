from datetime import UTC, datetime
from typing import Any

import pytest

from domains.catalog import LineSnapshot, PriceInputs, PricingContext, Why, price
from domains.shared.money import Money
from tests.support.catalog import eur

NOW = PricingContext(at=datetime(2026, 11, 22, 12, tzinfo=UTC), currency="EUR")


def line(sku: str, quantity: int, unit: Money, compare_at: Money | None = None, **more: Any) -> LineSnapshot:
    before = compare_at.amount if compare_at else None
    inputs = PriceInputs(currency=unit.currency, regular=unit.amount, compare_at=before)
    return LineSnapshot(sku=sku, quantity=quantity, inputs=inputs, **more)


def test_a_line_costs_its_price_times_its_quantity() -> None:
    priced = price([line("MUG", 3, eur(12_50), title="Mug", weight_grams=340)], NOW)
    (only,) = priced.lines
    assert (only.unit, only.total, only.discount, only.compare_at) == (eur(12_50), eur(37_50), eur(0), None)
    assert only.why == Why("Mug", eur(37_50), parts=(Why("Price", eur(37_50), "3 at the regular price"),))
    assert (priced.goods, priced.discount, priced.weight_grams) == (eur(37_50), eur(0), 1020)


def test_a_sale_shows_what_it_saves() -> None:
    priced = price([line("PAN", 2, eur(139_00), compare_at=eur(179_00), title="Pan")], NOW)
    (only,) = priced.lines
    assert (only.compare_at, only.total) == (eur(179_00), eur(278_00))
    assert [(part.label, part.amount) for part in only.why.parts] == [
        ("Regular price", eur(358_00)),
        ("Sale", eur(-80_00)),
    ]
    assert sum((part.amount for part in only.why.parts if part.amount), eur(0)) == only.total


@pytest.mark.parametrize("compare_at", [eur(12_50), eur(10_00)])
def test_a_price_before_that_is_not_higher_is_no_sale(compare_at: Money) -> None:
    (only,) = price([line("MUG", 1, eur(12_50), compare_at=compare_at)], NOW).lines
    assert only.compare_at is None
    assert [part.label for part in only.why.parts] == ["Price"]


def test_the_goods_are_the_sum_of_the_lines() -> None:
    lines = [line("A", 1, eur(1)), line("B", 7, eur(19_99)), line("C", 2, eur(0))]
    priced = price(lines, NOW)
    assert [line.total.amount for line in priced.lines] == [1, 139_93, 0]
    assert priced.goods == eur(139_94)


def test_an_empty_cart_costs_nothing() -> None:
    priced = price([], NOW)
    assert (priced.lines, priced.goods, priced.currency) == ((), eur(0), "EUR")


def test_a_line_in_another_currency_is_refused() -> None:
    with pytest.raises(ValueError, match="priced in USD"):
        price([line("MUG", 1, Money(1, "USD"))], NOW)


@pytest.mark.parametrize("quantity", [0, -1])
def test_less_than_one_cannot_be_priced(quantity: int) -> None:
    with pytest.raises(ValueError, match="cannot be priced"):
        price([line("MUG", quantity, eur(1))], NOW)
