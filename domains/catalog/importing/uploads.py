"""Files on their way in, kept in the catalogue's database so that a worker on any machine can read them."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bson import ObjectId
from gridfs import AsyncGridFSBucket, NoFile
from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared.errors import Invalid
from ...shared.money import exponent
from ...shared.settings import settings
from ..database import documents
from ..events import ImportUploaded
from ..models import Import
from .keeping import BUCKET, keep
from .sheet import CHUNK, open_sheet


async def upload_import(
    name: str,
    data: bytes | Path,
    *,
    currency: str | None = None,
    by: str = "",
    background: bool = True,
    dry_run: bool = False,
) -> Import:
    """Keep the file; in the background a worker runs it, otherwise the caller does. Invalid when it is no product file.

    `currency` is that of the file's prices, the shop's own unless given; a `dry_run` only reports what it would do.
    """
    currency = (currency or settings().shop_currency).upper()
    exponent(currency)
    async with local_file(data) as path:
        sheet = await asyncio.to_thread(open_sheet, path)
        uploaded = Import(name=name[:255], currency=currency, by=by, total=sheet.total, dry_run=dry_run)
        uploaded.told = background
        uploaded.file_id = ObjectId()
        try:
            await keep(uploaded.file_id, uploaded.name, path)
            await _begin(uploaded, background)
        except BaseException:
            await asyncio.shield(discard(uploaded.file_id))
            raise
    return uploaded


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


async def discard(file_id: Any) -> None:
    try:
        await _bucket().delete(file_id)
    except NoFile:
        return


async def _begin(uploaded: Import, background: bool) -> None:
    async def work(session: AsyncClientSession) -> None:
        await uploaded.insert(session=session)
        if background:
            await documents.record(session, ImportUploaded(uploaded.id))

    await documents.transaction(work)


def _bucket() -> AsyncGridFSBucket:
    return AsyncGridFSBucket(documents.database, bucket_name=BUCKET)
