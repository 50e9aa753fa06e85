"""The stock in a grid: found, changed row by row and together; of two clerks the second sees what the first did."""

import re

import httpx
import pytest
from litestar import Litestar

from domains import inventory, users
from tests.app.making import browser_of
from tests.support import office
from tests.support.inventory import figures, hold, make_stock
from tests.support.round_trips import counting, listening
from tests.support.staff import actor, hired
from tests.support.visiting import on_the_shelf


def ticks(answer: httpx.Response) -> list[str]:
    return re.findall(r'name="level" value="([^"]+)"', answer.text)


async def shelves_of_three(*skus: str) -> None:
    for sku in skus:
        await make_stock(sku, 5)


async def test_rows_are_found_by_code_place_and_standing_and_read_page_by_page(staff: httpx.AsyncClient) -> None:
    await on_the_shelf(stock=5)
    await inventory.create_location("hamburg", "Hamburg", "DE", 10)
    await make_stock("MUG", 0, "hamburg")
    await make_stock("GONE", 4)
    await inventory.handle("GONE", "main", inventory.Deed.SET_ASIDE, 2, reason="Fell", actor="ada")
    for number in range(60):
        await make_stock(f"X-{number:02}", 1)

    async def skus(**asked: str) -> list[str]:
        page = await staff.get("/admin/stock", params=asked)
        return [f"{row[0].split()[0]} {row[1]}" for row in office.rows(page, "Stock")]

    first = await staff.get("/admin/stock")
    onward = first.text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    rows = office.rows(first, "Stock") + office.rows(await staff.get(onward), "Stock")
    assert len(rows) == len({(row[0], row[1]) for row in rows}) == 63
    assert (await skus(sort="-sku"))[0] == "X-59 Main warehouse"
    assert await skus(standing="sold_out") == ["MUG Hamburg"]
    assert await skus(standing="damaged") == ["GONE Main warehouse"]
    assert sorted(await skus(q="mug")) == ["MUG Hamburg", "MUG Main warehouse"]
    assert await skus(q="GONE", location="main") == ["GONE Main warehouse"]
    for odd in ({"after": "x"}, {"standing": "nowhere"}, {"location": "moon"}, {"sort": "price"}, {"q": "%\x00'"}):
        assert (await staff.get("/admin/stock", params=odd)).status_code == 200


async def test_the_second_of_two_clerks_sees_the_change_of_the_first_and_keeps_what_they_typed(
    staff: httpx.AsyncClient,
) -> None:
    await make_stock("MUG", 5)
    page = await staff.get("/admin/stock/level", params={"sku": "MUG", "location": "main"})
    form = office.form_to(page, "/stock/level")
    typed = form.fields | {"quantity": "9", "reason": "Shelf 3"}
    await inventory.set_on_hand("MUG", "main", 7, reason="Counted", actor="bob")
    row = await staff.post(form.action, data=typed, headers={"HX-Request": "true"})
    assert (row.status_code, row.text.lstrip().startswith("<tr")) == (409, True)
    assert "Meanwhile bob has changed this to 7." in row.text
    again = office.form_to(row, "/stock/level")
    assert (again.fields["quantity"], again.fields["reason"], again.fields["seen"]) == ("9", "Shelf 3", "7")
    saved = await staff.post(again.action, data=again.fields, headers={"HX-Request": "true"})
    assert (saved.status_code, await figures()) == (200, (9, 0, 0))
    assert "MUG: 9 on hand" in saved.text
    assert "data-step autofocus" in saved.text
    for wrong in ({"quantity": "-1"}, {"quantity": "1.5"}, {"quantity": "9" * 12}, {"reason": ""}, {"sku": "NONE"}):
        assert (await staff.post(form.action, data=again.fields | {"seen": "9"} | wrong)).status_code == 422
    assert await figures() == (9, 0, 0)


async def test_many_rows_are_changed_together_or_none_of_them(staff: httpx.AsyncClient) -> None:
    await shelves_of_three("CUP", "JUG", "MUG")
    await hold("JUG", 4)
    page = await staff.get("/admin/stock")
    form, chosen = office.form_to(page, "/stock/levels"), ticks(page)
    assert chosen == ["main 5 CUP", "main 5 JUG", "main 5 MUG"]
    typed = form.fields | {"deed": "write_off", "quantity": "2", "reason": "Water"}
    refused = await staff.post(form.action, data=typed | {"level": chosen})
    assert office.summary(refused) == [
        "JUG, main: It can be done only to 1 of these now. What orders hold stays for them."
    ]
    assert refused.text.count(" checked") == 3
    assert await figures("CUP") == (5, 0, 0)
    for _ in range(2):
        assert (await staff.post(form.action, data=typed | {"level": [chosen[0], chosen[2]]})).status_code == 303
    assert [await figures(sku) for sku in ("CUP", "JUG", "MUG")] == [(3, 0, 0), (5, 4, 0), (3, 0, 0)]
    fresh = office.form_to(await staff.get("/admin/stock"), "/stock/levels").fields
    together = fresh | {"deed": "set", "quantity": "8", "reason": "Counted"}
    odd: list[dict[str, str]] = [
        {},
        {"level": "main MUG"},
        {"level": "moon 3 MUG"},
        {"level": "main x MUG"},
        {"all": "2"},
    ]
    odd += [{"all": "3"} | wrong for wrong in ({"deed": "eat"}, {"reason": ""}, {"quantity": "-1"}, {"key": "x"})]
    for wrong in odd:
        assert (await staff.post(form.action, data=together | wrong)).status_code in (409, 422)
    stale = await staff.post(form.action, data=together | {"level": chosen[0]})
    assert office.summary(stale)[0].startswith("CUP, main: Meanwhile ada@barrow.example has changed this to 3.")
    assert (await staff.post(form.action, data=together | {"all": "3"})).status_code == 303
    assert [(await figures(sku))[0] for sku in ("CUP", "JUG", "MUG")] == [8, 8, 8]


async def test_whoever_works_at_one_location_changes_what_lies_there_alone(
    stranger: httpx.AsyncClient, app: Litestar
) -> None:
    await inventory.create_location("hamburg", "Hamburg", "DE", 10)
    await make_stock("MUG", 5)
    await make_stock("MUG", 7, "hamburg")
    person = await hired("bob@barrow.example", "read-only")
    by = actor(await office.hire())
    may = frozenset({users.Permission.STOCK_READ, users.Permission.STOCK_ADJUST})
    role = await users.create_role(users.RoleDraft("Clerk", "", may), actor=by)
    await users.give_roles(person.id, {role.key: ["hamburg"]}, actor=by)
    async with browser_of(app) as client:
        await office.signed_in(client, person)
        page = await client.get("/admin/stock")
        assert ticks(page) == ["hamburg 7 MUG"]
        form = office.form_to(page, "/stock/levels")
        typed = form.fields | {"deed": "set", "quantity": "1", "reason": "Mine", "level": "main 5 MUG"}
        assert (await client.post(form.action, data=typed)).status_code == 403
        assert (await client.get("/admin/stock/level", params={"sku": "MUG", "location": "main"})).status_code == 403
    assert await figures() == (5, 0, 0)


async def test_a_page_of_the_grid_asks_as_often_however_much_there_is(
    staff: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await inventory.create_location("hamburg", "Hamburg", "DE", 10)
    asked_for = []
    async with listening(monkeypatch) as asked:
        for skus in (("A",), tuple(f"S-{number:03}" for number in range(40))):
            for sku in skus:
                await make_stock(sku, 1)
                await make_stock(sku, 0, "hamburg")
            with counting(asked):
                await staff.get("/admin/stock", params={"standing": "sold_out"})
            asked_for.append((asked.sql, asked.mongo))
    assert asked_for[0] == asked_for[1]
