"""A count from the sheet to the books: typed, scanned and brought in as a file; what cannot be is named."""

import re

import httpx

from domains import inventory
from domains.inventory import CountPart
from domains.shared.ids import new_id
from tests.support import office
from tests.support.catalog import make_product, make_variant
from tests.support.inventory import assert_books_balance, figures, make_stock

EAN = "4006381333931"
SWAP = {"HX-Request": "true"}


async def begun(staff: httpx.AsyncClient, **typed: str) -> str:
    form = office.form_to(await staff.get("/admin/stock/counts"), "/stock/counts")
    opened = await staff.post(form.action, data=form.fields | {"name": "Shelf 3", "location": "main"} | typed)
    assert opened.status_code == 303, office.summary(opened)
    return opened.headers["location"].partition("?")[0]


async def test_a_shelf_is_counted_by_hand_by_scanner_and_by_file_and_booked_with_reasons(
    staff: httpx.AsyncClient,
) -> None:
    await make_product(variants=[make_variant("MUG", barcode=EAN)])
    for sku, quantity in (("MUG", 5), ("CUP", 4), ("JUG", 2)):
        await make_stock(sku, quantity)
    path = await begun(staff)
    page = await staff.get(path)
    assert [row[:2] for row in office.rows(page, "Lines")] == [["CUP No product bears this SKU any more", "4"],
        ["JUG No product bears this SKU any more", "2"], ["MUG Mug", "5"]]  # fmt: skip
    form = office.form_to(page, "/lines")
    assert (await staff.post(form.action, data=form.fields | {"quantity-CUP": "3"})).status_code == 303
    second = await staff.post(form.action, data=form.fields | {"quantity-CUP": "9"})
    assert office.summary(second) == [f"CUP was counted meanwhile by {office.EMAIL}: 3. Look again, then save yours."]
    for code in (EAN, "mug", EAN[1:]):
        scan = office.form_to(await staff.get(path), "/scans")
        heard = await staff.post(scan.action, data=scan.fields | {"code": code}, headers=SWAP)
        known = code != EAN[1:]
        assert (heard.status_code, "One more of Mug" in heard.text) == (200 if known else 422, known)
    assert "Nothing here bears the code 006381333931. Check it, or give the SKU." in office.read(heard)
    rows = office.form_to(await staff.get(path), "/rows")
    wrong = {"JUG;2\nNONE;4": "There is no SKU NONE. Nothing was changed.",
        "JUG;-1\nCUP;1.5": "A row is a SKU and a whole number from 0. Look at row 1, 2.",
        "JUG;1\njug;2": "There is no SKU jug. Nothing was changed.",
        "JUG;1\nJUG;2": "These stand there twice: JUG."}  # fmt: skip
    for text, told in wrong.items():
        assert office.summary(await staff.post(rows.action, data=rows.fields | {"rows": text})) == [told]
    for odd in (b"J\x00UG\x01X,2", b'"' + b"x" * 140_000 + b'",2', b"MUG,\xb2", b"\n"):
        sent = await staff.post(rows.action, data=rows.fields, files={"file": ("count.csv", odd, "text/csv")})
        assert (sent.status_code, len(office.summary(sent))) == (422, 1)
    file = {"file": ("count.csv", b"\xef\xbb\xbfSKU,Found\nJUG,2\n", "text/csv")}
    assert (await staff.post(rows.action, data=rows.fields, files=file)).status_code == 303
    assert "3 of 3 counted, 2 differ" in office.read(await staff.get(path))
    close = to(await staff.get(path), "counted")
    assert (await staff.post(f"{path}/status", data=close)).status_code == 303
    reviewed = await staff.get(path, params={"part": "differing"})
    assert [row[0].split()[0] + row[3] for row in office.rows(reviewed, "Lines")] == ["CUP-1", "MUG-3"]
    lines = office.form_to(reviewed, "/lines")
    for reason in ({"reason-CUP": "Broken"}, {"reason-MUG": "Stolen"}):  # two who write at once
        assert (await staff.post(lines.action, data=lines.fields | reason)).status_code == 303
    apply = to(await staff.get(path), "applied")
    assert office.summary(await staff.post(f"{path}/status", data=apply)) == ["Say why, in 200 characters at most."]
    for status in (303, 409):
        assert (await staff.post(f"{path}/status", data=apply | {"reason": "Count"})).status_code == status
    assert [await figures(sku) for sku in ("MUG", "CUP", "JUG")] == [(2, 0, 0), (3, 0, 0), (2, 0, 0)]
    assert [(await inventory.movements(sku))[0].reason for sku in ("CUP", "MUG")] == [
        "Shelf 3: 3 counted. Broken", "Shelf 3: 2 counted. Stolen",
    ]  # fmt: skip
    assert (await staff.get(f"{path}/sheet")).status_code == 200
    await assert_books_balance()


def to(page: httpx.Response, status: str) -> dict[str, str]:
    revision = re.findall(r'name="revision" value="([^"]+)"', page.text)[-1]
    return {"revision": revision, "to": status}


async def test_a_blind_count_of_a_list_tells_nobody_what_the_books_have(staff: httpx.AsyncClient) -> None:
    for sku in ("MUG", "CUP"):
        await make_stock(sku, 77)
    form = office.form_to(await staff.get("/admin/stock/counts"), "/stock/counts")
    typed = form.fields | {"name": "Shelf 3", "location": "main", "listed": "MUG\nNONE"}
    assert office.summary(await staff.post(form.action, data=typed)) == ["There is no SKU NONE. Nothing was changed."]
    assert office.summary(await staff.post(form.action, data=typed | {"listed": "MUG", "name": ""})) == [
        "Give the count a name of 80 characters at most."
    ]
    many = "\n".join(map(str, range(33_000)))  # more than PostgreSQL takes in one question
    for odd in ({"key": "x"}, {"category": "no/where", "listed": ""}, {"listed": many}):
        assert (await staff.post(form.action, data=typed | {"listed": "MUG"} | odd)).status_code == 422
    assert (await staff.post(form.action, data=typed | {"location": "moon", "listed": ""})).status_code == 404
    path = await begun(staff, listed="MUG", blind="yes")
    for shown in (path, f"{path}/sheet", f"{path}?part=differing"):
        assert "77" not in office.read(await staff.get(shown))
    sheet = await inventory.count_lines(
        (await inventory.counts([each.id for each in await inventory.locations()]))[0].id
    )
    assert [line.sku for line in sheet.lines] == ["MUG"]
    assert (await staff.get(f"/admin/stock/counts/{new_id()}")).status_code == 404
    assert (
        await staff.post(f"{path}/status", data=to(await staff.get(path), "applied") | {"reason": "x"})
    ).status_code == 409
    assert (await inventory.count_lines(sheet.lines[0].count_id, CountPart.COUNTED)).lines == ()
