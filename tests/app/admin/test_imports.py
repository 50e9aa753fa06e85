"""Product files in the back office: uploaded, run by the worker, reported; tried out; refused."""

from contextlib import AsyncExitStack
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
import time_machine

from app.admin import uploading
from domains import catalog, inventory
from domains.shared import clock
from domains.shared.settings import settings
from tests.support import office
from tests.support.catalog import eur, make_product
from tests.support.draining import drain
from tests.support.forms import Form, forms
from tests.support.shopify import csv_of, first, more, stored
from tests.support.stored_promotions import make_promotion
from tests.support.visiting import HTMX

CSV = "text/csv"


async def sent(staff: httpx.AsyncClient, data: bytes, name: str = "goods.csv", **fields: str) -> httpx.Response:
    return await staff.post("/admin/imports", data=fields, files={"file": (name, data, CSV)})


def columns_form(answer: httpx.Response) -> Form:
    [_, form] = [form for form in forms(answer.text, str(answer.url)) if form.action.endswith("/columns")]
    return form


async def upload(
    staff: httpx.AsyncClient, data: bytes, name: str = "goods.csv", *, deed: str = "import", **fields: str
) -> httpx.Response:
    """The columns as they are recognised, untouched."""
    columns = await staff.get((await sent(staff, data, name, **fields)).headers["location"])
    form = columns_form(columns)
    return await staff.post(form.action, data=form.fields | {"deed": deed})


async def test_prices_in_another_currency_are_pointed_out_at_once_and_afterwards(staff: httpx.AsyncClient) -> None:
    location = (await upload(staff, csv_of(first("mug")), currency="USD")).headers["location"]
    warning = "Its prices are in USD, and this shop sells in EUR: nobody can buy these products."
    assert warning in office.read(await staff.get(location))
    await drain()
    assert warning in office.read(await staff.get(location))
    same = (await upload(staff, csv_of(first("bowl")))).headers["location"]
    assert "this shop sells in" not in office.read(await staff.get(same))


async def test_an_uploaded_file_is_worked_through_and_reported(staff: httpx.AsyncClient) -> None:
    file = csv_of(first("mug", "Mug", quantity="4"), first("bowl", "Bowl", price="twelve"), more("jug"))
    answer = await upload(staff, file)
    assert answer.status_code == 303
    waiting = await staff.get(answer.headers["location"])
    assert 'hx-trigger="every 1s"' in waiting.text
    await drain()
    report = await staff.get(answer.headers["location"])
    assert "hx-trigger" not in report.text
    assert len(office.rows(report, "Rows worth a look")) == 2
    [listed] = office.rows(await staff.get("/admin/imports"), "Earlier imports")
    assert (listed[0], listed[2], listed[4:]) == ("goods.csv", "completed", [office.EMAIL, "1", "0", "0", "2"])
    assert await inventory.available("MUG") == 4
    assert office.rows(await staff.get("/admin/products"), "Products")[0][0] == "Mug"


async def test_pictures_that_could_not_be_had_are_told_and_asked_for_again(staff: httpx.AsyncClient) -> None:
    file = csv_of(first("mug", image="https://10.0.0.1/1.jpg"), first("bowl", "Bowl", image="https://10.0.0.1/2.jpg"))
    location = (await upload(staff, file)).headers["location"]
    await drain()
    page = await staff.get(location)
    assert "2 of 2 pictures could not be fetched:" in office.read(page)
    assert "2 × 10.0.0.1: 10.0.0.1 is not a public address." in office.read(page)
    mug = (await catalog.product("mug")).id
    shown = await staff.get(f"/admin/products/{mug}")
    assert "https://10.0.0.1/1.jpg: 10.0.0.1 is not a public address." in office.read(shown)
    again = await staff.post(f"/admin/products/{mug}/pictures/again")
    assert again.headers["location"] == f"/admin/products/{mug}?done=pictures"
    told = office.read(await staff.get(again.headers["location"]))
    assert "The pictures are asked for again." in told
    assert "One picture is being fetched." in told
    waiting = await staff.get(location)
    assert "1 of 2 pictures are still wanted; they are being fetched." in office.read(waiting)
    assert 'hx-trigger="every 5s"' in waiting.text
    assert (await staff.post(f"{location}/pictures")).headers["location"] == location
    assert (await staff.get(location)).status_code == 200


async def test_progress_is_swapped_in_place(staff: httpx.AsyncClient) -> None:
    location = (await upload(staff, csv_of(first()))).headers["location"]
    swap = await staff.get(location, headers=HTMX)
    assert swap.text.lstrip().startswith('<div id="admin-import"')
    assert "<html" not in swap.text


async def test_a_trial_is_the_workers_too_reports_and_changes_nothing(staff: httpx.AsyncClient) -> None:
    before = await stored()
    answer = await upload(staff, csv_of(first("mug"), first("bowl", price="?")), deed="try")
    assert answer.status_code == 303
    assert 'hx-trigger="every 1s"' in (await staff.get(answer.headers["location"])).text
    await drain()
    report = await staff.get(answer.headers["location"])
    assert "This was a trial: nothing has changed." in office.said(report)
    assert len(office.rows(report, "Rows worth a look")) == 1
    told = await catalog.documents.database["outbox"].find({}).to_list()
    assert [letter["kind"] for letter in told] == ["catalog.ImportUploaded"]
    assert await stored() | {"outbox": []} == before
    [listed] = office.rows(await staff.get("/admin/imports"), "Earlier imports")
    assert listed[1:3] == ["products", "trial completed"]
    again = await staff.post(office.form_to(report, "/in-earnest").action)
    await drain()
    assert "mug" in {product.slug for product in (await catalog.products()).items}
    assert len(office.rows(await staff.get(again.headers["location"]), "Rows worth a look")) == 1
    assert "It has been imported since" in office.read(await staff.get(answer.headers["location"]))
    assert (await staff.post(office.form_to(report, "/in-earnest").action)).status_code == 422


async def test_every_row_of_the_report_is_in_a_file(staff: httpx.AsyncClient) -> None:
    location = (await upload(staff, csv_of(first("mug"), first("bowl", price="?")))).headers["location"]
    assert "report.csv" not in (await staff.get(location)).text
    await drain()
    assert f"{location}/report.csv" in (await staff.get(location)).text
    file = await staff.get(f"{location}/report.csv")
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert [line.split(",")[:4] for line in file.content.decode("utf-8-sig").splitlines()] == [
        ["Line", "Handle", "SKU", "Outcome"],
        ["2", "mug", "MUG", "created"],
        ["3", "bowl", "BOWL", "refused"],
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "This file is empty."),
        (b"\x00\x01\x02" * 900, "This is not a text file. Export the products as CSV and try again."),
        (
            b"PK\x03\x04" + b"x" * 99,
            "This is a spreadsheet or an archive, not a CSV file. Save it as CSV (UTF-8) and try again.",
        ),
        (csv_of(), "This file has column names, but nothing below them."),
    ],
    ids=["empty", "binary", "spreadsheet", "only a header"],
)
async def test_a_file_that_is_no_table_is_refused_on_the_same_page(
    staff: httpx.AsyncClient, data: bytes, told: str
) -> None:
    answer = await sent(staff, data)
    assert (answer.status_code, office.summary(answer)) == (422, [told])
    assert "CSV file" in answer.text
    assert await catalog.imports(5) == []


async def test_columns_are_shown_as_recognised_and_changed_by_staff(staff: httpx.AsyncClient) -> None:
    data = "Artikel;Netto;Farbe;EK\nMUG;9,50;blau;=1\nNONE;1;;\n".encode("utf-16")
    location = (await sent(staff, data, "preise.csv")).headers["location"]
    shown = await staff.get(location)
    cells = [row[:2] for row in office.rows(shown, "Columns")]
    assert cells == [["Artikel", "MUG · NONE"], ["Netto", "9,50 · 1"], ["Farbe", "blau"], ["EK", "=1"]]
    nothing = await staff.post(location, data={"as": "prices", "deed": "import"})
    assert (nothing.status_code, office.summary(nothing)) == (
        422,
        ["No column is SKU and none is Price or Compare-at price or Cost or Sale price. Say which it is."],
    )
    twice = await staff.post(
        location, data={"as": "prices", "column-0": "sku", "column-1": "price", "column-3": "price"}
    )
    assert office.summary(twice) == ["Price is another column already."]
    form = columns_form(twice)
    assert (form.fields["column-0"], form.fields["column-3"], form.fields["as"]) == ("sku", "price", "prices")
    odd = await staff.post(location, data={"as": "prices", "column-0": "sku", "column-1": "handle"})
    assert office.summary(odd) == ["Choose one of those offered."]
    await make_product("Mug", slug="mug", sku="MUG")
    done = await staff.post(location, data={"as": "prices", "column-0": "sku", "column-1": "price", "deed": "import"})
    assert done.headers["location"] == location.removesuffix("/columns")
    await drain()
    assert (await catalog.offer("MUG")).price == eur(950)
    report = await staff.get(done.headers["location"])
    assert "Prices by SKU" in office.read(report)
    left = await staff.get(f"{done.headers['location']}/left-out.csv")
    assert left.content.decode("utf-8-sig").splitlines() == [
        "Artikel,Netto,Farbe,EK,Why it was left out",
        "NONE,1,,,Line 3: There is no SKU NONE.",
    ]
    assert (await staff.get(location)).status_code == 303


async def test_a_file_nobody_has_begun_waits_and_is_forgotten(staff: httpx.AsyncClient) -> None:
    location = (await sent(staff, csv_of(first("mug")))).headers["location"]
    await drain()
    assert (await catalog.products()).total == 0
    assert (await staff.get(location.removesuffix("/columns"))).headers["location"] == location
    with time_machine.travel(clock.now() + timedelta(days=3)):
        assert await catalog.resume_imports() == 0
    told = office.read(await staff.get(location.removesuffix("/columns")))
    assert "Nobody began it within two days" in told
    assert await catalog.documents.database["import_files.chunks"].count_documents({}) == 0


@pytest.mark.parametrize("what", ["products", "prices", "stock", "codes"])
async def test_what_is_exported_comes_in_again_unchanged(staff: httpx.AsyncClient, what: str) -> None:
    await upload(staff, csv_of(first("mug", quantity="4"), first("bowl", "=Bowl")))
    await make_promotion(codes=("WELCOME-10",))
    await drain()
    file = await staff.get(f"/admin/exports/{what}")
    assert (file.status_code, file.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    location = (await upload(staff, file.content)).headers["location"]
    await drain()
    found = await catalog.find_import(UUID(location.rpartition("/")[2]), rows=9)
    assert (found.kind.value, {row.outcome.value for row in found.rows}) == (what, {"unchanged"})
    assert found.total == (1 if what == "codes" else 2)


async def test_only_so_many_files_come_in_at_once_and_the_next_is_told_when(staff: httpx.AsyncClient) -> None:
    async with AsyncExitStack() as others:
        for _ in range(settings().uploads_at_once):
            await others.enter_async_context(uploading.place())
        busy = await sent(staff, csv_of(first("mug")))
        assert (busy.status_code, busy.headers["retry-after"]) == (503, "10")
        assert "Several files are on their way in already." in office.read(busy)
        mug = await make_product("Mug")
        files = {"files": ("a.png", b"x", "image/png")}
        assert (await staff.post(f"/admin/products/{mug.id}/pictures", files=files)).status_code == 503
    assert (await sent(staff, csv_of(first("mug")))).status_code == 303


async def test_there_is_no_other_export(staff: httpx.AsyncClient) -> None:
    assert (await staff.get("/admin/exports/people")).status_code == 404


async def test_stock_is_counted_where_the_file_says(staff: httpx.AsyncClient) -> None:
    await inventory.create_location("hamburg", "Hamburg", "DE", 10)
    await make_product("Mug", slug="mug", sku="MUG")
    file = b"SKU,Location,On hand\nmug,hamburg,3\nMUG,,2\nMUG,paris,1\n"
    refused = await upload(staff, file)
    await drain()
    told = office.read(await staff.get(refused.headers["location"].removesuffix("/columns")))
    assert "Nothing was changed: 1 row is wrong" in told
    assert "there is no location “paris”, only main, hamburg." in told
    assert await inventory.levels(["MUG"]) == {"MUG": []}
    await upload(staff, file.removesuffix(b"MUG,paris,1\n"))
    await drain()
    levels = (await inventory.levels(["MUG"]))["MUG"]
    assert [(level.location.code, level.on_hand) for level in levels] == [("main", 2), ("hamburg", 3)]


async def test_without_a_file_there_is_nothing_to_import(staff: httpx.AsyncClient) -> None:
    for answer in (
        await staff.post("/admin/imports", files={"file": ("", b"", CSV)}),
        await staff.post("/admin/imports", data={"file": "not a file"}),
        await staff.post("/admin/imports", content=b""),
    ):
        assert (answer.status_code, office.summary(answer)) == (422, ["Choose a CSV file first."])


async def test_a_currency_there_is_not_is_refused_and_kept(staff: httpx.AsyncClient) -> None:
    answer = await sent(staff, csv_of(first()), currency="XQX")
    assert (answer.status_code, office.summary(answer)) == (422, ["“XQX” is not a currency we know."])
    assert office.form_to(answer, "/admin/imports").fields["currency"] == "XQX"


async def test_a_broken_upload_is_refused_politely(staff: httpx.AsyncClient) -> None:
    header = {"Content-Type": "multipart/form-data; boundary=xyz"}
    answer = await staff.post("/admin/imports", content=b"--xyz\r\nnonsense", headers=header)
    assert 400 <= answer.status_code < 500
    assert await catalog.imports(5) == []


async def test_the_name_of_a_file_is_only_a_name(staff: httpx.AsyncClient) -> None:
    await upload(staff, csv_of(first()), name="../../<b>mug</b>.csv")
    page = await staff.get("/admin/imports")
    assert "<b>mug" not in page.text
    assert "&lt;b&gt;mug" in page.text
