"""Transfers and purchase orders in the back office: drawn up, sent and taken in by plain forms, by whoever may."""

import re

import httpx
import pytest
from litestar import Litestar

from domains import inventory, users
from domains.inventory import DocumentKind
from tests.app.making import browser_of
from tests.support import office, warehouse
from tests.support.forms import forms
from tests.support.staff import hired
from tests.support.visiting import on_the_shelf

TR, PO = "/admin/stock/transfers/TR-1001", "/admin/stock/purchase-orders/PO-1001"


@pytest.fixture(autouse=True)
async def _places(shop: None) -> None:
    await inventory.create_location("hamburg", "Hamburg", "DE", 10)


async def begun(staff: httpx.AsyncClient, kind: str = "transfers", **typed: str) -> httpx.Response:
    form = office.form_to(await staff.get(f"/admin/stock/{kind}/new"), f"/{kind}/new")
    return await staff.post(form.action, data=form.fields | typed)


async def fill(staff: httpx.AsyncClient, page: str, form: str, *, deed: str = "", **typed: str) -> httpx.Response:
    """Send a form of the document's page, its fields as they stand there but for these."""
    shown = await staff.get(page)
    sent = [each for each in forms(shown.text, str(shown.url)) if each.action.endswith(f"/{form}")]
    [found] = [each for each in sent if not deed or each.fields.get("deed", deed) == deed]
    extra = {"deed": deed} if deed else {}
    return await staff.post(found.action, data=found.fields | extra | typed)


async def figures(sku: str = "MUG") -> dict[str, tuple[int, int, int, int]]:
    """By location: on hand, allocated, damaged, incoming."""
    levels = (await inventory.levels([sku]))[sku]
    return {each.location.code: (each.on_hand, each.allocated, each.damaged, each.incoming) for each in levels}


async def test_a_transfer_goes_from_its_first_line_to_the_last_mug(staff: httpx.AsyncClient) -> None:
    await on_the_shelf(stock=9)
    assert office.summary(await begun(staff, source="main")) == ["Choose a location."]
    assert office.summary(await begun(staff, source="main", destination="main")) == [
        "Choose another location than the one it comes from."
    ]
    assert (await begun(staff, source="main", destination="hamburg")).headers["location"] == f"{TR}?done=begun"
    wrong = await fill(staff, TR, "lines", **{"sku-0": "mug", "quantity-0": "many", "sku-2": "GUM", "quantity-2": "1"})
    assert office.summary(wrong) == ["mug: Give a whole number, 0 or more."]
    unknown = await fill(staff, TR, "lines", **{"sku-0": "mug", "quantity-0": "4", "sku-2": "GUM", "quantity-2": "1"})
    assert (unknown.status_code, office.summary(unknown)) == (422, ["No product bears the SKU GUM."])
    assert (await fill(staff, TR, "lines", **{"sku-0": "mug", "quantity-0": "4"})).status_code == 303
    assert (await fill(staff, TR, "scan", code="MUG")).headers["location"] == f"{TR}?scanned=MUG"
    unread = await fill(staff, TR, "scan", code="4006381333931")
    assert "Nothing here bears the code 4006381333931. Check it, or give the SKU." in office.read(unread)
    assert re.search(r'id="scan-code" [^>]*value=""[^>]* autofocus', unread.text)  # ready for the next code
    assert "MUG Mug: 5 asked for" in office.read(await staff.get(f"{TR}?scanned=MUG"))
    for deed in ("ready", "sent"):
        assert (await fill(staff, TR, "state", deed=deed)).status_code == 303
    assert await figures() == {"main": (4, 0, 0, 0), "hamburg": (0, 0, 0, 5)}
    assert (await fill(staff, TR, "scan")).status_code == 422
    assert (await fill(staff, TR, "scan", code="MUG")).status_code == 303
    unsaid = await fill(staff, TR, "receipts", **{"received-0": "2", "damaged-0": "1"})
    assert office.summary(unsaid) == ["Say why, in 200 characters at most."]
    part = {"received-0": "1", "damaged-0": "1", "reason": "Dropped"}
    assert (await fill(staff, TR, "scan", code="mug")).status_code == 303
    assert "Taken in: 1 arrived, 2 times" in office.read(await staff.get(TR))
    assert (await fill(staff, TR, "receipts", **part)).status_code == 303
    assert await figures() == {"main": (4, 0, 0, 0), "hamburg": (4, 0, 1, 1)}
    history = await staff.get("/admin/stock/history", params={"sku": "MUG"})
    assert "1 on their way with TR-1001" in office.read(history)
    assert [row[1].split(" Open it")[0] for row in office.rows(history, "Movements")][:6] == [
        "2 came with TR-1001", "1 came with TR-1001", "1 came with TR-1001", "5 on their way with TR-1001",
        "5 left with TR-1001", "5 kept for TR-1001",
    ]  # fmt: skip
    assert (await fill(staff, TR, "state", deed="closed", reason="Lost")).status_code == 303
    [closed] = (await users.audit_entries(users.AuditFilter(action="move_transfer"))).entries[:1]
    assert (closed.subject, closed.after) == ("document TR-1001", {"deed": "closed", "reason": "Lost"})
    [row] = office.rows(await staff.get("/admin/stock/transfers"), "Transfers")
    assert row[:4] == ["TR-1001", "Main warehouse", "Hamburg", "Received"]


async def test_a_purchase_is_ordered_taken_in_and_says_what_it_has_cost(staff: httpx.AsyncClient) -> None:
    await on_the_shelf(stock=0)
    form = office.form_to(await staff.get("/admin/stock/suppliers/new"), "/suppliers/new")
    supplier = form.fields | {"name": "Clay & Sons", "lead_days": "soon"}
    assert office.summary(await staff.post(form.action, data=supplier)) == ["Give a whole number, 0 or more."]
    assert (await staff.post(form.action, data=supplier | {"lead_days": "3"})).status_code == 303
    [known] = await inventory.suppliers()
    assert (await begun(staff, "purchase-orders", supplier=str(known.id), destination="main")).status_code == 303
    line = {"sku-0": "MUG", "quantity-0": "8", "cost-0": "2,50"}
    assert (await fill(staff, PO, "lines", **line)).status_code == 303
    [written] = (await inventory.documents(DocumentKind.PURCHASE)).rows
    await inventory.set_document_lines("PO-1001", [inventory.LineDraft("GUM", 1)], warehouse.act(written))
    gone = await fill(staff, PO, "state", deed="ordered")  # its product bears another SKU by now
    assert office.summary(gone) == ["No product bears the SKU GUM. Change its line first."]
    assert (await fill(staff, PO, "lines", **line)).status_code == 303
    assert (await fill(staff, PO, "state", deed="ordered")).status_code == 303
    stale = office.form_to(await staff.get(PO), "/receipts")
    for _ in range(2):
        typed = stale.fields | {"received-0": "3", "charges": "1.00"}
        assert (await staff.post(stale.action, data=typed)).status_code == 303
    assert await figures() == {"main": (3, 0, 0, 5)}
    late = await staff.post(stale.action, data=stale.fields | {"received-0": "1", "key": str(known.id)})
    assert (late.status_code, office.summary(late)) == (
        409, [f"Meanwhile {office.EMAIL} has changed this. Look at it as it is now, then go on."],
    )  # fmt: skip
    many = await fill(staff, PO, "receipts", **{"received-0": "6"})
    assert office.summary(many) == ["MUG: 5 are still on their way, not more."]
    page = await staff.get(PO)
    [cost] = office.rows(page, "What it has cost, landed")
    assert cost == ["MUG", "3", "€7.50", "€1.00", "€2.83"]
    history = office.read(await staff.get("/admin/stock/history", params={"sku": "MUG"}))
    assert "The last 3 that were bought cost €2.83 each, landed, with PO-1001 ." in history
    file = await staff.get(f"{PO}/lines.csv")
    assert file.text.splitlines()[1] == "MUG,8,2.50,8,3,0,0"
    assert "Counted" in (await staff.get(f"{PO}/print")).text


async def test_of_a_file_every_wrong_line_is_named_and_none_is_taken(staff: httpx.AsyncClient) -> None:
    await on_the_shelf(stock=9)
    await begun(staff, source="main", destination="hamburg")
    form = office.form_to(await staff.get(TR), "/file")

    async def send(content: bytes) -> httpx.Response:
        return await staff.post(form.action, data=form.fields, files={"file": ("lines.csv", content, "text/csv")})

    wrong = await send(b"SKU;Quantity\nMUG;4\nGUM;1\n\nMUG;-2\nmug;1\nBOWL;1.5\n")
    assert office.summary(wrong) == [
        "Line 3: No product bears the SKU GUM.",
        "Line 5: “-2” of MUG: give a whole number from 1 to 1000000.",
        "Line 6: mug stands in line 2 already.",
        "Line 7: “1.5” of BOWL: give a whole number from 1 to 1000000.",
    ]
    for nothing in (b"", b"\xff\xfe\x00", b"Name\nMUG\n", b'SKU,Quantity\n"MUG', b"SKU,Quantity\n"):
        assert (await send(nothing)).status_code == 422
    found = await inventory.find_document(DocumentKind.TRANSFER, "TR-1001")
    assert found.lines == []
    assert (await send("\ufeffsku,quantity\nmug,7\n".encode())).status_code == 303
    out = (await staff.get(f"{TR}/lines.csv")).content
    assert out.decode("utf-8-sig").splitlines() == ["SKU,Quantity,Sent,Received,Damaged,Missing", "MUG,7,0,0,0,0"]


async def test_the_source_sends_and_the_destination_takes_in(app: Litestar, stranger: httpx.AsyncClient) -> None:
    await on_the_shelf(stock=5)
    transfer = await warehouse.readied({"MUG": 3}, destination="hamburg")
    _, packer = await hired(), await hired("pim@barrow.example", "fulfilment")
    async with browser_of(app) as pim:
        await office.signed_in(pim, packer)
        shown = await pim.get(TR)
        [send] = [form for form in forms(shown.text, TR) if "sent-0" in form.fields]
        await users.give_roles(packer.id, {"fulfilment": ["hamburg"]}, actor=users.OPERATOR)
        assert "sent-0" not in (await pim.get(TR)).text
        refused = await pim.post(send.action, data=send.fields | {"deed": "sent"})
        assert (refused.status_code, (await figures())["main"]) == (403, (5, 3, 0, 0))
        await inventory.send_transfer("TR-1001", {"MUG": 3}, warehouse.act(await warehouse.again(transfer)))
        receipt = office.form_to(await pim.get(TR), "/receipts")
        await users.give_roles(packer.id, {"fulfilment": ["main"]}, actor=users.OPERATOR)
        assert (await pim.post(receipt.action, data=receipt.fields | {"all": "yes"})).status_code == 403
        await users.give_roles(packer.id, {"fulfilment": ["hamburg"]}, actor=users.OPERATOR)
        assert (await pim.post(receipt.action, data=receipt.fields | {"all": "yes"})).status_code == 303
        assert (await figures())["hamburg"] == (3, 0, 0, 0)
        await users.give_roles(packer.id, {"fulfilment": ["elsewhere"]}, actor=users.OPERATOR)
        assert (await pim.get(TR)).status_code == 403
        assert "TR-1001" not in (await pim.get("/admin/stock/transfers")).text
