"""Imports as staff follow them: state, counts, and what became of each row."""

from collections.abc import Sequence
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ..errors import Unknown
from ..models import Import, ImportPage, ImportRow

MOST_ROWS = 20_000


async def imports(limit: int = 20) -> list[Import]:
    """The latest first, without their rows."""
    return await Import.find({}).sort("-uploaded_at").limit(limit).to_list()


async def find_import(import_id: UUID, *, rows: int = MOST_ROWS) -> Import:
    """With up to `rows` rows of its report."""
    found = await Import.get(import_id)
    if found is None:
        raise Unknown("There is no such import.")
    async for page in ImportPage.find({"import_id": import_id}).sort("first"):
        found.rows.extend(page.rows)
        if len(found.rows) >= rows:
            break
    del found.rows[rows:]
    return found


async def add_rows(session: AsyncClientSession, import_id: UUID, first: int, rows: Sequence[ImportRow]) -> None:
    """A page of the report; the same page again replaces itself."""
    page = ImportPage(id=f"{import_id}:{first}", import_id=import_id, first=first, rows=list(rows))
    document = page.model_dump(by_alias=True, mode="python", exclude={"id", "revision_id"})
    await ImportPage.get_pymongo_collection().replace_one({"_id": page.id}, document, upsert=True, session=session)
