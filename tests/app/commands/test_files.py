"""`barrow import` and `barrow export` as an operator starts them: what they answer, write, say and end with."""

import asyncio
import codecs
import os
import subprocess
import sys
from pathlib import Path

import pytest

from domains import catalog
from tests.support.catalog import eur, make_product

pytestmark = pytest.mark.usefixtures("shop")


async def barrow(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "app.cli", *map(str, arguments)]
    wide = os.environ | {"COLUMNS": "200", "PYTHONIOENCODING": "ascii:replace"}
    return await asyncio.to_thread(subprocess.run, command, capture_output=True, env=wide, check=False)


async def to_nobody(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    """Into a pipe whose reader has gone."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "app.cli", *map(str, arguments)]
    try:
        return await asyncio.to_thread(
            subprocess.run, command, stdout=writing, stderr=subprocess.PIPE, env=dict(os.environ), check=False
        )
    finally:
        os.close(writing)


async def price(slug: str) -> str:
    return str((await catalog.product(slug)).variants[0].price.decimal)


async def test_a_file_in_columns_of_its_own_is_imported_and_what_is_wrong_is_said_in_a_sentence(tmp_path: Path) -> None:
    await make_product("Mug", sku="MUG", slug="mug", price=eur(12_50))
    goods, report, refused = tmp_path / "preise.csv", tmp_path / "report.csv", tmp_path / "refused.csv"
    goods.write_text("Artikel;Preis netto\nMUG;9.90\nNOPE;1\n")
    mapped = ("--as", "prices", "--map", "SKU=Artikel", "--map", "Price=Preis netto")
    done = await barrow("import", goods, *mapped, "--report", report, "--refused", refused)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"preise.csv: 0 created, 1 updated, 0 unchanged, 1 refused" in done.stdout
    assert await price("mug") == "9.90"
    assert report.read_text("utf-8-sig").splitlines()[0] == "Line,Handle,SKU,Outcome,Why"
    assert refused.read_text("utf-8-sig").splitlines() == [
        "Artikel,Preis netto,Why it was left out",
        "NOPE,1,Line 3: There is no SKU NOPE.",
    ]
    wrong = await barrow("import", goods, "--as", "prices", "--map", "Price=Brutto")
    assert (wrong.returncode, wrong.stdout) == (1, b"")
    assert wrong.stderr.decode() == "Error: The file has no column “Brutto”. It has Artikel, Preis netto.\n"


async def test_an_export_is_the_same_file_wherever_it_goes_and_comes_in_again(tmp_path: Path) -> None:
    await make_product("Krügerl", sku="KRUG")
    file = tmp_path / "products.csv"
    written, shown = await asyncio.gather(barrow("export", "products", "-o", file), barrow("export", "products"))
    assert (written.returncode, written.stdout, written.stderr) == (0, b"", b"")
    assert (shown.returncode, shown.stderr, shown.stdout) == (0, b"", file.read_bytes())
    assert file.read_bytes().startswith(codecs.BOM_UTF8 + b"Handle,SKU,Title")
    assert "Krügerl" in file.read_text("utf-8-sig")
    again, cut = await asyncio.gather(barrow("import", file), to_nobody("export", "products"))
    assert cut.stderr == b""
    assert (again.returncode, b"0 created, 0 updated, 1 unchanged, 0 refused" in again.stdout) == (0, True)
