"""Promotions in the back office: written in plain lines, looked over, published, ended; and their codes."""

import httpx
import pytest

from app.admin import promotion_words
from app.admin.promotion_writing import benefit_lines, condition_lines, scope_entries
from domains import catalog
from domains.shared.errors import Invalid
from tests.support import office
from tests.support.catalog import eur, make_product, make_variant
from tests.support.draining import drain
from tests.support.forms import forms
from tests.support.stored_promotions import make_promotion, terms

FORM = {"name": "Friday", "label": "Black Friday", "kind": "line", "benefits": "20%", "priority": "0"}
BENEFITS = [
    "20%",
    "12.5% up to 50.00",
    "5.00 off",
    "5.00 off each",
    "from 3 units: 10%",
    "from 6 units: 20%",
    "from 100.00: 15.00 off",
    "buy 2 get 1 free",
    "buy 1 of (sku A, category table) get 1 at 50% off at most 2 times",
    "3 for 20.00",
    "free shipping",
    "gift 2 x MUG-1",
]
CONDITIONS = [
    "at least 3 units",
    "at least 50.00 of (category table, not sku A)",
    "group friends, staff",
    "order 1",
    "every order 5",
    "sent by express, standard",
]


def test_every_benefit_is_read_as_it_is_written() -> None:
    found = promotion_words.benefits("\n".join(BENEFITS), "EUR")
    assert benefit_lines(terms(benefits=found)) == BENEFITS
    assert len(found) == 11  # two steps by units are one staircase
    assert found[1] == catalog.PercentOff(1250, 50_00)


def test_every_condition_and_scope_is_read_as_it_is_written() -> None:
    assert condition_lines(promotion_words.conditions("\n".join(CONDITIONS), "EUR"), "EUR") == CONDITIONS
    entries = ["sku A", f"product {terms().id}", "category table/mugs", "not sku B", "not category table/mugs/old"]
    assert scope_entries(promotion_words.scope("\n".join(entries))) == entries
    assert promotion_words.scope(" \n") is None


@pytest.mark.parametrize("line", ["half", "20", "0x10%", "1.234% ", "buy one get one", "5.001 off", "gift", "💥"])
def test_what_is_no_benefit_is_told(line: str) -> None:
    with pytest.raises(Invalid) as refused:
        promotion_words.benefits(line, "EUR")
    assert list(refused.value.fields) == ["benefits"]


async def create(staff: httpx.AsyncClient, **more: str) -> httpx.Response:
    return await staff.post("/admin/promotions/new", data=FORM | more)


async def test_a_promotion_is_written_looked_over_published_and_ended(staff: httpx.AsyncClient) -> None:
    await make_product("Mug", variants=[make_variant("A", cost=eur(11_00)), make_variant("B", cost=eur(3_00))])
    await make_promotion("Other", exclusive=True)
    made = await create(staff, scope="sku a\nsku B", all_of="at least 2 units", overall="10", beside_order="yes")
    assert made.status_code == 303
    page = await staff.get(made.headers["location"])
    assert office.said(page) == "The promotion is saved."
    assert "sku A\nsku B" in page.text
    address = made.headers["location"].split("?")[0]
    looked = await staff.get(f"{address}/preview")
    assert "It is for 2 of 2 variants that are sold." in looked.text
    assert "Other</a> on 2 of its variants" in looked.text
    assert office.rows(looked, "Sold below cost") == [["A", "Mug", "1", "€10.00", "€11.00"]]
    form = office.form_to(looked, "/publication")
    assert (await staff.post(form.action, data=form.fields)).status_code == 303
    assert [each.name for each in (await catalog.live_promotions(fresh=True)).values()] == ["Other", "Friday"]
    sheet = await staff.get(address)
    form = office.form_to(sheet, "/end")
    unticked = await staff.post(form.action, data=form.fields)
    assert (unticked.status_code, office.summary(unticked)) == (422, ["Please tick the box to confirm."])
    assert (await staff.post(form.action, data=form.fields | office.CONFIRMED)).status_code == 303
    assert [each.name for each in (await catalog.live_promotions(fresh=True)).values()] == ["Other"]
    assert "Friday" in (await staff.get("/admin/promotions?status=ended")).text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "Give 1 to 80 characters."),
        ({"benefits": "half price"}, "“half price” is not understood. Write it as one of the examples."),
        ({"benefits": "120%"}, "Give a percentage above 0 and up to 100."),
        ({"kind": "nothing"}, "Choose one of those offered."),
        ({"scope": "sku GONE"}, "There is no GONE."),
        ({"overall": "none"}, "Give a whole number, 0 or more."),
        ({"priority": "9" * 9}, "Give a number from -1000 to 1000."),
    ],
)
async def test_what_is_refused_keeps_what_was_typed(staff: httpx.AsyncClient, wrong: dict[str, str], told: str) -> None:
    answer = await create(staff, label="A label to keep", **wrong)
    assert (answer.status_code, office.summary(answer)) == (422, [told])
    assert 'value="A label to keep"' in answer.text
    assert (await catalog.promotions_by_status(catalog.PromotionStatus.DRAFT)).entries == ()


async def test_the_slower_of_two_editors_keeps_what_was_typed(staff: httpx.AsyncClient) -> None:
    address = (await create(staff)).headers["location"].split("?")[0]
    form = office.form_to(await staff.get(address), address)
    assert (await staff.post(address, data=form.fields | {"name": "First"})).status_code == 303
    slower = await staff.post(address, data=form.fields | {"name": "Second"})
    assert slower.status_code == 409
    assert office.summary(slower) == ["Somebody else has just changed this promotion. Look at it again, then save."]
    assert 'value="Second"' in slower.text


async def test_codes_are_added_found_disabled_and_taken_out_as_a_file(staff: httpx.AsyncClient) -> None:
    made = await make_promotion(codes=("WELCOME",))
    here = f"/admin/promotions/{made.id}/codes"
    assert (await staff.post(here, data={"code": "SPRING"})).headers["location"] == f"{here}?added=1"
    twice = await staff.post(here, data={"code": "spr1ng"})
    assert (twice.status_code, office.summary(twice)) == (422, ["There is a code that reads like this already."])
    batch = await staff.post(f"{here}/batch", data={"prefix": "VIP", "count": "60"})
    assert batch.headers["location"] == f"{here}?added=60"
    binary = await staff.post(f"{here}/file", files={"file": ("codes.csv", b"\x00\xff", "text/csv")})
    assert (binary.status_code, len(office.summary(binary))) == (422, 1)
    file = {"file": ("codes.csv", b"code\nSUMMER\n=SUM()\n", "text/csv")}
    columns = await staff.get((await staff.post(f"{here}/file", files=file)).headers["location"])
    assert f"Codes whose row names no promotion are for “{made.promotion.name}”." in office.read(columns)
    [_, form] = [form for form in forms(columns.text, str(columns.url)) if form.action.endswith("/columns")]
    begun = (await staff.post(form.action, data=form.fields | {"deed": "import"})).headers["location"]
    await drain()
    assert "code: Use letters and digits" in (await staff.get(begun)).text
    left_out = (await staff.get(f"{begun}/left-out.csv")).content.decode("utf-8-sig").splitlines()
    assert left_out[0] == "code,Why it was left out"
    assert left_out[1].startswith("'=SUM(),")
    found = await staff.get(here, params={"q": "summer"})
    assert [row[:4] for row in office.rows(found, "Codes")] == [["SUMMER", "codes.csv", "0", "good"]]
    assert (await staff.post(f"{here}/state", data={"code": "SUMMER", "disabled": "yes"})).status_code == 303
    lines = (await staff.get(f"{here}.csv")).text.splitlines()
    assert len(lines) == 64
    assert f"SUMMER,{made.promotion.name},yes,codes.csv,0" in lines


async def test_promotions_are_for_staff_alone(stranger: httpx.AsyncClient) -> None:
    made = await make_promotion(codes=("WELCOME",))
    for path in ("", "/new", f"/{made.id}", f"/{made.id}/preview", f"/{made.id}/codes", f"/{made.id}/codes.csv"):
        answer = await stranger.get(f"/admin/promotions{path}")
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/admin/sign-in")
