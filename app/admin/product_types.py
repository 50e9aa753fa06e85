"""Product types for staff: which details a product of this type has, and in which form."""

from typing import Final

from litestar import Response, post
from litestar.params import FromPath

from app.admin import conflicts, forms, removals, type_forms
from app.admin import product_forms as sheets
from app.admin.forms import NOTHING_REFUSED, Fields, Refused
from app.admin.refusals import answered
from app.admin.removals import Question
from app.admin.type_forms import ROWS
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from domains import catalog
from domains.shared.errors import Refusal
from domains.users import Permission as P

DONE: Final = {"created": "The type is made.", "saved": "The type is saved.", "removed": "The type is removed."}
SPARE: Final = 3  # empty rows after the attributes


@get_page("/product-types", name="admin.product_types", opt=seen_by(P.PRODUCTS_READ))
async def index(request: Request) -> Rendered:
    return await _index(NOTHING_REFUSED, forms.done(request, DONE))


@post("/product-types", name="admin.create_product_type", opt=done_by(P.PRODUCTS_WRITE), status_code=200)
async def create(request: Request) -> Response[None]:
    fields = await sheets.typed(request)
    try:
        made = await catalog.create_product_type(fields.get("name", ""))
    except Refusal as refusal:
        return await _index(Refused("new", refusal, fields))
    return see_other("admin.product_type", key=made.id, done="created")


@get_page("/product-types/{key:str}", name="admin.product_type", opt=seen_by(P.PRODUCTS_READ))
async def show(request: Request, key: FromPath[str]) -> Rendered:
    return await _form(key, NOTHING_REFUSED, forms.done(request, DONE))


@post("/product-types/{key:str}", name="admin.save_product_type", opt=done_by(P.PRODUCTS_WRITE), status_code=200)
async def save(request: Request, key: FromPath[str]) -> Response[None]:
    typed = await sheets.typed(request)
    fields = ROWS.settled(typed, type_forms.described(await catalog.product_type(key)))
    try:
        attributes, revision = type_forms.attributes(fields), forms.revision(fields)
        await catalog.change_product_type(key, fields.get("name", ""), attributes, revision)
    except catalog.Conflict:
        return await _clash(key, fields)
    except Refusal as refusal:
        return await _form(key, Refused("type", refusal, fields))
    return see_other("admin.product_type", key=key, done="saved")


@get_page("/product-types/{key:str}/removal", name="admin.ask_type_removal", opt=seen_by(P.PRODUCTS_WRITE))
async def ask(key: FromPath[str]) -> Rendered:
    kind, here = await catalog.product_type(key), {"key": key}
    told = "The names, forms and choices of its details go with it. It can only go while no product is of it."
    hidden = {"revision": str(kind.revision_id or "")}
    deed, back = ("admin.remove_product_type", here), ("admin.product_type", here)
    return removals.ask(Question(f"Remove the type {kind.name}?", told, deed, back, kind.name, hidden))


@post(
    "/product-types/{key:str}/removal", name="admin.remove_product_type", opt=done_by(P.PRODUCTS_WRITE), status_code=200
)
async def remove(request: Request, key: FromPath[str]) -> Response[None]:
    fields = await sheets.typed(request)
    try:
        await catalog.remove_product_type(key, forms.revision(fields))
    except Refusal as refusal:
        return await _form(key, Refused("removal", refusal))
    return see_other("admin.product_types", done="removed")


async def _index(refused: Refused, done: str = "") -> Rendered:
    found = await catalog.product_types()
    return page("admin/product_types/index", *answered(refused), refused=refused, done=done, found=found)


async def _form(key: str, refused: Refused, done: str = "") -> Rendered:
    """The type as it is now; in a refused form what was typed, also the revision it was typed over."""
    kind = await catalog.product_type(key)
    shown = type_forms.described(kind)
    fields = dict(refused.fields) if refused.of("type") else shown
    return page(
        "admin/product_types/show", *answered(refused), kind=kind, refused=refused, done=done, fields=fields,
        number=ROWS.shown(fields, SPARE), revision=fields.get("revision", str(kind.revision_id or "")),
        was=fields.get("was") or conflicts.mark(ROWS.compared(shown)),
    )  # fmt: skip


async def _clash(key: str, typed: Fields) -> Rendered:
    kind = await catalog.product_type(key)
    clash = ROWS.clash(typed, type_forms.described(kind), type_forms.LABELS, kind.revision_id)
    return conflicts.shown(clash, kind.name, "admin.save_product_type", "admin.product_type", key=key)


routes = [index, create, show, save, ask, remove]
