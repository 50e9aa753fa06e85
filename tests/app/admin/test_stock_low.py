"""What runs low, as staff see it: how many to buy and why, and what becomes of it once somebody says so."""

import re

import httpx
from litestar import Litestar

from domains import inventory, notifications, users
from domains.inventory import LowRule
from domains.notifications import StockLetters
from tests.app.making import browser_of
from tests.support import office, warehouse
from tests.support.catalog import make_product
from tests.support.inventory import make_stock


async def run_low(sku: str = "MUG", units: int = 3, location: str = "main") -> None:
    await make_stock(sku, units, location)
    await inventory.set_low_rule(sku, location, LowRule(units=5, pack=6))
    await inventory.tell_low()


async def low(staff: httpx.AsyncClient, **asked: str) -> list[list[str]]:
    return office.rows(await staff.get("/admin/stock/low", params=asked), "Running low")


async def test_what_runs_low_is_listed_with_what_to_buy_until_somebody_looks_after_it(staff: httpx.AsyncClient) -> None:
    await make_product("Harbour Mug", sku="MUG")
    await run_low()
    await run_low("JUG & SON", 0)
    page = await staff.get("/admin/stock/low")
    jug, mug = office.rows(page, "Running low")
    assert (jug[0], jug[3]) == ("JUG & SON No product bears this SKU any more", "none")
    assert mug == [
        "MUG Harbour Mug", "Main warehouse", "3", "3", "0", "–", "–", "6 8 are enough, 3 are left, in packs of 6.",
    ]  # fmt: skip
    form = office.form_to(page, "/admin/stock/low")
    boxes = page.text.split('name="short" value="')[1:]
    ticked = [box.split('"')[0].replace("&amp;", "&") for box in boxes]
    nothing = await staff.post(form.action, data={"saying": "seen"})
    assert (nothing.status_code, office.summary(nothing)) == (
        422, ["Tick what you mean, then say what becomes of it."],
    )  # fmt: skip
    assert (await staff.post(form.action, data={"saying": "seen", "short": "x MUG"})).status_code == 422
    assert (await staff.post(form.action, data={"saying": "seen", "short": ticked[0]})).status_code == 303
    assert (await staff.post(form.action, data={"saying": "week", "short": ticked[1]})).status_code == 303
    assert await low(staff) == []
    aside = await low(staff, which="put-aside")
    assert aside[0][0].endswith(f"{office.EMAIL} looks after it")
    assert "Put off until" in aside[1][0]
    assert (await staff.post(form.action, data={"saying": "again", "short": ticked})).status_code == 303
    assert len(await low(staff)) == 2


async def test_what_runs_low_is_ordered_from_whom_it_was_bought_last(staff: httpx.AsyncClient) -> None:
    await warehouse.ordered({"MUG": 1}, 250)
    await run_low()
    await run_low("JUG", 0)
    page = await staff.get("/admin/stock/low")
    form = office.form_to(page, "/admin/stock/low")
    jug, mug = [box.split('"')[0] for box in page.text.split('name="short" value="')[1:]]
    nothing, unknown = [
        await staff.post("/admin/stock/low/orders", data=form.fields | {"short": ticked}) for ticked in ([], [mug, jug])
    ]
    assert office.summary(nothing) == ["Tick something of which some are to be ordered."]
    assert office.summary(unknown)[0].startswith("JUG was never ordered here.")
    assert re.findall(r'name="short" value="([^"]*)" checked', unknown.text) == [jug, mug]
    for units in (6, 9):  # sent twice, it leaves what was written on its draft meanwhile
        assert (await staff.post("/admin/stock/low/orders", data=form.fields | {"short": [mug]})).status_code == 303
        [draft, _] = (await inventory.documents(inventory.DocumentKind.PURCHASE)).rows
        [line] = (await warehouse.again(draft)).lines
        said = (draft.number, draft.state, line.sku, line.asked, line.unit_cost)
        assert said == ("PO-1002", "draft", "MUG", units, 250)
        await inventory.set_document_lines("PO-1002", [inventory.LineDraft("MUG", 9, 250)], warehouse.act(draft))


async def test_a_level_has_a_rule_of_its_own_and_the_shop_one_for_the_others(staff: httpx.AsyncClient) -> None:
    await make_stock("MUG", 3)
    form = office.form_to(await staff.get("/admin/stock/history", params={"sku": "MUG"}), "/stock/low/level")
    assert (form.fields["low_by"], form.fields["pack"]) == ("shop", "1")
    wrong = await staff.post(form.action, data=form.fields | {"low_by": "units", "low": "few"})
    assert (wrong.status_code, office.summary(wrong)) == (422, ["Give a whole number, 0 or more."])
    assert (await staff.post(form.action, data=form.fields | {"sku": "GUM"})).status_code == 404
    assert (await staff.post(form.action, data=form.fields | {"low_by": "units", "low": "4"})).status_code == 303
    page = await staff.get("/admin/stock/history", params={"sku": "MUG"})
    assert "Running low: when 4 are left" in office.read(page)
    rules = office.form_to(await staff.get("/admin/stock/low"), "/low/rules")
    for days, status in (("400", 422), ("14", 303), ("21", 409)):
        assert (await staff.post(rules.action, data=rules.fields | {"cover_days": days})).status_code == status
    assert (await inventory.reorder_rules()).cover_days == 14


async def test_each_chooses_their_own_letters_and_sees_the_places_of_their_role(
    stranger: httpx.AsyncClient, app: Litestar
) -> None:
    await inventory.create_location("hamburg", "Hamburg", "DE", 10)
    for place in ("main", "hamburg"):
        await run_low(location=place)
    boss = await office.hire()
    bob = await users.create_staff("bob@barrow.example", office.PASSWORD, "fulfilment", "Bob")
    await users.give_roles(bob.id, {"fulfilment": ["hamburg"]}, actor=users.Actor(boss.email, boss.id))
    main = await inventory.find_location("main")
    [elsewhere] = (await inventory.shortages([main.id])).rows
    async with browser_of(app) as client:
        await office.signed_in(client, bob)
        page = await client.get("/admin/stock/low")
        assert [row[1] for row in office.rows(page, "Running low")] == ["Hamburg"]
        assert await low(client, location="main") == []
        short = f"{elsewhere.shortage.id} MUG"
        assert (await client.post("/admin/stock/low", data={"saying": "seen", "short": short})).status_code == 303
        rules = office.form_to(page, "/low/rules")
        assert (await client.post(rules.action, data=rules.fields)).status_code == 403
        letters = office.form_to(page, "/low/letters")
        assert letters.fields["stock"] == "never"
        for how, status in (("often", 422), ("daily", 303)):
            assert (await client.post(letters.action, data={"stock": how})).status_code == status
    assert await inventory.count_shortages(["main"]) == 1
    assert await notifications.stock_letters(bob.id) is StockLetters.DAILY
