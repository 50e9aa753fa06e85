"""Whatever staff do or are refused is in the audit log, and those who may look there."""

import httpx
from litestar import Litestar

from domains import catalog, users
from domains.users import AuditFilter
from tests.app.making import browser_of
from tests.support import office
from tests.support.forms import forms
from tests.support.people import EMAIL, make_person
from tests.support.staff import actor, hired
from tests.support.visiting import on_the_shelf


async def log() -> list[users.AuditEntry]:
    found = await users.audit_entries(AuditFilter())
    return [entry for entry in found.entries if entry.action not in {"create_staff", "sign_in"}]


async def the_product() -> catalog.Product:
    found = await catalog.products(query="", status=None, page=1)
    return await catalog.find_product(found.items[0].id)


async def test_a_changed_price_is_there_with_what_it_was(staff: httpx.AsyncClient) -> None:
    await on_the_shelf(stock=5)
    product = await the_product()
    form = office.form_to(await staff.get(f"/admin/products/{product.id}"), "/price")
    headers = {"User-Agent": "a browser"}
    assert (await staff.post(form.action, data=form.fields | {"price": "13.00"}, headers=headers)).status_code == 303
    [entry] = await log()
    variant = product.variants[0]
    assert (entry.actor, entry.action, entry.outcome) == (office.EMAIL, "change_price", "done")
    assert entry.subject == f"product {product.id}, variant {variant.id}"
    assert entry.before == {"sku": "MUG", "price": "12.50", "compare_at": ""}
    assert entry.after == {"price": "13.00"}
    assert (entry.ip, entry.user_agent, len(entry.request_id)) == ("127.0.0.1", "a browser", 32)


async def test_a_counted_shelf_is_there_with_what_it_was(staff: httpx.AsyncClient) -> None:
    await on_the_shelf(stock=5)
    form = office.form_to(await staff.get(f"/admin/products/{(await the_product()).id}"), "/stock")
    typed = {"quantity": "7", "reason": "back from Ada <ada@example.com>"}
    assert (await staff.post(form.action, data=form.fields | typed)).status_code == 303
    [entry] = await log()
    assert (entry.action, entry.before) == ("set_stock", {"quantity": 5})
    assert entry.after is not None
    assert (entry.after["sku"], entry.after["quantity"]) == ("MUG", "7")
    assert entry.after["reason"] == "back from Ada <•••@•••>"  # it would outlive her


async def test_looking_and_a_form_shown_again_are_no_deeds(staff: httpx.AsyncClient) -> None:
    await on_the_shelf(stock=5)
    form = office.form_to(await staff.get(f"/admin/products/{(await the_product()).id}"), "/stock")
    assert (await staff.post(form.action, data=form.fields | {"quantity": "many"})).status_code == 422
    preview = {"title": "About us", "text": "Nothing is kept."}
    assert (await staff.post("/admin/articles/about/preview", data=preview)).status_code == 200
    assert await log() == []


async def test_what_is_refused_is_there_too(stranger: httpx.AsyncClient) -> None:
    await office.signed_in(stranger, await hired("pim@barrow.example", "fulfilment"))
    assert (await stranger.post("/admin/orders/B-1001/refunds", data={"amount": "1"})).status_code == 403
    assert (await stranger.get("/admin/audit")).status_code == 403
    looked, refunded = await log()
    assert (refunded.action, refunded.subject, refunded.outcome) == ("refund", "order B-1001", "refused")
    assert (looked.action, looked.outcome, looked.actor) == ("audit", "refused", "pim@barrow.example")


async def test_staff_of_one_location_count_no_shelf_of_another(app: Litestar, stranger: httpx.AsyncClient) -> None:
    owner, packer = await hired(), await hired("pim@barrow.example", "fulfilment")
    await users.give_roles(packer.id, {"fulfilment": ["elsewhere"]}, actor=actor(owner))
    await on_the_shelf(stock=5)
    await office.signed_in(stranger, owner)
    address = f"/admin/products/{(await the_product()).id}"
    form = office.form_to(await stranger.get(address), "/stock")
    async with browser_of(app) as other:
        await office.signed_in(other, packer)
        shown = await other.get(address)
        assert [each.action for each in forms(shown.text, str(shown.url)) if each.action == form.action] == []
        answer = await other.post(form.action, data=form.fields | {"quantity": "7"})
    assert answer.status_code == 403
    assert "None of your roles lets you change how many are on the shelf at this location." in office.read(answer)
    assert office.form_to(await stranger.get(address), "/stock").fields["quantity"] == "5"


async def test_a_file_does_not_do_what_its_sender_may_not(app: Litestar, stranger: httpx.AsyncClient) -> None:
    await office.signed_in(stranger, await hired("cat@barrow.example", "catalogue"))
    file = {"file": ("stock.csv", b"SKU,Location,On hand\nMUG,main,9\n", "text/csv")}
    answer = await stranger.post("/admin/imports", files=file)
    assert answer.status_code == 303
    begun = await stranger.post(answer.headers["location"], data={"as": "stock", "deed": "import", "column-0": "sku"})
    assert begun.status_code == 403
    async with browser_of(app) as other:
        await office.signed_in(other, await hired("sam@barrow.example", "support"))
        assert (await other.get("/admin/exports/codes")).status_code == 403
    sees = users.RoleDraft("Window", "", frozenset({users.Permission.EXPORTS_READ, users.Permission.PRODUCTS_READ}))
    role = await users.create_role(sees, actor=actor(await hired()))
    async with browser_of(app) as other:
        await office.signed_in(other, await hired("win@barrow.example", role.key))
        for what, status in (("products", 200), ("stock", 403)):
            assert (await other.get(f"/admin/exports/{what}")).status_code == status
    assert (await stranger.get("/admin/exports/codes")).status_code == 200


async def test_the_page_shows_what_was_asked_for_and_the_file_holds_it(staff: httpx.AsyncClient) -> None:
    await on_the_shelf(stock=5)
    form = office.form_to(await staff.get(f"/admin/products/{(await the_product()).id}"), "/stock")
    await staff.post(form.action, data=form.fields | {"quantity": "7", "reason": "<b>counted</b>"})
    page = await staff.get("/admin/audit", params={"action": "set_stock", "actor": "ada"})
    [row] = office.rows(page, "Audit log")
    assert row[1:3] == [office.EMAIL, "set stock"]
    assert "quantity 5 → became 7" in row[4]
    assert "reason <b>counted</b>" in row[4]
    file = await staff.get("/admin/audit.csv", params={"action": "set_stock"})
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert len(file.text.strip().splitlines()) == 2
    assert office.rows(await staff.get("/admin/audit?since=tomorrow&until=0001-01-01&before=x"), "Audit log")
    assert office.rows(await staff.get("/admin/audit?actor=nobody"), "Audit log") == []


async def test_a_sign_in_that_failed_is_there_and_no_shoppers(stranger: httpx.AsyncClient) -> None:
    await hired("pim@barrow.example", "fulfilment")
    await make_person()
    for path in ("/admin/sign-in", "/login"):
        for email in ("pim@barrow.example", EMAIL, "nobody@example.com"):
            answer = await stranger.post(path, data={"email": email, "password": "not it"})
            assert answer.status_code == 422
    assert (await office.sign_in(stranger, "pim@barrow.example")).status_code == 303
    assert (await stranger.post("/admin/sign-out")).status_code == 303
    entries = (await users.audit_entries(AuditFilter())).entries[:4]
    assert [(entry.action, entry.outcome, entry.actor) for entry in entries] == [
        ("sign_out", "done", "pim@barrow.example"),
        ("sign_in", "done", "pim@barrow.example"),
        ("sign_in", "refused", "not known"),
        ("sign_in", "refused", "not known"),
    ]
    assert {(entry.subject, entry.ip) for entry in entries} == {("person pim@barrow.example", "127.0.0.1")}
    assert all(len(entry.request_id) == 32 for entry in entries)
