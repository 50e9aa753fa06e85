"""Imports as staff follow them: state, counts, and what became of each row."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared.spreadsheets import csv_head, csv_lines
from ..errors import Unknown
from ..models import Import, ImportPage, ImportRow

ROWS = 500  # in one page at most
SHOWN = 100  # rows worth a look at once, and the rest of their page
COLUMNS = ("Line", "Handle", "SKU", "Outcome", "Why")


@dataclass(frozen=True)
class Telling:
    """Some of the rows worth a look; `further` is from where the next ones are asked for."""

    rows: tuple[ImportRow, ...] = ()
    further: int | None = None


async def imports(limit: int = 20) -> list[Import]:
    """The latest first, without their rows."""
    return await Import.find({}).sort("-uploaded_at").limit(limit).to_list()


async def find_import(import_id: UUID, *, rows: int = 0) -> Import:
    """With up to `rows` rows of its report; none unless asked for, because a report may be long."""
    found = await Import.get(import_id)
    if found is None:
        raise Unknown("There is no such import.")
    if rows:
        async for page in ImportPage.find({"import_id": import_id}).sort("first"):
            found.rows.extend(page.rows)
            if len(found.rows) >= rows:
                break
        del found.rows[rows:]
    return found


async def telling_rows(import_id: UUID, since: int = 0) -> Telling:
    """Those the merchant should look at, in the order of the file."""
    rows: list[ImportRow] = []
    asked = {"import_id": import_id, "telling": True, "first": {"$gte": since}}
    async for page in ImportPage.find(asked).sort("first"):
        if len(rows) >= SHOWN:
            return Telling(tuple(rows), page.first)
        rows += [row for row in page.rows if row.warned]
    return Telling(tuple(rows))


async def report_csv(import_id: UUID) -> AsyncIterator[str]:
    """The whole report, every row of the file, piece by piece."""
    yield csv_head(COLUMNS)
    async for page in ImportPage.find({"import_id": import_id}).sort("first"):
        yield csv_lines([(str(row.line), row.handle, row.sku, row.outcome.value, row.why) for row in page.rows])


async def add_rows(session: AsyncClientSession, import_id: UUID, first: int, rows: Sequence[ImportRow]) -> None:
    """Pages of the report; the same pages again replace themselves."""
    collection = ImportPage.get_pymongo_collection()
    for start in range(0, len(rows), ROWS):
        some, place = list(rows[start : start + ROWS]), first + start
        telling = any(row.warned for row in some)
        page = ImportPage(id=f"{import_id}:{place}", import_id=import_id, first=place, rows=some, telling=telling)
        document = page.model_dump(by_alias=True, mode="python", exclude={"id", "revision_id"})
        await collection.replace_one({"_id": page.id}, document, upsert=True, session=session)
