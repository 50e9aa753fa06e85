import asyncio
import json
from pathlib import Path

import pytest

from domains import catalog
from tests.support.shopify import recorded, stored

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
FASHION, APPAREL = DATA / "fashion.csv", DATA / "apparel.csv"
pytestmark = [
    pytest.mark.usefixtures("catalogue"),
    pytest.mark.skipif(not (FASHION.is_file() and APPAREL.is_file()), reason="the sample catalogues are not here"),
]


async def brought(file: Path, *, dry_run: bool = False) -> catalog.Import:
    uploaded = await catalog.upload_import(file.name, file, currency="USD", background=False, dry_run=dry_run)
    await catalog.run_import(uploaded.id)
    return await catalog.find_import(uploaded.id, rows=10_000)


async def test_apparel_comes_in_and_again_changes_nothing() -> None:
    report = await brought(APPAREL)
    assert report.counts.model_dump() == {"created": 104, "updated": 0, "unchanged": 0, "refused": 0, "warned": 2}
    audit = await catalog.audit()
    assert (audit.products, audit.variants, audit.problems) == (25, 96, ())
    before = await stored()
    again = await brought(APPAREL)
    assert again.counts.model_dump() == {"created": 0, "updated": 0, "unchanged": 104, "refused": 0, "warned": 1}
    assert await stored() == before


async def test_fashion_comes_in_whole_and_again_changes_nothing() -> None:
    report = await brought(FASHION)
    assert report.counts.model_dump() == {"created": 5024, "updated": 0, "unchanged": 0, "refused": 0, "warned": 44}
    audit = await catalog.audit()
    assert (audit.products, audit.variants, audit.problems) == (997, 3684, ())
    derived = [row for row in report.rows if "belongs to another variant; this one got" in row.why]
    assert len(derived) == 8
    told = [(kind, json.loads(payload)) for kind, payload in await recorded()]
    assert sum(len(fact["items"]) for kind, fact in told if kind == "catalog.StockImported") == 3684
    assert sum(len(fact["product_ids"]) for kind, fact in told if kind == "catalog.PicturesWanted") == 996
    assert len(told) == 10 + 20  # ten batches; pictures in handfuls, two of them in each
    camisole = await catalog.product("s14-onl-li-4184l-navy")
    assert (camisole.title, camisole.category, camisole.skus) == (
        "Delicious Camisole",
        "womens-lingerie",
        ("30235", "30236", "30237"),
    )
    before = await stored()
    again = await brought(FASHION)
    assert again.counts.model_dump() == {"created": 0, "updated": 0, "unchanged": 5024, "refused": 0, "warned": 44}
    assert await stored() == before


async def test_a_rehearsal_of_fashion_says_what_the_import_will_do() -> None:
    rehearsed = await brought(FASHION, dry_run=True)
    assert rehearsed.counts.model_dump() == {"created": 5024, "updated": 0, "unchanged": 0, "refused": 0, "warned": 44}
    assert await asyncio.wait_for(catalog.documents.database["products"].count_documents({}), 5) == 0
