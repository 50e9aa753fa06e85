"""Trials: what an import would do, told row by row, while nothing changes but the list of imports."""

import pytest

from domains import catalog
from domains.catalog import ImportState
from domains.catalog.importing import running
from tests.support.shopify import bring, csv_of, first, more, stored

pytestmark = pytest.mark.usefixtures("catalogue")


class Interrupted(Exception):
    pass


@pytest.mark.parametrize("batch", [1, 40])
async def test_a_trial_tells_the_same_as_the_import_and_writes_nothing(
    batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", batch)
    await bring(csv_of(first("bowl", "Bowl", sku="B", quantity="1"), first("jug", "Jug", sku="J")))
    file = csv_of(
        first("mug", size="S", sku="X", barcode="4006381333931"),
        first("cup", "Cup", sku="X", barcode="4006381333931"),
        first("bad", "Bad", price="-1"),
        first("bowl", "Bowl", sku="B-NEW"),
        first("jug", "Jug", sku="J"),
        more("mug", size="M", sku="M"),
        more("mug", size="S", sku="X", price="9.00"),
        first("plate", "Plate", sku="B"),
    )
    before = await stored()
    trial = await bring(file, dry_run=True)
    assert await stored() == before
    report = await bring(file)
    assert (trial.dry_run, trial.state, trial.done) == (True, ImportState.COMPLETED, 8)
    assert [row.model_dump() for row in trial.rows] == [row.model_dump() for row in report.rows]
    assert trial.counts == report.counts
    assert report.counts.model_dump() == {"created": 4, "updated": 2, "unchanged": 1, "refused": 1, "warned": 4}


async def test_a_trial_that_died_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BATCH", 1)
    file = csv_of(first("mug", size="S", sku="S"), first("cup", "Cup"), more("mug", size="M", sku="M"))
    trial = await catalog.upload_import("products.csv", file, currency="EUR", background=False, dry_run=True)

    def interrupt(done: int, total: int) -> None:
        if done == 2:
            raise Interrupted

    with pytest.raises(Interrupted):
        await catalog.run_import(trial.id, progress=interrupt)
    await catalog.run_import(trial.id)
    report = await catalog.find_import(trial.id, rows=99)
    assert [(row.line, row.outcome.value) for row in report.rows] == [(2, "created"), (3, "created"), (4, "created")]
    assert report.counts.model_dump() == {"created": 3, "updated": 0, "unchanged": 0, "refused": 0, "warned": 0}


async def test_the_rows_of_a_report_are_read_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [first(f"p{number}", "P", price="?" if number % 3 else "1") for number in range(9)]
    monkeypatch.setattr(running, "BATCH", 2)
    brought = await bring(csv_of(*rows))
    assert (await catalog.find_import(brought.id)).rows == []
    monkeypatch.setattr("domains.catalog.importing.reports.SHOWN", 3)
    some = await catalog.telling_rows(brought.id)
    assert ([row.handle for row in some.rows], some.further) == (["p1", "p2", "p4", "p5"], 6)
    others = await catalog.telling_rows(brought.id, 6)
    assert ([row.handle for row in others.rows], others.further) == (["p7", "p8"], None)


async def test_the_whole_report_is_a_file_that_no_spreadsheet_takes_for_formulas() -> None:
    brought = await bring(csv_of(first("mug", sku="=1+1"), first("bowl", "Bowl", price="?")))
    lines = "".join([piece async for piece in catalog.report_csv(brought.id)]).splitlines()
    assert lines[:2] == ["\ufeffLine,Handle,SKU,Outcome,Why", "2,mug,'=1+1,created,"]
    assert lines[2].startswith("3,bowl,BOWL,refused,")
    assert len(lines) == 3
