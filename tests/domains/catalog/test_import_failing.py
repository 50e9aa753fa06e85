import asyncio
from datetime import timedelta

import pytest

from domains import catalog
from domains.catalog import ImportState, Unknown
from domains.catalog.importing import running
from domains.shared import clock
from domains.shared.errors import Unavailable
from domains.shared.ids import new_id
from tests.support.catalog import eur
from tests.support.shopify import bring, csv_of, first, more, recorded, stored

pytestmark = pytest.mark.usefixtures("catalogue")
MANY = csv_of(*(first(f"mug-{number}", f"Mug {number}", Type="Table/Mugs") for number in range(9)))


class Interrupted(Exception):
    pass


def interrupt(done: int, total: int) -> None:
    raise Interrupted


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BATCH", 2)


async def uploaded(file: bytes = MANY) -> catalog.Import:
    return await catalog.upload_import("products.csv", file, currency="EUR", background=False)


@pytest.mark.parametrize("collection", ["sku_claims", "outbox", "categories"])
async def test_a_product_that_fails_half_way_leaves_nothing_behind(collection: str) -> None:
    """The database refuses one document of the product's transaction, after others of it were written."""
    database = catalog.documents.database
    forbidden = {"_id": "bad-2", "name": "Forbidden", "payload": '"sku":"BAD-2"'}
    rows = (
        first("jug", "Jug"),
        first("bad", "Bad", size="S", sku="BAD-1", Type="Forbidden"),
        more("bad", size="M", sku="BAD-2"),
        first("mug"),
    )
    refuse = {"$nor": [{"_id": forbidden["_id"]}, {"name": forbidden["name"]}, {"payload": {"$regex": "BAD-2"}}]}
    await bring(csv_of(rows[0]))
    await database.command("collMod", collection, validator=refuse)
    before = await stored()
    try:
        report = await bring(csv_of(*rows[:3]))
        assert await stored() == before
        await bring(csv_of(*rows))
    finally:
        await database.command("collMod", collection, validator={})
    assert [row.outcome.value for row in report.rows] == ["unchanged", "refused", "refused"]
    assert report.rows[1].why == report.rows[2].why == "The product could not be written; nothing of it was changed."
    assert {product.slug for product in (await catalog.products()).items} == {"jug", "mug"}
    assert set(await catalog.offers(["BAD-1", "BAD-2", "MUG", "JUG"])) == {"MUG", "JUG"}
    again = await bring(csv_of(*rows))
    assert [row.outcome.value for row in again.rows] == ["unchanged", "created", "created", "unchanged"]


@pytest.mark.usefixtures("small_batches")
async def test_an_interrupted_import_goes_on_where_it_stopped() -> None:
    started = await uploaded()
    with pytest.raises(Interrupted):
        await catalog.run_import(started.id, progress=interrupt)
    half = await catalog.find_import(started.id, rows=9)
    assert (half.state, half.done, len(half.rows)) == (ImportState.PROCESSING, 2, 2)
    steps: list[tuple[int, int]] = []
    await catalog.run_import(started.id, progress=lambda done, total: steps.append((done, total)))
    report = await catalog.find_import(started.id, rows=99)
    assert steps == [(4, 9), (6, 9), (8, 9), (9, 9)]
    assert report.counts.model_dump() == {"created": 9, "updated": 0, "unchanged": 0, "refused": 0, "warned": 0}
    assert [row.line for row in report.rows] == list(range(2, 11))
    assert (await catalog.products()).total == 9


async def test_an_import_runs_once_at_a_time() -> None:
    started = await uploaded()
    outcomes = await asyncio.gather(*(catalog.run_import(started.id) for _ in range(3)), return_exceptions=True)
    assert sum(isinstance(outcome, catalog.Import) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Unavailable) for outcome in outcomes) == 2
    assert (await catalog.find_import(started.id)).counts.created == 9


async def test_the_import_of_a_dead_process_is_taken_over_when_its_lease_ends() -> None:
    started = await uploaded()
    imports = catalog.documents.database["imports"]
    lease = {"holder": new_id(), "state": "processing"}
    later, earlier = clock.now() + timedelta(seconds=50), clock.now() - timedelta(seconds=1)
    await imports.update_one({"_id": started.id}, {"$set": lease | {"lease_ends_at": later}})
    with pytest.raises(Unavailable):
        await catalog.run_import(started.id)
    await imports.update_one({"_id": started.id}, {"$set": {"lease_ends_at": earlier}})
    assert (await catalog.run_import(started.id)).state is ImportState.COMPLETED


async def test_the_import_of_a_command_that_was_killed_is_finished_by_a_worker() -> None:
    started = await uploaded()
    imports = catalog.documents.database["imports"]
    assert await catalog.resume_imports() == 0  # it may be about to begin
    earlier = clock.now() - timedelta(seconds=90)
    held = {"uploaded_at": earlier, "state": "processing", "holder": new_id()}
    later = {"lease_ends_at": clock.now() + timedelta(seconds=50)}
    await imports.update_one({"_id": started.id}, {"$set": held | later})
    assert await catalog.resume_imports() == 0  # it is at work
    await imports.update_one({"_id": started.id}, {"$set": {"lease_ends_at": clock.now() - timedelta(seconds=1)}})
    assert (await catalog.resume_imports(), await catalog.resume_imports()) == (1, 0)
    assert [kind for kind, _ in await recorded()] == ["catalog.ImportUploaded"]
    report = await catalog.run_import(started.id, event_id=new_id())
    assert (report.state, report.counts.created) == (ImportState.COMPLETED, 9)
    assert await catalog.documents.database["import_files.chunks"].count_documents({}) == 0
    assert await catalog.resume_imports() == 0


async def test_an_import_the_workers_were_told_of_is_not_told_again() -> None:
    started = await catalog.upload_import("products.csv", MANY, currency="EUR")
    earlier = {"uploaded_at": clock.now() - timedelta(hours=1), "state": "processing"}
    await catalog.documents.database["imports"].update_one({"_id": started.id}, {"$set": earlier})
    assert await catalog.resume_imports() == 0


@pytest.mark.usefixtures("small_batches")
async def test_who_stops_an_import_by_hand_ends_it_and_leaves_no_file() -> None:
    started = await uploaded()

    def stop(done: int, total: int) -> None:
        run.cancel()

    run = asyncio.create_task(catalog.run_import(started.id, progress=stop))
    with pytest.raises(asyncio.CancelledError):
        await run
    found = await catalog.find_import(started.id)
    assert (found.state, found.counts.created, found.problem) == (ImportState.FAILED, 2, running.STOPPED)
    assert await catalog.documents.database["import_files.files"].count_documents({}) == 0


@pytest.mark.usefixtures("small_batches")
async def test_a_worker_that_must_stop_leaves_the_rest_to_the_next() -> None:
    started = await uploaded()
    event = new_id()
    run = asyncio.create_task(catalog.run_import(started.id, event, progress=lambda done, total: stop()))

    def stop() -> None:
        run.cancel()

    with pytest.raises(asyncio.CancelledError):
        await run
    report = await catalog.run_import(started.id, event)
    assert (report.state, report.counts.created) == (ImportState.COMPLETED, 9)


async def test_who_was_overtaken_stops_and_reports_nothing(small_batches: None) -> None:
    started = await uploaded()
    imports = catalog.documents.database["imports"]
    loop = asyncio.get_running_loop()
    overtaken: list[asyncio.Task[object]] = []

    def overtake(done: int, total: int) -> None:
        taken = imports.update_one({"_id": started.id}, {"$set": {"holder": new_id()}})
        overtaken.append(loop.create_task(taken))

    with pytest.raises(Unavailable, match="taken this import over"):
        await catalog.run_import(started.id, progress=overtake)
    found = await catalog.find_import(started.id, rows=9)
    assert len(found.rows) == found.done < 9


async def test_a_fact_told_twice_imports_once() -> None:
    started = await catalog.upload_import("products.csv", MANY, currency="EUR", by="ada")
    assert [kind for kind, _ in await recorded()] == ["catalog.ImportUploaded"]
    event = new_id()
    await catalog.run_import(started.id, event_id=event)
    before = await stored()
    await catalog.run_import(started.id, event_id=event)
    report = await catalog.find_import(started.id, rows=99)
    assert (report.state, report.by, len(report.rows)) == (ImportState.COMPLETED, "ada", 9)
    assert await stored() == before


async def test_two_imports_of_the_same_products_at_once_agree() -> None:
    first_one, second_one = await uploaded(), await uploaded(MANY.replace(b"12.50", b"13.50"))
    await asyncio.gather(catalog.run_import(first_one.id), catalog.run_import(second_one.id))
    found = (await catalog.products()).items
    assert len(found) == 9
    assert {product.price_from for product in found} <= {eur(12_50), eur(13_50)}
    assert (await catalog.audit()).problems == ()


async def test_two_imports_that_want_the_same_sku_at_once_both_get_one() -> None:
    files = [csv_of(first(handle, handle, sku="SAME", barcode="1")) for handle in ("a", "b", "c", "d")]
    reports = await asyncio.gather(*(bring(file) for file in files))
    assert [report.counts.created for report in reports] == [1, 1, 1, 1]
    skus = [product.variants[0].sku for product in (await catalog.products()).items]
    assert len(set(skus)) == 4
    assert "SAME" in skus
    assert (await catalog.audit()).problems == ()


async def test_an_import_whose_file_is_gone_fails_with_a_reason() -> None:
    started = await uploaded()
    await catalog.documents.database["import_files.files"].delete_many({})
    report = await catalog.run_import(started.id)
    assert (report.state, report.problem) == (
        ImportState.FAILED,
        "The uploaded file is no longer there. Upload it again.",
    )
    assert (await catalog.run_import(started.id)).state is ImportState.FAILED


async def test_an_unknown_import_is_unknown() -> None:
    for question in (catalog.find_import, catalog.run_import):
        with pytest.raises(Unknown):
            await question(new_id())


async def test_the_latest_import_comes_first_and_leaves_no_file() -> None:
    for name in ("one.csv", "two.csv"):
        kept = await catalog.upload_import(name, MANY, currency="EUR", background=False)
        await catalog.run_import(kept.id)
    assert [each.file_name for each in await catalog.imports()] == ["two.csv", "one.csv"]
    assert await catalog.documents.database["import_files.chunks"].count_documents({}) == 0


async def test_a_file_in_another_currency_does_not_touch_the_product() -> None:
    await bring(csv_of(first("mug")))
    other = await catalog.upload_import("products.csv", csv_of(first("mug")), currency="USD", background=False)
    await catalog.run_import(other.id)
    report = await catalog.find_import(other.id, rows=1)
    assert report.rows[0].why == "The product is priced in EUR; this file is in USD."
    assert (await catalog.offer("MUG")).price == eur(12_50)
