"""Exports: what goes out comes in again and changes nothing, and no spreadsheet takes any of it for a formula."""

import codecs
import csv
import io
import itertools
from datetime import UTC, datetime

import pytest
import time_machine

from domains import catalog
from domains.catalog import AttributeKind, AttributeSpec, Dimensions, Option, Sale, Tier
from domains.catalog.exporting import written
from domains.shared.money import Money
from domains.shared.spreadsheets import csv_lines, harmless, plain
from tests.support.catalog import eur, make_picture, make_product, make_variant
from tests.support.emptying import empty_collections
from tests.support.own_files import bring, table, whole
from tests.support.shopify import bring as bring_shopify
from tests.support.shopify import stored
from tests.support.stored_promotions import make_promotion

pytestmark = pytest.mark.usefixtures("catalogue")
NASTY = (
    "=1+1",
    "+49 30",
    "-5",
    "-5x",
    "@a",
    "'=x",
    "''=x",
    "'n Sync",
    "a=b",
    '"quoted"',
    "[x]",
    "＝1",
    "né\n=2",
    "7,5",
)


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


async def make_goods() -> None:
    kind = await catalog.create_product_type("Mugs")
    specs = [
        AttributeSpec(key="volume", name="Volume", kind=AttributeKind.DECIMAL),
        AttributeSpec(key="care", name="Care", kind=AttributeKind.MULTISELECT, choices=["=Oven", "Dishwasher"]),
        AttributeSpec(key="handle", name="Handle?", kind=AttributeKind.BOOL),
    ]
    await catalog.change_product_type(kind.id, "Mugs", specs, kind.revision_id)
    small, large = (
        make_variant("=MUG", options={"Size.": "+S"}, barcode="4006381333931", compare_at=eur(2000), cost=eur(1)),
        make_variant(
            "MUG-L", options={"Size.": "L"}, dimensions=Dimensions(length=1, width=2, height=3), max_quantity=9
        ),
    )
    tea = await make_product("Tea", sku="TEA", price=Money(0, "KWD"))
    pictures = [make_picture("ab" * 20, alt="@front"), make_picture("cd" * 20, source="https://cdn.example/b.jpg")]
    large.picture_id = pictures[1].id
    await make_product(
        "=HYPERLINK(1)",
        slug="mug",
        category="Table/=Mugs & more",
        variants=[large, small],
        description="<p>-</p>",
        tags=["-x", "b c"],
        type=kind.id,
        attributes={"volume": "-0.5", "care": ["=Oven"], "handle": True, "gone": "kept"},
        pictures=pictures,
        related=[tea.id],
        options=[Option(name="Size.", values=["XS", "L", "+S"])],
        shown_from=datetime(2026, 1, 1, 8, 30, 1, 500_000, tzinfo=UTC),
    )
    for number, text in enumerate(NASTY):
        code = f"{text}-{number}".replace("\n", " ")
        variants = [make_variant(code, barcode=f"{text[:1]}{number}")]
        await make_product(f"P {text}", vendor=text, variants=variants, category="")
    await bring_shopify(b"".join(catalog.demo_csv()[:20_000].rpartition(b",active\n")[:2]))


async def test_exported_products_come_in_again_and_change_nothing() -> None:
    await make_goods()
    before = await stored()
    report = await bring(await whole(catalog.export_products()))
    assert [
        (row.sku, row.outcome.value, row.why) for row in report.rows if row.outcome.value != "unchanged" or row.why
    ] == []
    assert report.total > 30
    assert await stored() == before


async def test_exported_products_fill_an_empty_shop_with_the_same() -> None:
    mug = await make_product("Mug", slug="mug", sku="MUG", tags=["a"], vendor="=Loom", description="<p>Hot</p>")
    await make_product("Lamp", slug="lamp", sku="LAMP", related=[mug.id])
    file = await whole(catalog.export_products())
    await empty_collections(catalog.documents)
    assert (await bring(file)).counts.created == 2
    assert await whole(catalog.export_products()) == file


async def test_exported_prices_come_in_again_and_change_nothing() -> None:
    with time_machine.travel(datetime(2026, 11, 27, 12, tzinfo=UTC), tick=False) as clock:
        await make_goods()
        trade, *_ = [
            await catalog.save_price_list(None, name=name, priority=1, groups=[], starts_at=None, ends_at=None)
            for name in ("=Trade", "Twice", "twice")
        ]
        lists = await catalog.price_lists()
        for each in lists:
            await catalog.set_list_prices(each.id, [catalog.ListedPrice("MUG-L", 2, eur(700))])
        product = await catalog.product("mug")
        variant = product.variant("MUG-L")
        variant.tiers = [Tier(quantity=5, price=eur(1000))]
        start = datetime(2026, 11, 26, 1, 2, 3, tzinfo=UTC)
        variant.sales = [Sale(price=eur(900), starts_at=start), Sale(price=eur(1), starts_at=start, ends_at=start)]
        await product.replace()
        clock.shift(60)
        before = await stored()
        file = await whole(catalog.export_prices())
        report = await bring(file)
    assert [
        (row.sku, row.outcome.value, row.why) for row in report.rows if row.outcome.value != "unchanged" or row.why
    ] == []
    assert await stored() == before
    mine = [row for row in read(file) if row["SKU"] == "MUG-L"]
    assert [(row["Min quantity"], row["Price"], row["Sale price"]) for row in mine] == [
        ("", "12.50", ""),
        ("5", "10.00", ""),
        *[("2", "7.00", "")] * 3,
        ("", "", "9.00"),
    ]
    assert {row["Price list"] for row in mine} == {"", "'=Trade", *(str(each.id) for each in lists if each != trade)}


async def test_excel_is_told_once_that_a_file_is_utf_8_and_we_read_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "BATCH", 1)
    await make_product("Krügerl für Öl", sku="KRUG")
    await make_promotion("Frühling", codes=("WELCOME-10",))
    report = await bring(table({"SKU": "KRUG", "Price": "x"}))
    files = [await whole(export()) for export in (catalog.export_products, catalog.export_prices, catalog.export_codes)]
    files += [await whole(catalog.report_csv(report.id))]
    files += [b"".join([piece async for piece in await catalog.refused_csv(report.id)])]
    assert [(file.startswith(codecs.BOM_UTF8), file.count(codecs.BOM_UTF8)) for file in files] == [(True, 1)] * 5
    for file in files[:3]:
        again = file.decode("utf-8-sig").encode("utf-16")  # what Excel makes of it when it saves "Unicode text"
        for data in (file, again):
            assert {row.outcome.value for row in (await bring(data)).rows} == {"unchanged"}


async def test_exported_codes_come_in_again_and_change_nothing() -> None:
    await make_promotion("=Friday", codes=("ONE-1", "TWO-2"))
    twins = [await make_promotion("Twin", codes=(code,)) for code in ("TWIN-A", "TWIN-B")]
    await catalog.disable_code(twins[0].id, "TWIN-A")
    before = await catalog.documents.database["coupon_codes"].find({}).to_list()
    file = await whole(catalog.export_codes())
    report = await bring(file)
    assert [row.outcome.value for row in report.rows] == ["unchanged"] * 4
    assert await catalog.documents.database["coupon_codes"].find({}).to_list() == before
    assert {row["Promotion"] for row in read(file)} == {"'=Friday", *(str(twin.id) for twin in twins)}


async def test_no_cell_of_an_export_is_a_formula() -> None:
    await make_goods()
    for export in (catalog.export_products, catalog.export_prices):
        for row in csv.reader(io.StringIO((await whole(export())).decode("utf-8-sig"), newline="")):
            for cell in row:
                assert cell[:1] not in ("=", "+", "@", "\t", "\r"), cell
                assert cell[:1] != "-" or float(cell) < 0, cell


@pytest.mark.parametrize("text", [*NASTY, "".join(NASTY), "", "'", "'''-1", "-1.5", "--1"])
def test_what_is_made_harmless_is_what_it_was_when_it_comes_back(text: str) -> None:
    assert plain(harmless(text)) == text


def test_every_short_text_survives() -> None:
    for chars in itertools.product("'=-+@1a\t", repeat=4):
        text = "".join(chars)
        assert plain(harmless(text)) == text


def test_numbers_stay_numbers() -> None:
    assert csv_lines([["-5", "-0.25", "12.50", "-5%", "-"]]) == "-5,-0.25,12.50,'-5%,'-\r\n"


async def test_an_export_is_written_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "BATCH", 2)
    for number in range(5):
        await make_product(f"P{number}")
    pieces = [piece async for piece in catalog.export_products()]
    assert [piece.count("\r\n") for piece in pieces] == [1, 2, 2, 1]


async def test_the_rows_left_out_are_a_file_to_be_mended_and_sent_again() -> None:
    await make_product("Mug", sku="MUG")
    file = table({"sku": "MUG", "net": "9", "Price": "=1"}, {"sku": "MUG-2", "net": "1", "Price": "-2"}, {"sku": "M"})
    report = await bring(file)
    left = read(b"".join([piece async for piece in await catalog.refused_csv(report.id)]))
    assert left == [
        {
            "sku": "MUG",
            "net": "9",
            "Price": "'=1",
            "Why it was left out": "Line 2: Price: “=1” is not an amount of money.",
        },
        {"sku": "MUG-2", "net": "1", "Price": "-2", "Why it was left out": "Line 3: Price: “-2” is negative."},
        {"sku": "M", "net": "", "Price": "", "Why it was left out": "Line 4: There is no SKU M."},
    ]
    mended = await bring(table(left[0] | {"Price": "8"}))
    assert [row.outcome.value for row in mended.rows] == ["updated"]
    with pytest.raises(catalog.Unknown):
        await catalog.refused_csv(mended.id)
