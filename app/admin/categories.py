"""The category tree for staff: nodes made, described, moved and hidden, their products put in order."""

from typing import Final

from litestar import Response, post
from litestar.params import FromPath

from app.admin import category_forms, choices, conflicts, forms, uploading
from app.admin import product_forms as sheets
from app.admin.forms import NOTHING_REFUSED, Fields, Refused
from app.admin.refusals import answered
from app.admin.removals import Question, ask
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from domains import catalog
from domains.shared.errors import Refusal
from domains.users import Permission as P

LARGEST: Final = 32 * 1024 * 1024  # bytes of one upload
DONE: Final = {
    "created": "The category is made.",
    "save": "The category is saved.",
    "move": "The category has moved with everything below it. Its old addresses lead to the new ones.",
    "picture": "The picture is saved. Its sizes are made within a moment.",
    "choose": "The picture is chosen.",
    "remove": "The category is removed.",
}


@get_page("/categories", name="admin.categories", opt=seen_by(P.PRODUCTS_READ))
async def index(request: Request) -> Rendered:
    return await _index(NOTHING_REFUSED, forms.done(request, DONE))


@post("/categories", name="admin.create_category", opt=done_by(P.PRODUCTS_WRITE), status_code=200)
async def create(request: Request) -> Response[None]:
    fields = await sheets.typed(request)
    try:
        made = await catalog.create_category(fields.get("parent", ""), fields.get("name", ""))
    except Refusal as refusal:
        return await _index(Refused("new", refusal, fields))
    return see_other("admin.category", path=made.path, done="created")


@get_page("/categories/{path:path}", name="admin.category", opt=seen_by(P.PRODUCTS_READ))
async def show(request: Request, path: FromPath[str]) -> Rendered:
    if forms.asked(request, "ask") == "remove":
        return await _ask(path.strip("/"))
    return await _form(path.strip("/"), NOTHING_REFUSED, forms.done(request, DONE))


@post(
    "/categories/{path:path}",
    name="admin.save_category",
    opt=done_by(P.PRODUCTS_WRITE),
    status_code=200,
    request_max_body_size=LARGEST,
)
async def save(request: Request, path: FromPath[str]) -> Response[None]:
    """One address for the deeds on a node, told apart by the button: a path may end in any word."""
    if request.content_type[0] != "multipart/form-data":
        return await _saved(request, path)
    async with uploading.place():
        return await _saved(request, path)


async def _saved(request: Request, path: str) -> Response[None]:
    fields = await sheets.typed(request)
    path = (await catalog.find_category(path.strip("/"))).path
    deed = fields.get("deed", "")
    deed = deed if deed in DONE else "save"
    try:
        now_at = await _do(deed, path, fields, request)
    except catalog.Conflict as refusal:
        return await (_clash(path, fields) if deed == "save" else _form(path, Refused(deed, refusal)))
    except Refusal as refusal:
        return await _form(path, Refused(deed, refusal, fields))
    return see_other("admin.category", path=now_at, done=deed) if now_at else see_other("admin.categories", done=deed)


async def _do(deed: str, path: str, fields: Fields, request: Request) -> str:
    """Where the category is now; empty when it is gone."""
    if deed == "move":
        return (await catalog.move_category(path, fields.get("parent", ""), fields.get("slug", ""))).path
    revision = forms.revision(fields)
    match deed:
        case "picture":
            file = next(iter(await uploading.pictures(request, "file")), None)
            await catalog.hang_category_picture(path, file, revision=revision)
        case "choose":
            await catalog.choose_category_picture(path, fields.get("picture", ""), revision=revision)
        case "remove":
            await catalog.remove_category(path, revision=revision)
            return ""
        case _:
            current = await category_forms.described(await catalog.find_category(path))
            details = await category_forms.details(conflicts.settled(fields, current))
            await catalog.change_category(path, details, revision=revision)
    return path


async def _index(refused: Refused, done: str = "") -> Rendered:
    return page(
        "admin/categories/index", *answered(refused), refused=refused, done=done, found=await catalog.all_categories(),
        parents=await choices.categories(), moves=await catalog.moves(),
    )  # fmt: skip


async def _form(path: str, refused: Refused, done: str = "") -> Rendered:
    """The category as it is now; in a refused form what was typed, also the revision it was typed over."""
    found = await catalog.find_category(path)
    shown = await category_forms.described(found)
    fields = dict(refused.fields) if refused.of("save") else shown
    return page(
        "admin/categories/show", *answered(refused), category=found, refused=refused, done=done, fields=fields,
        revision=fields.get("revision", str(found.revision or "")), was=fields.get("was") or conflicts.mark(shown),
        parents=await choices.categories(), pictures=await catalog.category_pictures(found.path),
        moves=[each for each in await catalog.moves() if _concerned(found.path, each)],
    )  # fmt: skip


def _concerned(path: str, move: catalog.CategoryMove) -> bool:
    return path == move.wanted or move.renamed(path) != path


async def _clash(path: str, typed: Fields) -> Rendered:
    found = await catalog.find_category(path)
    clash = conflicts.clash(typed, await category_forms.described(found), category_forms.LABELS, found.revision)
    return conflicts.shown(clash, found.name, "admin.save_category", "admin.category", path=path)


async def _ask(path: str) -> Rendered:
    found = await catalog.find_category(path)
    told = (
        "Its description, its picture and the order of its products go with it. Products and orders stay as they are."
    )
    here, hidden = ("admin.category", {"path": path}), {"deed": "remove", "revision": str(found.revision or "")}
    named = tuple(f"The promotion “{name}” is for it." for name in await catalog.promotions_naming(category=path))
    return ask(
        Question(
            f"Remove {found.name}?", told, ("admin.save_category", {"path": path}), here, found.name, hidden, named
        )
    )


routes = [index, create, show, save]
