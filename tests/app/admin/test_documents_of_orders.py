"""Invoices and credit notes: written by themselves, numbered without a gap, never changed, printed as PDF."""

import asyncio

import httpx
import pytest
import sqlalchemy as sa

from app.gateway import books
from app.papers import invoices
from domains import orders
from domains.orders import DocumentKind
from domains.shared import clock
from tests.support import office
from tests.support.draining import drain
from tests.support.office import fill
from tests.support.orders import make_paid_order

pytestmark = pytest.mark.usefixtures("outside")


async def written(order: orders.Order) -> list[orders.OrderDocument]:
    return list(await orders.documents_of(order.customer_id, order.id))


async def test_what_is_paid_has_an_invoice_and_what_goes_back_a_credit_note(
    staff: httpx.AsyncClient, order: orders.Order
) -> None:
    year = clock.now().year
    [invoice] = await written(order)
    assert (invoice.number, invoice.total, invoice.tax) == (f"I-{year}-000001", order.total, order.tax)
    await fill(staff, order, "refunds", **{f"credit-{order.lines[0].id}": "1", "shipping": "4.90"})
    await drain()
    _, note = await written(order)
    assert (note.number, note.total_amount, note.content["corrects"]) == (f"C-{year}-000001", 17_40, invoice.number)
    assert note.content["lines"] == [
        {"title": "Mug", "options": "", "sku": "MUG", "quantity": 1, "total": 12_50, "rate": "19 %"}
    ]
    [tax] = note.content["taxes"]
    assert (tax["rate"], tax["base"] + tax["amount"], tax["amount"]) == ("19 %", 17_40, note.tax_amount)
    await fill(staff, order, "refunds", amount="25")
    await drain()
    notes = (await written(order))[1:]
    assert sum(each.total_amount for each in notes) == order.total_amount
    assert sum(each.tax_amount for each in notes) == order.tax_amount
    assert await books.reconcile() == []


async def test_a_cancelled_order_is_credited_whole(staff: httpx.AsyncClient, order: orders.Order) -> None:
    await fill(staff, order, "cancellation", reason="Out of clay")
    await drain()
    invoice, note = await written(order)
    assert (note.kind, note.total, note.tax) == (DocumentKind.CREDIT_NOTE, invoice.total, invoice.tax)
    assert await books.reconcile() == []


async def test_they_are_printed_for_staff_and_for_whoever_has_the_link(
    staff: httpx.AsyncClient, stranger: httpx.AsyncClient, order: orders.Order
) -> None:
    [invoice] = await written(order)
    seen = await staff.get(f"/admin/documents/{invoice.number.lower()}")
    path = f"/orders/{order.number}/documents/{invoice.number}"
    theirs = await stranger.get(path, params={"token": order.token})
    for answer in (seen, theirs):
        assert (answer.headers["content-type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert seen.content == theirs.content
    assert f"/documents/{invoice.number}" in (await stranger.get(f"/orders/{order.number}?token={order.token}")).text
    assert f"/admin/documents/{invoice.number}" in (await office.page_of(staff, order)).text
    for wrong in ({"token": "x"}, {}):
        assert (await stranger.get(path, params=wrong)).status_code == 404
    other = await make_paid_order()
    assert (
        await stranger.get(path.replace(order.number, other.number), params={"token": other.token})
    ).status_code == 404
    assert (await staff.get("/admin/documents/I-1999-000001")).status_code == 404


async def test_what_somebody_is_called_is_no_markup(order: orders.Order) -> None:
    [invoice] = await written(order)
    hostile = '#panic("x") $ * _ = ]] \\ " <b> 你好 \u202e'
    content = invoice.content | {"buyer": [hostile], "email": hostile}
    content["lines"][0]["title"] = hostile
    invoice.content = content
    assert (await invoices.printed(invoice))[:5] == b"%PDF-"


async def test_the_list_is_narrowed_and_taken_away_as_a_file(staff: httpx.AsyncClient, order: orders.Order) -> None:
    await fill(staff, order, "refunds", amount="10")
    await drain()
    today = clock.now().date().isoformat()
    page = await staff.get("/admin/documents")
    assert [row[5] for row in office.rows(page, "Documents")] == ["-€10.00", "€42.40"]
    only = await staff.get("/admin/documents", params={"kind": "invoice", "since": today, "until": today})
    assert [row[1] for row in office.rows(only, "Documents")] == ["Invoice"]
    none = await staff.get("/admin/documents", params={"since": "2999-01-01", "until": "nonsense", "after": "nonsense"})
    assert "No document was written in this time." in none.text
    file = (await staff.get("/admin/exports/documents")).text.splitlines()
    assert [line.split(",")[1] for line in file] == ["Kind", "invoice", "credit_note"]
    assert file[2].endswith("EUR,-10.00,-1.59")


async def test_no_number_is_given_twice_or_left_out(shop: None) -> None:
    made = [await make_paid_order() for _ in range(6)]
    deeds = [orders.write_invoice(each.customer_id, each.id) for each in made for _ in range(2)]
    await asyncio.gather(*deeds)
    numbers = sorted([document.number for each in made for document in await written(each)])
    assert [int(number.rpartition("-")[2]) for number in numbers] == [1, 2, 3, 4, 5, 6]
    assert (await orders.audit()).documents.gaps == ()


async def test_one_that_was_changed_or_is_gone_is_named(order: orders.Order) -> None:
    [invoice] = await written(order)
    async with orders.database.transaction() as session:
        await session.execute(sa.text("UPDATE order_documents SET content = content - 'order'"))
    assert [each.name for each in books.compare(await books.figures())] == ["a document says what was written"]
    async with orders.database.transaction() as session:
        await session.execute(sa.text("DELETE FROM order_documents"))
        await session.execute(sa.text("DELETE FROM document_numbers"))
    assert (await orders.audit()).documents.gaps == (invoice.number,)


async def test_after_its_years_it_names_nobody_and_still_counts(order: orders.Order) -> None:
    async with orders.database.transaction() as session:
        await session.execute(sa.text("UPDATE order_documents SET issued_at = now() - interval '11 years'"))
    assert (await orders.forget_buyers(), await orders.forget_buyers()) == (1, 0)
    [invoice] = await written(order)
    assert {"buyer", "email"}.isdisjoint(invoice.content)
    assert (await orders.audit()).documents.changed == ()
    assert (await invoices.printed(invoice))[:5] == b"%PDF-"
