"""Collections for staff: by hand in an order, or by a rule that keeps itself up to date."""

from typing import Final
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from app.admin import choices, conflicts, forms, removals, rule_forms
from app.admin import product_forms as sheets
from app.admin.forms import NOTHING_REFUSED, Fields, Refused
from app.admin.refusals import answered
from app.admin.removals import Question
from app.admin.rule_forms import ROWS
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from domains import catalog
from domains.shared.errors import Refusal
from domains.shared.settings import settings
from domains.users import Permission as P

DONE: Final = {
    "created": "The collection is made. It is hidden until you show it.",
    "saved": "The collection is saved. A new rule is applied to every product within a moment.",
    "removed": "The collection is removed.",
}
SPARE: Final = 2  # empty rows after those that say something


@get_page("/collections", name="admin.collections", opt=seen_by(P.PRODUCTS_READ))
async def index(request: Request) -> Rendered:
    return await _index(NOTHING_REFUSED, forms.done(request, DONE))


@post("/collections", name="admin.create_collection", opt=done_by(P.PRODUCTS_WRITE), status_code=200)
async def create(request: Request) -> Response[None]:
    fields = await sheets.typed(request)
    kind = forms.choice(catalog.CollectionKind, fields.get("kind", "")) or catalog.CollectionKind.MANUAL
    try:
        made = await catalog.create_collection(fields.get("title", ""), kind)
    except Refusal as refusal:
        return await _index(Refused("new", refusal, fields))
    return see_other("admin.collection", collection_id=str(made.id), done="created")


@get_page("/collections/{collection_id:uuid}", name="admin.collection", opt=seen_by(P.PRODUCTS_READ))
async def show(request: Request, collection_id: FromPath[UUID]) -> Rendered:
    return await _form(collection_id, NOTHING_REFUSED, forms.done(request, DONE))


@post("/collections/{collection_id:uuid}", name="admin.save_collection", opt=done_by(P.PRODUCTS_WRITE), status_code=200)
async def save(request: Request, collection_id: FromPath[UUID]) -> Response[None]:
    fields = await sheets.typed(request)
    fields = ROWS.settled(fields, await _current(collection_id))
    try:
        revision = forms.revision(fields)
        await catalog.change_collection(collection_id, rule_forms.details(fields), revision=revision)
    except catalog.Conflict:
        return await _clash(collection_id, fields)
    except Refusal as refusal:
        return await _form(collection_id, Refused("collection", refusal, fields))
    return see_other("admin.collection", collection_id=str(collection_id), done="saved")


@get_page(
    "/collections/{collection_id:uuid}/removal", name="admin.ask_collection_removal", opt=seen_by(P.PRODUCTS_WRITE)
)
async def ask(collection_id: FromPath[UUID]) -> Rendered:
    found, here = await catalog.find_collection(collection_id), {"collection_id": str(collection_id)}
    told = "Its page is gone, with what it says and which products it gathers. The products stay as they are."
    hidden = {"revision": str(found.revision or "")}
    named = await catalog.promotions_naming(collection=collection_id)
    warnings = tuple(f"The promotion “{name}” is for it, and will be for nothing." for name in named)
    deed, back = ("admin.remove_collection", here), ("admin.collection", here)
    return removals.ask(Question(f"Remove {found.title}?", told, deed, back, found.title, hidden, warnings))


@post(
    "/collections/{collection_id:uuid}/removal",
    name="admin.remove_collection",
    opt=done_by(P.PRODUCTS_WRITE),
    status_code=200,
)
async def remove(request: Request, collection_id: FromPath[UUID]) -> Response[None]:
    fields = await sheets.typed(request)
    try:
        await catalog.remove_collection(collection_id, revision=forms.revision(fields))
    except Refusal as refusal:
        return await _form(collection_id, Refused("removal", refusal))
    return see_other("admin.collections", done="removed")


async def _index(refused: Refused, done: str = "") -> Rendered:
    found = await catalog.collections()
    return page("admin/collections/index", *answered(refused), refused=refused, done=done, found=found)


async def _form(collection_id: UUID, refused: Refused, done: str = "") -> Rendered:
    """The collection as it is now; in a refused form what was typed, also the revision it was typed over."""
    found = await catalog.find_collection(collection_id)
    shown = await _current(collection_id)
    fields = dict(refused.fields) if refused.of("collection") else shown
    return page(
        "admin/collections/show", *answered(refused), collection=found, fields=fields, rows=ROWS.shown(fields, SPARE),
        refused=refused, done=done, categories=await choices.categories(), currency=settings().shop_currency,
        revision=fields.get("revision", str(found.revision or "")),
        was=fields.get("was") or conflicts.mark(ROWS.compared(shown)),
        attributes=[(spec.key, spec.name) for kind in await catalog.product_types() for spec in kind.attributes],
    )  # fmt: skip


async def _clash(collection_id: UUID, typed: Fields) -> Rendered:
    found = await catalog.find_collection(collection_id)
    clash = ROWS.clash(typed, await _current(collection_id), rule_forms.LABELS, found.revision)
    where = {"collection_id": str(collection_id)}
    return conflicts.shown(clash, found.title, "admin.save_collection", "admin.collection", **where)


async def _current(collection_id: UUID) -> Fields:
    found = await catalog.find_collection(collection_id)
    return rule_forms.described(found, await catalog.products_of(found.products))


routes = [index, create, show, save, ask, remove]
