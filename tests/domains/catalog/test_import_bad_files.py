import codecs
import os
from pathlib import Path

import pytest

from domains import catalog
from domains.catalog.importing import sheet
from domains.shared.errors import Invalid
from tests.support.catalog import eur
from tests.support.shopify import bring, csv_of, first, more

pytestmark = pytest.mark.usefixtures("catalogue")
GOOD = csv_of(first("jug", "Jug Größe"))


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (b"", "empty"),
        (b" \r\n\r\n ", "empty"),
        (b"PK\x03\x04" + os.urandom(2000), "spreadsheet or an archive"),
        (b"\x89PNG\r\n\x1a\n\x00\x00" + bytes(500), "not a text file"),
        (b"\xff\xd8\xff" + bytes(range(1, 256)) * 20, "do not know what this file is"),
        (b"name;price\nMug;12\n", "do not know what this file is"),
        (b"Handle,Price\nmug,12\n", "do not know what this file is"),
        (b"Handle,Title\n\n,\n", "no products below"),
    ],
)
async def test_what_is_no_product_file_is_refused_and_leaves_nothing(file: bytes, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        await catalog.upload_import("products.csv", file, currency="EUR")
    with pytest.raises(Invalid, match=why):
        await bring(file, dry_run=True)
    assert await catalog.imports() == []
    assert await catalog.documents.database["import_files.files"].count_documents({}) == 0


async def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(sheet.MAX_BYTES + 1)
    with pytest.raises(Invalid, match="larger than 200 MB"):
        await catalog.upload_import("huge.csv", huge, currency="EUR")


async def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(Invalid, match="not a currency"):
        await catalog.upload_import("products.csv", GOOD, currency="XQX")


@pytest.mark.parametrize(
    "file",
    [
        GOOD,
        codecs.BOM_UTF8 + GOOD,
        GOOD.decode().encode("latin-1"),
        GOOD.decode().encode("utf-16"),
        GOOD.replace(b"\n", b"\r\n"),
        GOOD.replace(b",", b";"),
        GOOD.replace(b",", b"\t"),
    ],
    ids=["utf-8", "bom", "latin-1", "utf-16", "windows", "semicolons", "tabs"],
)
async def test_every_common_way_to_write_a_csv_is_read(file: bytes) -> None:
    report = await bring(file)
    assert report.counts.created == 1
    assert (await catalog.product("jug")).title == "Jug Größe"


async def test_a_line_without_an_end_is_left_out_and_the_next_is_read() -> None:
    endless = b"x," * (2 * sheet.LONGEST_LINE) + b"\n"
    report = await bring(csv_of(first("jug")) + endless + csv_of(first("mug")).split(b"\n", 1)[1])
    assert [(row.line, row.outcome.value, row.why) for row in report.rows] == [
        (2, "created", ""),
        (3, "refused", "This line cannot be read (it is longer than 1,048,576 characters); a quote is likely missing."),
        (4, "created", ""),
    ]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"price": ""}, "The variant has no price."),
        ({"price": "-1"}, "Price: “-1” is negative."),
        ({"price": "12,50"}, "Price: “12,50” is not an amount of money."),
        ({"price": "1.999"}, "Price: “1.999” is not an amount in EUR."),
        ({"price": "nan"}, "Price: “nan” is not an amount in EUR."),
        ({"price": "1e30"}, "Price: “1e30” is not an amount in EUR."),
        ({"price": "1000000"}, "Price: “1000000” is more than €999,999.99, the most a card can pay."),
        ({"compare_at": "cheap"}, "Compare-at price: “cheap” is not an amount of money."),
        ({"quantity": "many"}, "Quantity: “many” is not a number."),
        ({"quantity": "1.5"}, "Quantity: “1.5” is not a whole number we can take."),
        ({"quantity": "1e12"}, "Quantity: “1e12” is not a whole number we can take."),
        ({"grams": "heavy"}, "Weight: “heavy” is not a number."),
        ({"grams": "-5"}, "Weight: “-5” is not a weight in grams."),
        ({"sku": "S" * 101}, "The SKU is longer than 100 characters."),
        ({"size": "S"}, "Line 2 already describes the variant with these options."),
    ],
)
async def test_a_bad_row_is_left_out_and_the_others_are_not(cells: dict[str, str], why: str) -> None:
    rows = (
        first("shirt", "Shirt", size="S", sku="SH-S"),
        more("shirt", **({"size": "M", "sku": "SH-M"} | cells)),
        more("shirt", size="L", sku="SH-L"),
        first("mug"),
    )
    report = await bring(csv_of(*rows))
    assert [(row.outcome.value, row.why) for row in report.rows] == [
        ("created", ""),
        ("refused", why),
        ("created", ""),
        ("created", ""),
    ]
    assert report.rows[1].warned
    assert (await catalog.product("shirt")).skus == ("SH-S", "SH-L")
    assert (await catalog.offer("MUG")).price == eur(12_50)
    assert (await catalog.audit()).problems == ()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (first("", "No handle"), "The Handle is missing or has no letters or figures."),
        (first("***", "Stars"), "The Handle is missing or has no letters or figures."),
        (first("untitled", ""), "The product has no title."),
        (first("priceless", price=""), "None of its rows is a variant that can be sold."),
    ],
)
async def test_a_product_that_cannot_be_is_left_out_whole(row: dict[str, str], why: str) -> None:
    report = await bring(csv_of(first("jug", "Jug"), row, first("mug")))
    assert [(line.outcome.value, line.warned) for line in report.rows] == [
        ("created", False),
        ("refused", True),
        ("created", False),
    ]
    assert report.rows[1].why in (why, "The variant has no price.")
    assert {product.slug for product in (await catalog.products()).items} == {"jug", "mug"}


async def test_a_missing_quote_spoils_only_its_own_stretch() -> None:
    torn = csv_of(first("jug", "Jug")) + b'torn,"A title without an end' + b"x" * 140_000 + b"\n"
    report = await bring(torn + csv_of(first("mug")).partition(b"\n")[2])
    assert report.rows[0].outcome.value == "created"
    assert "a quote is likely missing" in report.rows[1].why
    assert [row.warned for row in report.rows[1:-1]] == [True] * (len(report.rows) - 2)
    assert (await catalog.product("mug")).title == "Mug"


@pytest.mark.parametrize(
    "behind", [b"", b"x" * 1_100_000 + b"\n"], ids=["at the end", "before a line that is too long"]
)
async def test_a_quote_that_nobody_closes_spoils_only_its_own_line(behind: bytes) -> None:
    rest = csv_of(first("mug"), first("cup")).partition(b"\n")[2]
    report = await bring(csv_of(first("jug", "Jug")) + b'torn,"A title without an end,x\n' + rest + behind)
    found = [(row.line, row.outcome.value) for row in report.rows]
    assert found[:4] == [(2, "created"), (3, "refused"), (4, "created"), (5, "created")]
    assert [line for line, _ in found[4:]] == ([6] if behind else [])
    assert "quote" in report.rows[1].why
    assert {product.slug for product in (await catalog.products()).items} == {"jug", "mug", "cup"}


async def test_a_row_with_too_many_cells_is_left_out() -> None:
    file = csv_of(first("jug", "Jug")) + b"mug,Mug" + b"," * 40 + b"stray\n"
    report = await bring(file)
    assert report.rows[1].why == "This line has more cells than there are columns; a quote is likely missing."
    assert (await catalog.products()).total == 1


async def test_html_is_sanitised() -> None:
    body = (
        '<meta charset="utf-8"><p onclick="x()" style="color:red">Cool <b>linen</b></p><script>alert(1)</script>'
        '<img src="https://elsewhere/x.png"><a href="javascript:x()">bad</a><a href="https://example.com">good</a>'
        "<iframe src=//evil></iframe><style>p{}</style>"
    )
    await bring(csv_of(first("mug", body=body)))
    assert (await catalog.product("mug")).description == (
        '<p>Cool <b>linen</b></p><a rel="nofollow noopener noreferrer">bad</a>'
        '<a href="https://example.com" rel="nofollow noopener noreferrer">good</a>'
    )


async def test_names_that_mongodb_would_read_as_its_own_are_made_plain() -> None:
    row = first("mug", size="S") | {"Option1 Name": "$Size (cm.)"}
    await bring(csv_of(row))
    assert (await catalog.product("mug")).variants[0].options == {"Size (cm )": "S"}


async def test_control_characters_are_dropped() -> None:
    await bring(csv_of(first("mug", "M\x07u\x1bg")))
    assert (await catalog.product("mug")).title == "Mug"
