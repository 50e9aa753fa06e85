"""What an order costs is exact to the last minor unit, in every currency and either way of showing tax."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domains import orders
from domains.shared.money import Money
from domains.shared.pricing import Priced, PricedLine, Why
from tests.support.orders import eur

ZERO = Decimal(0)


def basket(*lines: tuple[int, int, int, str], currency: str = "EUR", free_shipping: bool = False) -> Priced:
    """Each line: unit, quantity, discount, tax class."""
    priced = tuple(
        PricedLine(
            f"SKU-{place}",
            quantity,
            Money(unit, currency),
            None,
            Money(discount, currency),
            Money(unit * quantity - discount, currency),
            tax_class,
            100,
            Why(f"line {place}"),
        )
        for place, (unit, quantity, discount, tax_class) in enumerate(lines)
    )
    goods = sum((line.total for line in priced), Money.zero(currency))
    return Priced(currency, priced, goods, free_shipping)


def delivery(price: int, currency: str = "EUR") -> orders.ShippingOption:
    return orders.ShippingOption("standard", "Standard delivery", Money(price, currency), 2, 3)


def rates(included: bool, **fractions: str) -> orders.TaxRates:
    return orders.TaxRates(
        "DE", included, {name: orders.Rate("VAT", Decimal(text)) for name, text in fractions.items()}
    )


def test_tax_included_is_taken_out_of_the_prices() -> None:
    totals = orders.total(basket((119_00, 1, 0, "standard")), None, rates(True, standard="0.19"))
    assert (totals.goods.amount, totals.tax.amount, totals.total.amount) == (119_00, 19_00, 119_00)
    assert [(line.rate, line.base.amount, line.amount.amount) for line in totals.tax_lines] == [
        (Decimal("0.19"), 100_00, 19_00)
    ]


def test_net_prices_get_the_tax_on_top() -> None:
    totals = orders.total(basket((100_00, 1, 0, "standard")), delivery(10_00), rates(False, standard="0.19"))
    assert (totals.goods.amount, totals.shipping.amount, totals.tax.amount, totals.total.amount) == (
        100_00,
        10_00,
        20_90,
        130_90,
    )


def test_tax_is_rounded_once_per_line_half_up() -> None:
    """0.19 of 0.50 is 0.095: two lines are 0.20, not 0.19."""
    totals = orders.total(basket((50, 1, 0, "standard"), (50, 1, 0, "standard")), None, rates(False, standard="0.19"))
    assert (totals.tax.amount, totals.total.amount) == (20, 120)


def test_each_rate_has_its_line_and_shipping_is_taxed_as_standard() -> None:
    totals = orders.total(
        basket((107_00, 1, 0, "reduced"), (119_00, 2, 0, "standard")),
        delivery(11_90),
        rates(True, standard="0.19", reduced="0.07"),
    )
    assert [(line.rate, line.base.amount, line.amount.amount) for line in totals.tax_lines] == [
        (Decimal("0.19"), 210_00, 39_90),
        (Decimal("0.07"), 100_00, 7_00),
    ]
    assert totals.total.amount == 356_90


def test_discounts_come_off_before_tax() -> None:
    totals = orders.total(basket((129_00, 1, 10_00, "standard")), None, rates(True, standard="0.19"))
    assert (totals.goods.amount, totals.discount.amount, totals.tax.amount, totals.total.amount) == (
        129_00,
        10_00,
        19_00,
        119_00,
    )


def test_where_nothing_is_taxed_there_is_no_tax_line() -> None:
    totals = orders.total(basket((50_00, 1, 0, "standard")), delivery(24_90), orders.TaxRates("US", True))
    assert (totals.tax.amount, totals.tax_lines, totals.total.amount) == (0, (), 74_90)


@pytest.mark.parametrize(("off", "paid"), [(0, 4_90), (4_00, 90), (4_90, 0)])
def test_an_order_that_was_placed_says_of_its_delivery_what_it_cost_and_what_came_off(off: int, paid: int) -> None:
    priced = replace(basket((50_00, 1, 0, "standard")), free_shipping=not paid, shipping_discount=eur(off))
    totals = orders.total(priced, delivery(4_90), rates(True))
    placed = orders.Order(
        currency="EUR",
        shipping_label="Standard delivery",
        shipping_amount=totals.shipping.amount,
        total_amount=totals.total.amount,
        tax_included=True,
        tax_lines=[],
    )
    found = orders.explained(placed, priced).parts[1]
    branches = [("Price", eur(4_90)), ("Promotions", eur(-off))] if off else []
    assert (found.amount, [(part.label, part.amount) for part in found.parts]) == (eur(paid), branches)
    assert found == totals.why.parts[1]


def test_free_shipping_of_the_cart_costs_nothing() -> None:
    totals = orders.total(basket((50_00, 1, 0, "standard"), free_shipping=True), delivery(4_90), rates(True))
    assert (totals.shipping.amount, totals.total.amount) == (0, 50_00)


def test_an_empty_cart_costs_nothing() -> None:
    totals = orders.total(basket(), None, rates(True, standard="0.19"))
    assert (totals.total.amount, totals.tax_lines) == (0, ())


def test_yen_have_no_decimals_and_dinars_have_three() -> None:
    yen = orders.total(basket((1100, 1, 0, "standard"), currency="JPY"), None, rates(True, standard="0.10"))
    dinars = orders.total(basket((1050, 1, 0, "standard"), currency="KWD"), None, rates(True, standard="0.05"))
    assert (yen.tax, dinars.tax) == (Money(100, "JPY"), Money(50, "KWD"))


def test_the_total_explains_itself() -> None:
    totals = orders.total(basket((119_00, 1, 0, "standard")), delivery(0), rates(True, standard="0.19"))
    told = [(part.label, part.amount, part.because) for part in totals.why.parts]
    assert told == [
        ("Goods", eur(119_00), ""),
        ("Standard delivery", eur(0), "free with this order"),
        ("VAT 19 %", eur(19_00), "included in the prices"),
    ]


def test_a_rate_is_spoken_without_needless_zeros() -> None:
    assert [orders.percent(Decimal(text)) for text in ("0.1900", "0.2550", "0.2000")] == ["19 %", "25.5 %", "20 %"]


lines = st.tuples(st.integers(0, 99_999_999), st.integers(1, 999), st.sampled_from(["standard", "reduced", "other"]))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no defect
@given(
    lines=st.lists(st.tuples(lines, st.integers(0, 100)), max_size=12),
    postage=st.integers(0, 100_000),
    fraction=st.decimals("0", "0.27", places=4),
    reduced=st.decimals("0", "0.15", places=4),
    included=st.booleans(),
    currency=st.sampled_from(["JPY", "EUR", "KWD"]),
)
def test_the_parts_always_sum_to_the_total(
    lines: list[tuple[tuple[int, int, str], int]],
    postage: int,
    fraction: Decimal,
    reduced: Decimal,
    included: bool,
    currency: str,
) -> None:
    drawn = [(unit, quantity, unit * quantity * part // 100, tax_class) for (unit, quantity, tax_class), part in lines]
    priced = basket(*drawn, currency=currency)
    tax = rates(included, standard=str(fraction), reduced=str(reduced))
    totals = orders.total(priced, delivery(postage, currency), tax)
    on_top = Money.zero(currency) if included else totals.tax
    zero = Money.zero(currency)
    assert totals.total == totals.goods - totals.discount + totals.shipping + on_top
    assert totals.goods - totals.discount == sum((line.total for line in priced.lines), zero)
    assert totals.tax == sum((line.amount for line in totals.tax_lines), zero)
    assert totals.tax == sum((line.amount for line in totals.line_taxes), zero)
    taxed = sum((line.base + line.amount for line in totals.line_taxes), zero)
    assert taxed == (totals.total if included else totals.goods - totals.discount + totals.shipping + totals.tax)
    for line in totals.line_taxes:
        exact = (
            line.base.amount * line.rate
            if not included
            else (line.base + line.amount).amount * line.rate / (1 + line.rate)
        )
        assert abs(exact - line.amount.amount) <= Decimal("0.5")


@pytest.mark.parametrize("tax_class", ["standard", "books"])
def test_a_class_without_a_rate_of_its_own_is_taxed_as_standard(tax_class: str) -> None:
    assert rates(True, standard="0.19").rate(tax_class).fraction == Decimal("0.19")
    assert orders.TaxRates("US", True).rate(tax_class).fraction == ZERO
