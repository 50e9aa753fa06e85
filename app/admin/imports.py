"""Files: uploaded here, worked through by a worker once their columns are clear, reported row by row."""

import re
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from app.admin import forms, uploading
from app.admin.file_rights import require_to_import
from app.admin.forms import NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other, swap
from app.security.declarations import done_by, seen_by
from domains import catalog, users
from domains.shared.errors import Refusal
from domains.shared.settings import settings
from domains.users import Permission as P


@get_page("/imports", name="admin.imports", opt=seen_by(P.IMPORTS_READ))
async def index() -> Rendered:
    return await _index(NOTHING_REFUSED)


@post(
    "/imports",
    name="admin.upload",
    opt=done_by(P.IMPORTS_RUN),
    request_max_body_size=uploading.LARGEST,
    status_code=200,
)
async def upload(request: Request, staff: NamedDependency[users.Person]) -> Response[None]:
    async with uploading.place():
        fields = await forms.typed(request)
        currency = fields.get("currency") or settings().shop_currency
        try:
            async with uploading.kept((await request.form()).get("file")) as (name, path):
                kept = await catalog.upload_to_look_at(name, path, currency=currency, by=staff.email)
        except Refusal as refusal:
            return await _index(Refused("import", refusal, fields))
    return see_other("admin.import_columns", import_id=str(kept.id))


@get_page("/imports/{import_id:uuid}", name="admin.import", opt=seen_by(P.IMPORTS_READ))
async def show(request: Request, import_id: FromPath[UUID]) -> Rendered | Response[None]:
    found = await catalog.find_import(import_id)
    if not found.begun and not found.state.ended:
        return see_other("admin.import_columns", import_id=str(import_id))
    telling = await catalog.telling_rows(import_id, _since(request)) if found.state.ended else catalog.Telling()
    pictures = await catalog.import_pictures(import_id) if found.state.ended else catalog.PictureFigures()
    answer, name = (swap, "admin/import") if request.htmx else (page, "admin/imports/show")
    format = catalog.FORMATS[found.kind]
    return answer(name, found=found, format=format, telling=telling, pictures=pictures)


@post("/imports/{import_id:uuid}/pictures", name="admin.import_pictures", opt=done_by(P.IMPORTS_RUN), status_code=303)
async def try_pictures_again(import_id: FromPath[UUID]) -> Response[None]:
    await catalog.try_pictures_again(import_id)
    return see_other("admin.import", import_id=str(import_id))


@post(
    "/imports/{import_id:uuid}/in-earnest", name="admin.import_in_earnest", opt=done_by(P.IMPORTS_RUN), status_code=303
)
async def do_in_earnest(import_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Response[None]:
    """What a trial has tried."""
    tried = await catalog.find_import(import_id)
    require_to_import(staff, tried.kind, tried.columns)
    begun = await catalog.import_in_earnest(import_id, by=staff.email)
    return see_other("admin.import", import_id=str(begun.id))


@get("/imports/{import_id:uuid}/left-out.csv", name="admin.import_refused", opt=seen_by(P.IMPORTS_READ))
async def left_out(import_id: FromPath[UUID]) -> Stream:
    headers = {"Content-Disposition": f'attachment; filename="left-out-{import_id}.csv"'}
    return Stream(await catalog.refused_csv(import_id), media_type="text/csv", headers=headers)


@get("/imports/{import_id:uuid}/report.csv", name="admin.import_report", opt=seen_by(P.IMPORTS_READ))
async def report(import_id: FromPath[UUID]) -> Stream:
    found = await catalog.find_import(import_id)
    headers = {"Content-Disposition": f'attachment; filename="import-{found.id}.csv"'}
    return Stream(catalog.report_csv(import_id), media_type="text/csv", headers=headers)


def _since(request: Request) -> int:
    """From which row of the report on; the first for anything that is no number."""
    value = forms.asked(request, "since")
    return int(value) if re.fullmatch(r"[0-9]{1,9}", value) else 0


async def _index(refused: Refused) -> Rendered:
    imports, currency = await catalog.imports(50), settings().shop_currency
    context: dict[str, Any] = {"imports": imports, "currency": currency, "formats": catalog.FORMATS}
    return page("admin/imports/index", *answered(refused), refused=refused, **context)


routes = [index, upload, show, do_in_earnest, left_out, report, try_pictures_again]
