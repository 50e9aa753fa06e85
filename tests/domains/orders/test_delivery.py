"""Where we deliver, what it costs and which tax is owed there."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from domains import orders
from domains.shared.ids import new_id
from domains.shared.money import Money
from domains.shared.settings import settings
from tests.support.orders import BERLIN, eur, make_item

pytestmark = pytest.mark.usefixtures("new_shop")


@pytest.fixture
def another_currency(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SHOP_CURRENCY", "JPY")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


async def rows(table: str) -> int:
    async with orders.database.reading() as session:
        return int(await session.scalar(sa.text(f"SELECT count(*) FROM {table}")) or 0)  # noqa: S608


async def prices(country: str, goods: int, grams: int = 500) -> list[tuple[str, int]]:
    options = await orders.shipping_options(country, eur(goods), grams)
    return [(option.code, option.price.amount) for option in options]


async def test_delivery_costs_by_zone() -> None:
    assert await prices("DE", 20_00) == [("standard", 4_90), ("express", 9_90)]
    assert await prices("FR", 20_00) == [("standard", 9_90), ("express", 19_90)]
    assert await prices("GB", 20_00) == [("standard", 14_90), ("express", 29_90)]
    assert await prices("US", 20_00) == [("standard", 24_90), ("express", 44_90)]
    assert await prices("JP", 20_00) == [("standard", 29_90), ("express", 54_90)]


async def test_standard_delivery_is_free_from_a_value_on() -> None:
    assert await prices("DE", 59_99) == [("standard", 4_90), ("express", 9_90)]
    assert await prices("DE", 60_00) == [("standard", 0), ("express", 9_90)]


async def test_a_country_without_a_zone_and_a_parcel_too_heavy_have_no_options() -> None:
    assert await prices("BR", 20_00) == []
    assert await prices("", 20_00) == []
    assert await prices("DE", 20_00, grams=30_000) == [("standard", 4_90), ("express", 9_90)]
    assert await prices("DE", 20_00, grams=30_001) == []


async def proposed(cart: orders.Cart | None, trying: str = "") -> tuple[str | None, str | None]:
    """What was chosen, and what is proposed."""
    found = await orders.shipping_choice(cart, eur(20_00), 500, trying=trying)
    return found.chosen and found.chosen.code, found.proposed and found.proposed.code


async def test_a_cart_goes_as_was_chosen_else_as_is_offered_first_and_without_an_address_into_our_own_country() -> None:
    shopper = new_id()
    assert await proposed(None) == (None, "standard")
    assert await proposed(await orders.add_to_cart(shopper, make_item(), 1), "express") == (None, "express")
    await orders.set_contact(shopper, "ada@example.com", BERLIN)
    cart = await orders.choose_shipping(shopper, "express")
    assert await proposed(cart) == ("express", "express")
    assert await proposed(cart, "standard") == ("express", "standard")
    assert await proposed(cart, "by-balloon") == ("express", "express")


async def test_of_several_weight_steps_the_smallest_that_fits_counts() -> None:
    async with orders.database.transaction() as session:
        step = "INSERT INTO shipping_rates VALUES ('home', 'standard', 'EUR', 1000, 290, NULL, 2, 3)"
        await session.execute(sa.text(step))
    assert await prices("DE", 20_00, grams=1_000) == [("standard", 2_90), ("express", 9_90)]
    assert await prices("DE", 20_00, grams=1_001) == [("standard", 4_90), ("express", 9_90)]


async def test_the_countries_are_listed_by_name() -> None:
    countries = await orders.countries()
    names = [country.name for country in countries]
    assert names == sorted(names)
    assert len(names) == 27 + 5 + 2 + 4
    assert orders.Country("CZ", "Czechia") in countries


async def test_a_new_shop_gets_its_defaults_once() -> None:
    before = [await rows(table) for table in ("shipping_zones", "shipping_rates", "tax_rates")]
    await orders.ensure_defaults()
    assert [await rows(table) for table in ("shipping_zones", "shipping_rates", "tax_rates")] == before == [5, 10, 28]


async def test_what_staff_have_changed_is_left_alone() -> None:
    async with orders.database.transaction() as session:
        await session.execute(sa.text("UPDATE shipping_rates SET amount = 1 WHERE zone_code = 'home'"))
        await session.execute(sa.text("DELETE FROM shipping_zone_countries WHERE country = 'US'"))
    await orders.ensure_defaults()
    assert await prices("DE", 20_00) == [("standard", 1), ("express", 1)]
    assert await prices("US", 20_00) == []


async def test_a_shop_of_another_currency_gets_prices_in_it(another_currency: None) -> None:
    await orders.ensure_defaults()
    options = await orders.shipping_options("DE", Money(1000, "JPY"), 500)
    assert [option.price for option in options] == [Money(735, "JPY"), Money(1485, "JPY")]
    assert await prices("DE", 20_00) == [("standard", 4_90), ("express", 9_90)]


@pytest.mark.parametrize(
    ("country", "fraction"), [("DE", "0.19"), ("FI", "0.255"), ("HU", "0.27"), ("GB", "0.20"), ("US", "0"), ("JP", "0")]
)
async def test_the_tax_of_a_country(country: str, fraction: str) -> None:
    found = await orders.tax_rates(country)
    assert (found.country, found.included) == (country, True)
    assert found.rate("standard").fraction == Decimal(fraction)


async def test_a_rate_holds_from_its_day_to_its_last() -> None:
    async with orders.database.transaction() as session:
        await session.execute(sa.text("UPDATE tax_rates SET valid_until = '2026-12-31' WHERE country = 'DE'"))
        later = "INSERT INTO tax_rates VALUES ('DE', 'standard', '2027-01-01', NULL, 0.21, 'VAT')"
        await session.execute(sa.text(later))
    days = (date(2025, 7, 31), date(2026, 12, 31), date(2027, 1, 1))
    found = [(await orders.tax_rates("DE", on=day)).rate("standard").fraction for day in days]
    assert found == [Decimal(0), Decimal("0.19"), Decimal("0.21")]
