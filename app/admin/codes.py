"""The coupon codes of a promotion for staff: one by one, many at once, from a file and into one."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from app.admin import forms, uploading
from app.admin.forms import NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from domains import catalog, users
from domains.catalog import ImportKind
from domains.shared.errors import Refusal
from domains.users import Permission as P


@get_page("/promotions/{promotion_id:uuid}/codes", name="admin.codes", opt=seen_by(P.PROMOTIONS_READ))
async def show(request: Request, promotion_id: FromPath[UUID]) -> Rendered:
    added = forms.asked(request, "added")
    done = f"{int(added)} codes were added." if added.isdecimal() and len(added) < 7 else ""
    return await _sheet(promotion_id, find=forms.asked(request, "q"), after=forms.asked(request, "after"), done=done)


@post("/promotions/{promotion_id:uuid}/codes", name="admin.add_code", opt=done_by(P.PROMOTIONS_WRITE), status_code=200)
async def add(request: Request, promotion_id: FromPath[UUID]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        await catalog.add_code(promotion_id, fields.get("code", ""))
    except Refusal as refusal:
        return await _sheet(promotion_id, Refused("one", refusal, fields))
    return see_other("admin.codes", promotion_id=str(promotion_id), added="1")


@post(
    "/promotions/{promotion_id:uuid}/codes/batch",
    name="admin.add_codes",
    opt=done_by(P.PROMOTIONS_WRITE),
    status_code=200,
)
async def add_many(request: Request, promotion_id: FromPath[UUID]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        count = forms.whole_number(fields.get("count", ""), "count")
        added = await catalog.add_codes(promotion_id, fields.get("prefix", ""), count)
    except Refusal as refusal:
        return await _sheet(promotion_id, Refused("batch", refusal, fields))
    return see_other("admin.codes", promotion_id=str(promotion_id), added=str(added))


@post(
    "/promotions/{promotion_id:uuid}/codes/file",
    name="admin.import_codes",
    opt=done_by(P.PROMOTIONS_WRITE),
    request_max_body_size=uploading.LARGEST,
    status_code=200,
)
async def import_file(
    request: Request, promotion_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Response[None]:
    """A file like any other, in which every row that names no promotion is for this one."""
    await catalog.find_promotion(promotion_id)
    async with uploading.place():
        try:
            async with uploading.kept((await request.form()).get("file")) as (name, path):
                given = {"promotion": str(promotion_id), "batch": name[:100]}
                kept = await catalog.upload_to_look_at(name, path, by=staff.email, kind=ImportKind.CODES, given=given)
        except Refusal as refusal:
            return await _sheet(promotion_id, Refused("file", refusal))
    return see_other("admin.import_columns", import_id=str(kept.id))


@get_page("/promotions/{promotion_id:uuid}/codes.csv", name="admin.export_codes", opt=seen_by(P.PROMOTIONS_READ))
async def export(promotion_id: FromPath[UUID]) -> Stream:
    await catalog.find_promotion(promotion_id)
    headers = {"Content-Disposition": f'attachment; filename="codes-{promotion_id}.csv"'}
    return Stream(catalog.export_codes(promotion_id), media_type="text/csv", headers=headers)


@post(
    "/promotions/{promotion_id:uuid}/codes/state",
    name="admin.disable_code",
    opt=done_by(P.PROMOTIONS_WRITE),
    status_code=200,
)
async def disable(request: Request, promotion_id: FromPath[UUID]) -> Response[None]:
    fields = await forms.typed(request)
    await catalog.disable_code(promotion_id, fields.get("code", ""), disabled=fields.get("disabled") == "yes")
    return see_other("admin.codes", promotion_id=str(promotion_id), after=fields.get("after") or None)


async def _sheet(
    promotion_id: UUID,
    refused: Refused = NOTHING_REFUSED,
    *,
    find: str = "",
    after: str = "",
    done: str = "",
) -> Rendered:
    own, listed = await catalog.find_promotion(promotion_id), await catalog.coupon_codes(promotion_id, after, find)
    context: dict[str, Any] = {"listed": listed, "find": find, "after": after, "done": done}
    return page("admin/promotions/codes", *answered(refused), own=own, refused=refused, **context)


routes = [show, add, add_many, import_file, export, disable]
