"""Delivery prices and tax rates as staff set them: carts follow at once, what cannot be is refused by name."""

import httpx
import pytest

from domains import orders
from domains.shared import clock
from domains.shared.money import Money
from tests.support import office
from tests.support.catalog import eur
from tests.support.forms import Form

pytestmark = pytest.mark.usefixtures("outside")


async def zone(staff: httpx.AsyncClient, code: str) -> Form:
    return office.form_to(await staff.get(f"/admin/delivery/zones/{code}"), f"/zones/{code}")


async def offered(country: str, goods: Money, grams: int = 500) -> dict[str, int]:
    return {each.code: each.price.amount for each in await orders.shipping_options(country, goods, grams)}


async def test_a_price_that_is_changed_holds_at_once(staff: httpx.AsyncClient) -> None:
    form = await zone(staff, "home")
    assert await offered("DE", eur(10_00)) == {"standard": 4_90, "express": 9_90}
    at = next(name[7:] for name, value in form.fields.items() if value == "standard")
    typed = {f"amount-{at}": "5,50", f"free-{at}": "", f"grams-{at}": "2000", f"days-{at}": "2"}
    more = {"method-2": "standard", "grams-2": "30000", "amount-2": "7.90", "days-2": "3-4", "free-2": "100"}
    answer = await staff.post(form.action, data=form.fields | typed | more)
    assert answer.status_code == 303
    assert await offered("DE", eur(60_00)) == {"standard": 5_50, "express": 9_90}
    assert await offered("DE", eur(60_00), 5_000) == {"standard": 7_90, "express": 9_90}
    assert await offered("DE", eur(100_00), 5_000) == {"standard": 0, "express": 9_90}
    stale = await staff.post(form.action, data=form.fields | {"name": "Mine"})
    assert (stale.status_code, "Somebody has changed this meanwhile." in stale.text) == (409, True)
    empty = await zone(staff, "home")
    none = {name: "" for name in empty.fields if name.startswith("amount-")}
    await staff.post(empty.action, data=empty.fields | none)
    assert await offered("DE", eur(10_00)) == {}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": ""}, "Give it a name of 60 characters at most."),
        ({"countries": "DE AT"}, "AT lies in European Union. Take it out there first."),
        ({"countries": "DE XX"}, "XX is no country that parcels can be addressed to."),
        ({"amount-0": "-1"}, "Give an amount in EUR, such as 12.50."),
        ({"amount-0": "99999999"}, "Give a price that can be paid at once."),
        ({"grams-0": "0"}, "From 1 to 1000000 grams."),
        ({"grams-0": "heavy"}, "Give a whole number, 0 or more."),
        ({"days-0": "5-2"}, "From fewer to more days, 365 at most."),
        ({"days-0": "soon"}, "Give working days, such as 2-3."),
        ({"method-0": "pigeon"}, "Choose one of the methods."),
        ({"method-2": "standard", "grams-2": "30000", "amount-2": "1", "days-2": "1"}, "This method has a price up to"),
    ],
)
async def test_what_cannot_be_is_named_and_nothing_changes(
    staff: httpx.AsyncClient, typed: dict[str, str], told: str
) -> None:
    form, before = await zone(staff, "home"), await orders.zone_sheets()
    answer = await staff.post(form.action, data=form.fields | typed)
    assert answer.status_code == 422
    assert told in answer.text
    assert [sheet.mark for sheet in await orders.zone_sheets()] == [sheet.mark for sheet in before]


async def test_a_new_zone_and_method_serve_a_country(staff: httpx.AsyncClient) -> None:
    for deed, code, name in (("zones", "africa", "Africa"), ("methods", "boat", "By boat")):
        form = office.form_to(await staff.get("/admin/delivery"), f"/delivery/{deed}")
        assert (await staff.post(form.action, data={"code": code, "name": name})).status_code == 303
        again = await staff.post(form.action, data={"code": code, "name": name})
        assert (again.status_code, "of this code" in again.text) == (422, True)
        assert (await staff.post(form.action, data={"code": "A b", "name": ""})).status_code == 422
    form = await zone(staff, "africa")
    row = {"countries": "ke, za", "method-0": "boat", "grams-0": "20000", "amount-0": "80", "days-0": "20-40"}
    assert (await staff.post(form.action, data=form.fields | row)).status_code == 303
    assert await offered("KE", eur(1_00)) == {"boat": 80_00}
    assert {"KE", "ZA"} <= {country.code for country in await orders.countries()}
    assert (await staff.get("/admin/delivery/zones/moon")).status_code == 404


async def test_a_new_tax_rate_follows_the_one_before(staff: httpx.AsyncClient) -> None:
    today = clock.now().date()
    form = office.form_to(await staff.get("/admin/taxes"), "/admin/taxes")
    typed = form.fields | {"country": "de", "percent": "16,5", "valid_from": today.isoformat()}
    assert (await staff.post(form.action, data=typed)).status_code == 303
    assert str((await orders.tax_rates("DE")).rate("standard").fraction) == "0.1650"
    [now, before] = [rate for rate in await orders.all_tax_rates() if rate.country == "DE"]
    assert (before.valid_until, now.valid_until) == (today.fromordinal(today.toordinal() - 1), None)
    twice = await staff.post(form.action, data=typed)
    assert (twice.status_code, "A rate begins on this day or after it already." in twice.text) == (422, True)
    end = {"country": "DE", "tax_class": "standard", "valid_from": today.isoformat(), "last": today.isoformat()}
    assert (await staff.post("/admin/taxes/end", data=end | {"last": "2001-01-01"})).status_code == 422
    assert (await staff.post("/admin/taxes/end", data=end | {"country": "XX"})).status_code == 404
    assert (await staff.post("/admin/taxes/end", data=end)).status_code == 303
    assert (
        str((await orders.tax_rates("DE", today.fromordinal(today.toordinal() + 1))).rate("standard").fraction) == "0"
    )


@pytest.mark.parametrize(
    "typed",
    [
        {"country": "X"}, {"percent": "100"}, {"percent": "-1"}, {"percent": "NaN"}, {"percent": "1e9"},
        {"percent": "5.555"}, {"label": ""}, {"tax_class": "Über"}, {"valid_from": ""},
    ],
)  # fmt: skip
async def test_a_tax_rate_that_cannot_be_is_refused(staff: httpx.AsyncClient, typed: dict[str, str]) -> None:
    form = office.form_to(await staff.get("/admin/taxes"), "/admin/taxes")
    good = form.fields | {"country": "DE", "percent": "16", "valid_from": "2999-01-01"}
    answer = await staff.post(form.action, data=good | typed)
    assert answer.status_code == 422
    assert len([rate for rate in await orders.all_tax_rates() if rate.country == "DE"]) == 1
