"""The coupon codes of a promotion for staff: one by one, many at once, from a file and into one."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Stream

from app.admin import forms
from app.admin.forms import NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from domains import catalog
from domains.shared.errors import Invalid, Refusal

LARGEST: Final = 1024 * 1024  # bytes of a file of codes


@get_page("/promotions/{promotion_id:uuid}/codes", name="admin.codes")
async def show(request: Request, promotion_id: FromPath[UUID]) -> Rendered:
    added = forms.asked(request, "added")
    done = f"{int(added)} codes were added." if added.isdecimal() and len(added) < 7 else ""
    return await _sheet(promotion_id, find=forms.asked(request, "q"), after=forms.asked(request, "after"), done=done)


@post("/promotions/{promotion_id:uuid}/codes", name="admin.add_code", status_code=200)
async def add(request: Request, promotion_id: FromPath[UUID]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        await catalog.add_code(promotion_id, fields.get("code", ""))
    except Refusal as refusal:
        return await _sheet(promotion_id, Refused("one", refusal, fields))
    return see_other("admin.codes", promotion_id=str(promotion_id), added="1")


@post("/promotions/{promotion_id:uuid}/codes/batch", name="admin.add_codes", status_code=200)
async def add_many(request: Request, promotion_id: FromPath[UUID]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        count = forms.whole_number(fields.get("count", ""), "count")
        added = await catalog.add_codes(promotion_id, fields.get("prefix", ""), count)
    except Refusal as refusal:
        return await _sheet(promotion_id, Refused("batch", refusal, fields))
    return see_other("admin.codes", promotion_id=str(promotion_id), added=str(added))


@post("/promotions/{promotion_id:uuid}/codes/file", name="admin.import_codes", status_code=200)
async def import_file(request: Request, promotion_id: FromPath[UUID]) -> Response[None]:
    try:
        name, text = await _read((await request.form()).get("file"))
        told = await catalog.import_codes(promotion_id, text, name)
    except Refusal as refusal:
        return await _sheet(promotion_id, Refused("file", refusal))
    done = f"{told.added} codes were added, {told.known} were there already."
    return await _sheet(promotion_id, done=done, told=told)


@get_page("/promotions/{promotion_id:uuid}/codes.csv", name="admin.export_codes")
async def export(promotion_id: FromPath[UUID]) -> Stream:
    await catalog.find_promotion(promotion_id)
    headers = {"Content-Disposition": f'attachment; filename="codes-{promotion_id}.csv"'}
    return Stream(catalog.export_codes(promotion_id), media_type="text/csv; charset=utf-8", headers=headers)


@post("/promotions/{promotion_id:uuid}/codes/state", name="admin.disable_code", status_code=200)
async def disable(request: Request, promotion_id: FromPath[UUID]) -> Response[None]:
    fields = await forms.typed(request)
    await catalog.disable_code(promotion_id, fields.get("code", ""), disabled=fields.get("disabled") == "yes")
    return see_other("admin.codes", promotion_id=str(promotion_id), after=fields.get("after") or None)


async def _read(file: object) -> tuple[str, str]:
    if not isinstance(file, UploadFile) or not file.filename:
        raise Invalid("Choose a CSV file first.", {"file": "Choose a CSV file first."})
    content = await file.read(LARGEST + 1)
    try:
        if len(content) <= LARGEST and b"\0" not in content:
            return forms.text(file.filename)[:100], content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass  # told below
    told = "This is not a text of UTF-8 of at most 1 MB."
    raise Invalid(told, {"file": told})


async def _sheet(
    promotion_id: UUID,
    refused: Refused = NOTHING_REFUSED,
    *,
    find: str = "",
    after: str = "",
    done: str = "",
    told: catalog.CodesAdded | None = None,
) -> Rendered:
    own, listed = await catalog.find_promotion(promotion_id), await catalog.coupon_codes(promotion_id, after, find)
    context: dict[str, Any] = {"listed": listed, "find": find, "after": after, "done": done, "told": told}
    return page("admin/promotions/codes", *answered(refused), own=own, refused=refused, **context)


routes = [show, add, add_many, import_file, export, disable]
