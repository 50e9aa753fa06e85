"""Product files in the back office: uploaded, run by the worker, reported; tried out; refused."""

import httpx
import pytest

from domains import catalog, inventory
from tests.support import office
from tests.support.draining import drain
from tests.support.shopify import csv_of, first, more, stored
from tests.support.visiting import HTMX

CSV = "text/csv"


async def upload(staff: httpx.AsyncClient, data: bytes, name: str = "goods.csv", **fields: str) -> httpx.Response:
    return await staff.post("/admin/imports", data=fields, files={"file": (name, data, CSV)})


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
    assert (listed[0], listed[1], listed[3:]) == ("goods.csv", "completed", [office.EMAIL, "1", "0", "0", "2"])
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
    answer = await upload(staff, csv_of(first("mug"), first("bowl", price="?")), dry_run="yes")
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
    assert listed[1] == "trial completed"


async def test_every_row_of_the_report_is_in_a_file(staff: httpx.AsyncClient) -> None:
    location = (await upload(staff, csv_of(first("mug"), first("bowl", price="?")))).headers["location"]
    assert "report.csv" not in (await staff.get(location)).text
    await drain()
    assert f"{location}/report.csv" in (await staff.get(location)).text
    file = await staff.get(f"{location}/report.csv")
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert [line.split(",")[:4] for line in file.text.splitlines()] == [
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
        (csv_of(), "This file has column names, but no products below them."),
    ],
    ids=["empty", "binary", "spreadsheet", "only a header"],
)
@pytest.mark.parametrize("trial", [{}, {"dry_run": "yes"}], ids=["for real", "as a trial"])
async def test_a_file_that_is_none_of_products_is_refused_on_the_same_page(
    staff: httpx.AsyncClient, data: bytes, told: str, trial: dict[str, str]
) -> None:
    answer = await upload(staff, data, **trial)
    assert (answer.status_code, office.summary(answer)) == (422, [told])
    assert "Product file" in answer.text
    assert await catalog.imports(5) == []


async def test_another_kind_of_table_is_refused(staff: httpx.AsyncClient) -> None:
    answer = await upload(staff, b"name;age\nAda;36\n")
    assert answer.status_code == 422
    assert "We do not know what this file is" in office.summary(answer)[0]


async def test_without_a_file_there_is_nothing_to_import(staff: httpx.AsyncClient) -> None:
    for answer in (
        await staff.post("/admin/imports", files={"file": ("", b"", CSV)}),
        await staff.post("/admin/imports", data={"file": "not a file"}),
        await staff.post("/admin/imports", content=b""),
    ):
        assert (answer.status_code, office.summary(answer)) == (422, ["Choose a CSV file first."])


async def test_a_currency_there_is_not_is_refused_and_kept(staff: httpx.AsyncClient) -> None:
    answer = await upload(staff, csv_of(first()), currency="XQX")
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
