"""Files on their way in, kept in the catalogue's database so that a worker on any machine can read them."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from bson import ObjectId
from gridfs import AsyncGridFSBucket, NoFile
from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared.errors import Invalid
from ...shared.money import exponent
from ...shared.settings import settings
from ..database import documents
from ..errors import Unknown
from ..events import ImportUploaded
from ..models import Import, ImportKind, ImportState
from .formats import FORMATS, check_there, likely, mapped
from .keeping import BUCKET, keep
from .sheet import CHUNK, Look, look_at, open_sheet

SHOWN: Final = 3  # first rows beside the columns
LONGEST_SHOWN: Final = 60  # characters of a cell there


async def upload_import(
    name: str,
    data: bytes | Path,
    *,
    currency: str | None = None,
    by: str = "",
    background: bool = True,
    dry_run: bool = False,
    kind: ImportKind | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Import:
    """Keep the file; in the background a worker runs it, otherwise the caller does. Invalid when it is none we know.

    `currency` is that of the file's prices, the shop's own unless given; a `dry_run` only reports what it would do.
    `mapping` says by their names which field is which column; the others are recognised, as the `kind` is unless given.
    """
    async with local_file(data) as path:
        header = (await asyncio.to_thread(look_at, path)).header
        check_there(header, mapping or {})
        kind = kind or likely(header, mapping)
        columns = mapped(header, FORMATS[kind], mapping) if kind and mapping else ()
        sheet = await asyncio.to_thread(open_sheet, path, kind, columns)
        uploaded = _made(name, currency, by, sheet.look, sheet.format.kind, sheet.columns)
        uploaded.total, uploaded.dry_run, uploaded.told = sheet.total, dry_run, background
        return await _kept(uploaded, path)


async def upload_to_look_at(
    name: str,
    data: bytes | Path,
    *,
    currency: str | None = None,
    by: str = "",
    kind: ImportKind | None = None,
    given: Mapping[str, str] | None = None,
) -> Import:
    """Keep the file and say how its columns look; `begin_import` is what starts it. Invalid when it is no table.

    `given` are fields of all rows that say nothing of them themselves."""
    async with local_file(data) as path:
        look = await asyncio.to_thread(look_at, path)
        kind = kind or likely(look.header) or ImportKind.PRODUCTS
        uploaded = _made(name, currency, by, look, kind, FORMATS[kind].recognised(look.header))
        uploaded.given = dict(given or {})
        uploaded.begun, uploaded.total = False, await asyncio.to_thread(lambda: sum(1 for _ in look.rows()))
        if not uploaded.total:
            raise Invalid("This file has column names, but nothing below them.")
        return await _kept(uploaded, path)


async def begin_import(import_id: UUID, kind: ImportKind, columns: Sequence[str], *, dry_run: bool) -> None:
    """With its columns as somebody said they are: Invalid names those that cannot be. Twice changes nothing more."""
    found = await Import.get(import_id)
    if found is None:
        raise Unknown("There is no such import.")
    if len(columns) != len(found.header):
        raise Invalid("This form is out of date. Look at the page again, then send it once more.")
    checked = FORMATS[kind].checked(columns, found.given)
    said = {"kind": kind, "columns": checked, "dry_run": dry_run, "begun": True, "told": True}

    async def work(session: AsyncClientSession) -> None:
        waiting = {"_id": import_id, "begun": False, "state": ImportState.UPLOADED.value}
        begun = await Import.get_pymongo_collection().update_one(waiting, {"$set": said}, session=session)
        if begun.modified_count:
            await documents.record(session, ImportUploaded(import_id))

    await documents.transaction(work)


async def import_in_earnest(import_id: UUID, by: str = "") -> Import:
    """What a trial has tried: the same file, the same columns. Invalid when that is done, or the file has gone."""
    tried = await Import.get(import_id)
    if tried is None:
        raise Unknown("There is no such import.")
    copied = {"name", "currency", "kind", "columns", "header", "first_rows", "given", "file_id", "total"}
    fresh = Import(**tried.model_dump(include=copied), by=by, told=True)

    async def work(session: AsyncClientSession) -> bool:
        whose = {"_id": import_id, "file_id": {"$ne": None}, "dry_run": True, "state": ImportState.COMPLETED.value}
        moved = await Import.get_pymongo_collection().update_one(whose, {"$set": {"file_id": None}}, session=session)
        if moved.modified_count:
            await fresh.insert(session=session)
            await documents.record(session, ImportUploaded(fresh.id))
        return bool(moved.modified_count)

    if not await documents.transaction(work):
        raise Invalid("The file of this trial is no longer there. Upload it again.")
    return fresh


def _made(name: str, currency: str | None, by: str, look: Look, kind: ImportKind, columns: Sequence[str]) -> Import:
    currency = (currency or settings().shop_currency).upper()
    exponent(currency)
    rows = [[cell[:LONGEST_SHOWN] for cell in row] for row in look.first_rows(SHOWN)]
    header = list(look.header)
    return Import(
        name=name[:255], currency=currency, by=by, kind=kind, columns=list(columns), header=header, first_rows=rows
    )


async def _kept(uploaded: Import, path: Path) -> Import:
    uploaded.file_id = ObjectId()
    try:
        await keep(uploaded.file_id, uploaded.name, path)
        await _begin(uploaded)
    except BaseException:
        await asyncio.shield(discard(uploaded.file_id))
        raise
    return uploaded


async def _begin(uploaded: Import) -> None:
    async def work(session: AsyncClientSession) -> None:
        await uploaded.insert(session=session)
        if uploaded.told:
            await documents.record(session, ImportUploaded(uploaded.id))

    await documents.transaction(work)


@asynccontextmanager
async def local_file(data: bytes | Path) -> AsyncIterator[Path]:
    if isinstance(data, Path):
        if not await asyncio.to_thread(data.is_file):
            raise Invalid(f"There is no file {data}.")
        yield data
        return
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(data)
        file.flush()
        yield Path(file.name)


@asynccontextmanager
async def downloaded(file_id: Any) -> AsyncIterator[Path]:
    """The file on this machine's disk, piece by piece; Invalid when it is gone."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        try:
            stream = await _bucket().open_download_stream(file_id)
        except NoFile:
            raise Invalid("The uploaded file is no longer there. Upload it again.") from None
        while piece := await stream.read(CHUNK):
            file.write(piece)
        file.flush()
        yield Path(file.name)


async def kept_pieces(key: Any) -> AsyncIterator[bytes]:
    stream = await _bucket().open_download_stream(key)
    while piece := await stream.read(CHUNK):
        yield piece


async def discard(file_id: Any) -> None:
    try:
        await _bucket().delete(file_id)
    except NoFile:
        return


def _bucket() -> AsyncGridFSBucket:
    return AsyncGridFSBucket(documents.database, bucket_name=BUCKET)
