"""What an order was sent comes back: good or damaged, never more than has left; the ledger says from which order."""

import httpx
from litestar import Litestar

from domains import inventory, orders, users
from domains.shared.ids import new_id
from tests.app.making import browser_of
from tests.support import office
from tests.support.inventory import assert_books_balance, figures
from tests.support.staff import actor, hired


async def test_what_came_back_is_counted_in_once_and_never_more_than_was_sent(
    outside: str, app: Litestar, staff: httpx.AsyncClient, order: orders.Order
) -> None:
    assert "Goods that come back" not in (await office.page_of(staff, order)).text
    await inventory.ship(order.customer_id, order.id, new_id(), [inventory.Item("MUG", 3)])
    before = (await figures())[0]
    form = office.form_to(await office.page_of(staff, order), "/returned-goods")
    typed = form.fields | {"back-MUG": "2", "condition": "good", "reason": "Too small"}
    many = {"back-MUG": "4"}
    for each in (many, {"back-MUG": "0"}, {"back-MUG": "-1"}, {"condition": "odd"}, {"back-CUP": "1"}, {"key": "x"}):
        refused = await staff.post(form.action, data=typed | each)
        assert (refused.status_code, len(office.summary(refused))) == (422, 1)
    assert office.summary(await staff.post(form.action, data=typed | many)) == ["Only 3 of MUG are with the buyer."]
    assert (await staff.post(form.action, data=typed | {"location": "moon"})).status_code == 404
    shelf = users.RoleDraft("Shelf", "", frozenset({users.Permission.STOCK_ADJUST}))
    role = await users.create_role(shelf, actor=actor(await hired("boss@barrow.example")))
    async with browser_of(app) as clerk:  # who may not look at orders
        await office.signed_in(clerk, await hired("bob@barrow.example", role.key))
        blind = await clerk.post(form.action, data=typed | many)
    assert (blind.status_code, "Only 3 of MUG are with the buyer." in blind.text) == (422, True)
    assert order.email not in blind.text
    assert (await figures())[0] == before
    for _ in range(2):
        assert (await staff.post(form.action, data=typed)).status_code == 303
    again = office.form_to(await office.page_of(staff, order), "/returned-goods").fields
    damaged = again | {"back-MUG": "1", "condition": "damaged"}
    assert (await staff.post(form.action, data=damaged)).status_code == 303
    page = await office.page_of(staff, order)
    assert "3 of 3 × MUG are back." in office.read(page)
    assert "/returned-goods" not in page.text
    [level] = (await inventory.levels(["MUG"]))["MUG"]
    assert (level.on_hand, level.damaged) == (before + 3, 1)
    newest = office.rows(await staff.get("/admin/stock/history", params={"sku": "MUG"}), "Movements")[1]
    assert newest[1].startswith(f"2 came back from order {order.number}")
    await assert_books_balance()
