"""Why a figure of stock is what it is, read out to staff: nothing of it is told that the ledger does not say."""

import re

import httpx
from litestar import Litestar

from domains import inventory, orders, users
from domains.shared.ids import new_id
from tests.app.making import browser_of
from tests.support import office
from tests.support.inventory import hold, make_stock
from tests.support.visiting import on_the_shelf


async def test_the_history_of_a_sku_answers_why_there_are_so_many(
    outside: str, staff: httpx.AsyncClient, order: orders.Order
) -> None:
    await inventory.ship(order.customer_id, order.id, new_id(), [inventory.Item("MUG", 1)])
    await inventory.set_on_hand("MUG", "main", 50, reason="Counted on Monday", actor="ada")
    await inventory.ship(order.customer_id, order.id, new_id(), [inventory.Item("MUG", 2)])
    page = await staff.get("/admin/stock/history", params={"sku": "MUG"})
    told = office.read(page)
    assert "48 on hand: 50 counted by ada on" in told
    assert "(“Counted on Monday”), 2 sent in 1 parcel." in told
    assert "48 can be sold: 48 on hand." in told
    newest, counted, sent, kept, held, first = office.rows(page, "Movements")
    assert [row[1].split(" Open order")[0] for row in (newest, counted, sent)] == [
        f"2 sent with order {order.number}",
        "Counted 50: 46 more than the books had Main warehouse · Counted on Monday",
        f"1 sent with order {order.number}",
    ]
    assert kept[1].startswith(f"3 kept for order {order.number}, which is paid")
    assert kept[2] == "held for orders that are not paid 3 → 0 kept for paid orders and transfers 0 → 3"
    assert held[1].startswith(f"3 held for order {order.number} until it is paid")
    assert (first[1], first[3], first[4]) == (
        "Counted 5: 5 more than the books had Main warehouse · counted", "5", "tests",
    )  # fmt: skip


async def test_whoever_works_at_one_location_reads_of_that_one_alone(
    stranger: httpx.AsyncClient, app: Litestar
) -> None:
    await inventory.create_location("hamburg", "Hamburg", "DE", 10)
    await make_stock("MUG", 5)
    await make_stock("MUG", 7, "hamburg")
    person = await users.create_staff("bob@barrow.example", office.PASSWORD, "fulfilment", "Bob")
    boss = await office.hire()
    actor = users.Actor(boss.email, boss.id)
    await users.give_roles(person.id, {"fulfilment": ["hamburg"]}, actor=actor)
    async with browser_of(app) as client:
        await office.signed_in(client, person)
        for asked in ({"sku": "MUG"}, {"location": "hamburg"}):
            [row] = office.rows(await client.get("/admin/stock/history", params=asked), "Movements")
            assert row[1].endswith("Hamburg · test")
        assert office.rows(await client.get("/admin/stock/history", params={"location": "main"}), "Movements") == []


async def test_a_long_history_is_read_page_by_page(staff: httpx.AsyncClient) -> None:
    for quantity in range(1, 53):
        await make_stock("MUG", quantity)
    first = await staff.get("/admin/stock/history", params={"sku": "MUG"})
    onward = first.text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    rows = office.rows(first, "Movements") + office.rows(await staff.get(onward), "Movements")
    assert [row[3] for row in rows] == [str(quantity) for quantity in range(52, 0, -1)]


async def test_what_happened_to_goods_is_written_down_once_and_with_a_reason(staff: httpx.AsyncClient) -> None:
    await make_stock("MUG", 5)
    await hold("MUG", 3)
    form = office.form_to(await staff.get("/admin/stock/history", params={"sku": "MUG"}), "/stock/movements")
    typed = form.fields | {"deed": "set_aside", "quantity": "2"}
    unsaid = await staff.post(form.action, data=typed)
    assert (unsaid.status_code, office.summary(unsaid)) == (422, ["Say why, in 200 characters at most."])
    many = await staff.post(form.action, data=typed | {"quantity": "3", "reason": "Fell"})
    assert office.summary(many) == ["It can be done only to 2 of these now. What orders hold stays for them."]
    for _ in range(2):
        assert (await staff.post(form.action, data=typed | {"reason": "Fell"})).status_code == 303
    page = await staff.get("/admin/stock/history", params={"sku": "MUG"})
    assert "0 can be sold: 5 on hand, less 3 held for orders that are not paid, less 2 damaged." in office.read(page)
    assert office.rows(page, "Movements")[0][1:] == [
        "2 set aside as damaged Main warehouse · Fell", "damaged 0 → 2", "0", office.EMAIL,
    ]  # fmt: skip
    assert (await staff.post(form.action, data=typed | {"sku": "GUM", "reason": "Fell"})).status_code == 404
    assert await inventory.levels(["GUM"]) == {"GUM": []}


async def test_who_buys_what_is_not_there_yet_is_told_when_it_comes(
    staff: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    mug = await on_the_shelf(stock=0)
    form = office.form_to(await staff.get("/admin/stock/history", params={"sku": "MUG"}), "/stock/limits")
    typed = form.fields | {"beyond": "3", "due_on": "2027-03-20", "until": "2999-01-31", "reason": "Ordered"}
    refused = await staff.post(form.action, data=typed | {"until": "soon"})
    assert office.summary(refused) == ["Give a day, such as 2027-03-31."]
    for status in (303, 409):
        assert (await staff.post(form.action, data=typed)).status_code == status
    again = office.form_to(await staff.get("/admin/stock/history", params={"sku": "MUG"}), "/stock/limits").fields
    assert (again["beyond"], again["until"], again["due_on"]) == ("3", "2999-01-31", "2027-03-20")
    page = await stranger.get(f"/products/{mug.slug}")
    assert "Can be ordered Not here yet: we expect it on 20 March 2027 and send yours then." in office.read(page)
    assert "Standard delivery once it is here, €4.90" in office.read(page)
    assert "https://schema.org/BackOrder" in page.text
    assert re.search(r'"availabilityStarts": ?"2027-03-20"', page.text)
