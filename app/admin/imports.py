"""Product files: uploaded here, worked through by a worker, reported row by row."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated
from uuid import UUID

from litestar import post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from app.requests import Request, get_page
from app.responses import Rendered, SeeOther, page, see_other, swap
from domains import catalog, users
from domains.shared.errors import Invalid
from domains.shared.settings import settings

LARGEST = 128 * 1024 * 1024  # bytes of an uploaded file
PIECE = 1024 * 1024


@get_page("/imports", name="admin.imports")
async def index() -> Rendered:
    return page("admin/imports/index", imports=await catalog.imports(50), currency=settings().shop_currency)


@post("/imports", name="admin.upload", request_max_body_size=LARGEST)
async def upload(
    staff: NamedDependency[users.Person],
    data: Annotated[dict[str, UploadFile | str], Body(media_type=RequestEncodingType.MULTI_PART)],
) -> SeeOther | Rendered:
    file = data.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise Invalid("Choose a CSV file first.", {"file": "Choose a CSV file."})
    currency = str(data.get("currency") or settings().shop_currency)
    async with kept(file) as path:
        if data.get("dry_run"):
            return page(
                "admin/imports/show", found=await catalog.rehearse_import(file.filename, path, currency=currency)
            )
        started = await catalog.upload_import(file.filename, path, currency=currency, by=staff.email)
    return see_other("admin.import", import_id=str(started.id))


@asynccontextmanager
async def kept(file: UploadFile) -> AsyncIterator[Path]:
    """The upload as a file of its own, piece by piece, gone afterwards."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as copy:
        while piece := await file.read(PIECE):
            copy.write(piece)
        copy.flush()
        yield Path(copy.name)


@get_page("/imports/{import_id:uuid}", name="admin.import")
async def show(request: Request, import_id: FromPath[UUID]) -> Rendered:
    found = await catalog.find_import(import_id)
    return swap("admin/import", found=found) if request.htmx else page("admin/imports/show", found=found)


routes = [index, upload, show]
