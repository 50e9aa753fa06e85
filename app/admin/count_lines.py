"""What is found while counting: typed line by line, scanned one by one, or brought in as a file; and why it differs."""

from typing import Final
from uuid import UUID

from litestar import Response, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import count_showing, forms
from app.admin.count_showing import show_count
from app.admin.forms import Fields, Refused
from app.gateway import counting
from app.requests import Request
from app.responses import see_other
from app.security.declarations import done_by
from domains import inventory, users
from domains.inventory import Found
from domains.shared.errors import Invalid, Refusal
from domains.users import Permission as P

LARGEST: Final = 200_000  # bytes or characters of rows
QUANTITY, REASON = "quantity-", "reason-"


@post("/stock/counts/{count_id:uuid}/lines", name="admin.count_lines", opt=done_by(P.STOCK_ADJUST), status_code=200)
async def enter(request: Request, count_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Response[None]:
    """Those of one page; what was left as it was is not counted by it."""
    fields = await forms.typed(request)
    count = await count_showing.reached(staff, count_id, P.STOCK_ADJUST)
    try:
        if again := await forms.ticked(request, "again"):
            await inventory.count_again(count_id, sorted(again), forms.revision(fields))
            return _seen(count_id, fields, "again")
        if reasons := _changed(fields, REASON):
            await inventory.explain_lines(count_id, reasons)
        if found := _found(fields):
            await inventory.enter_found(count_id, found, actor=staff.email)
    except Refusal as refusal:
        return await show_count(request, staff, count, Refused("count-lines", refusal, fields))
    return _seen(count_id, fields, "saved")


@post("/stock/counts/{count_id:uuid}/scans", name="admin.scan_count", opt=done_by(P.STOCK_ADJUST), status_code=200)
async def scan(request: Request, count_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    count = await count_showing.reached(staff, count_id, P.STOCK_ADJUST)
    try:
        key = forms.identity(fields.get("key", ""))
        goods = await counting.scan(count_id, fields.get("code", ""), actor=staff.email, key=key)
    except Refusal as refusal:
        return await show_count(request, staff, count, Refused("scan", refusal, fields))
    if request.htmx:
        return await show_count(request, staff, count, scanned=goods)
    return _seen(count_id, fields, "saved")


@post("/stock/counts/{count_id:uuid}/rows", name="admin.count_rows", opt=done_by(P.STOCK_ADJUST), status_code=200)
async def rows(request: Request, count_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request, LARGEST)
    count = await count_showing.reached(staff, count_id, P.STOCK_ADJUST)
    try:
        text = fields.get("rows", "") or await _file(request)
        key = forms.identity(fields.get("key", ""))
        await counting.enter_rows(count_id, text, actor=staff.email, key=key)
    except Refusal as refusal:
        return await show_count(request, staff, count, Refused("count-rows", refusal, fields))
    return _seen(count_id, fields, "saved")


def _found(fields: Fields) -> list[Found]:
    """Each with what its form showed."""
    return [
        Found(sku, forms.whole_number(value, f"{QUANTITY}{sku}"), forms.shown(fields, f"was-{sku}"), compared=True)
        for sku, value in _changed(fields, QUANTITY).items()
        if value
    ]


def _changed(fields: Fields, part: str) -> dict[str, str]:
    """By SKU, what was typed where the form had shown something else: what others wrote meanwhile stays."""
    typed = {name.removeprefix(part): value for name, value in fields.items() if name.startswith(part)}
    return {sku: value for sku, value in typed.items() if value != fields.get(f"was-{sku}", "")}


async def _file(request: Request) -> str:
    file = (await request.form()).get("file")
    data = await file.read(LARGEST + 1) if isinstance(file, UploadFile) else b""
    if not data or len(data) > LARGEST:
        told = f"Choose a file of {LARGEST // 1000} kB at most, or paste its rows." if data else "Paste or choose rows."
        raise Invalid(told, {"rows": told})
    return forms.text(data.decode("utf-8", "replace"), LARGEST)


def _seen(count_id: UUID, fields: Fields, done: str) -> Response[None]:
    asked = {name: fields.get(name) or None for name in ("part", "after")}
    return see_other("admin.count", count_id=str(count_id), part=asked["part"], after=asked["after"], done=done)


routes = [enter, scan, rows]
