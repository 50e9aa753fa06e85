"""Locations written by staff, and what shoppers and orders see of them."""

import httpx
from litestar import Litestar

from domains import inventory, users
from tests.app.making import browser_of
from tests.support import office

TYPED = {
    "name": "Shop in Vienna", "country": "AT", "priority": "5", "address": "Graben 1\n1010 Wien",
    "zone": ["home", "eu"], "pickup": "yes", "hours-0": "9:00-18:00",
}  # fmt: skip


async def test_a_shop_is_opened_and_shoppers_find_it(staff: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    form = office.form_to(await staff.get("/admin/stock/locations/new"), "/stock/locations/new")
    refused = await staff.post(form.action, data=form.fields | TYPED | {"code": "vienna", "hours-0": "all day"})
    assert office.summary(refused) == ["Monday: give times such as 9:00-13:00, 14:00-18:00, or nothing."]
    assert "Where to find us" not in (await stranger.get("/")).text
    saved = await staff.post(form.action, data=form.fields | TYPED | {"code": "vienna"})
    assert saved.headers["location"] == "/admin/stock/locations/vienna?done=opened"
    [main, vienna] = office.rows(await staff.get("/admin/stock/locations"), "Locations")
    assert (main[3], vienna) == ("Everywhere", ["Shop in Vienna", "vienna", "5", "European Union, At home", "Yes"])
    assert "Where to find us" in (await stranger.get("/")).text
    told = office.read(await stranger.get("/shops"))
    assert "Shop in Vienna Graben 1 1010 Wien Austria Opening hours Monday 9:00–18:00 Tuesday closed" in told


async def test_of_two_editors_of_a_location_the_second_looks_again(staff: httpx.AsyncClient) -> None:
    page = await staff.get("/admin/stock/locations/main")
    mine = office.form_to(page, "/stock/locations/main")
    for name, status in (("Depot", 303), ("Barn", 409)):
        assert (await staff.post(mine.action, data=mine.fields | {"name": name})).status_code == status
    assert (await inventory.find_location("main")).name == "Depot"


async def test_whoever_works_at_one_location_changes_that_one_alone(stranger: httpx.AsyncClient, app: Litestar) -> None:
    await inventory.create_location("hamburg", "Hamburg", "DE", 10)
    person = await users.create_staff("bob@barrow.example", office.PASSWORD, "fulfilment", "Bob")
    boss = await office.hire()
    by = users.Actor(boss.email, boss.id)
    places = frozenset({users.Permission.STOCK_READ, users.Permission.LOCATIONS_WRITE})
    role = await users.create_role(users.RoleDraft("Caretaker", "", places), actor=by)
    await users.give_roles(person.id, {role.key: ["hamburg"]}, actor=by)
    async with browser_of(app) as client:
        await office.signed_in(client, person)
        assert (
            "disabled"
            in (await client.get("/admin/stock/locations/main")).text.split('class="sealed"')[1].split(">")[0]
        )
        for code, status in (("main", 403), ("hamburg", 303)):
            form = office.form_to(await client.get(f"/admin/stock/locations/{code}"), f"/stock/locations/{code}")
            assert (await client.post(form.action, data=form.fields | {"name": "Mine"})).status_code == status
        assert (await client.post("/admin/stock/locations/new", data={"code": "new"} | TYPED)).status_code == 403
    assert [each.name for each in await inventory.locations()] == ["Main warehouse", "Mine"]
