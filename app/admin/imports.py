"""Product files: uploaded here, worked through by a worker, reported row by row."""

from typing import Annotated
from uuid import UUID

from litestar import post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body

from app.requests import Request, get_page
from app.responses import Rendered, SeeOther, page, see_other, swap
from domains import catalog, users
from domains.shared.errors import Invalid
from domains.shared.settings import settings

LARGEST = 128 * 1024 * 1024  # bytes of an uploaded file


@get_page("/imports", name="admin.imports")
async def index() -> Rendered:
    return page("admin/imports/index", imports=await catalog.imports(50), currency=settings().shop_currency)


@post("/imports", name="admin.upload", request_max_body_size=LARGEST)
async def upload(
    staff: users.Person, data: Annotated[dict[str, UploadFile | str], Body(media_type=RequestEncodingType.MULTI_PART)]
) -> SeeOther:
    file = data.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise Invalid("Choose a CSV file first.", {"file": "Choose a CSV file."})
    started = await catalog.upload_import(
        file.filename,
        file.file,
        currency=str(data.get("currency") or settings().shop_currency).upper(),
        by=staff.email,
        dry_run=bool(data.get("dry_run")),
    )
    return see_other("admin.import", import_id=str(started.id))


@get_page("/imports/{import_id:uuid}", name="admin.import")
async def show(request: Request, import_id: UUID) -> Rendered:
    found = await catalog.find_import(import_id)
    return swap("admin/import", found=found) if request.htmx else page("admin/imports/show", found=found)


routes = [index, upload, show]
