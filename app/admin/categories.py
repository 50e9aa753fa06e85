"""The category tree for staff: nodes made, described, moved and hidden, their products put in order."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from app.admin import choices, forms
from app.admin import product_forms as sheets
from app.admin.forms import NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from domains import catalog
from domains.shared.errors import Refusal

DONE: Final = {
    "created": "The category is made.",
    "saved": "The category is saved.",
    "moved": "The category has moved with everything below it. Its old addresses lead to the new ones.",
    "removed": "The category is removed.",
}


@get_page("/categories", name="admin.categories")
async def index(request: Request) -> Rendered:
    return await _index(NOTHING_REFUSED, forms.done(request, DONE))


@post("/categories", name="admin.create_category", status_code=200)
async def create(request: Request) -> Response[None]:
    fields = await sheets.typed(request)
    try:
        made = await catalog.create_category(fields.get("parent", ""), fields.get("name", ""))
    except Refusal as refusal:
        return await _index(Refused("new", refusal, fields))
    return see_other("admin.category", path=made.path, done="created")


@get_page("/categories/{path:path}", name="admin.category")
async def show(request: Request, path: FromPath[str]) -> Rendered:
    return await _form(path, NOTHING_REFUSED, forms.done(request, DONE))


@post("/categories/{path:path}", name="admin.save_category", status_code=200)
async def save(request: Request, path: FromPath[str]) -> Response[None]:
    """One address for the deeds on a node, told apart by the button: a path may end in any word."""
    fields = await sheets.typed(request)
    deed = fields.get("deed", "save")
    try:
        now_at = await _do(deed, path.strip("/"), fields)
    except Refusal as refusal:
        return await _form(path, Refused("move" if deed == "move" else "category", refusal, fields))
    if deed == "remove":
        return see_other("admin.categories", done="removed")
    return see_other("admin.category", path=now_at, done="moved" if deed == "move" else "saved")


async def _do(deed: str, path: str, fields: dict[str, str]) -> str:
    if deed == "move":
        return (await catalog.move_category(path, fields.get("parent", ""), fields.get("slug", ""))).path
    if deed == "remove":
        await catalog.remove_category(path)
        return ""
    return (await catalog.change_category(path, await _details(fields))).path


async def _details(fields: dict[str, str]) -> catalog.CategoryDetails:
    return catalog.CategoryDetails(
        name=fields.get("name", ""),
        description=fields.get("description", ""),
        position=forms.whole_number(fields.get("position", "") or "0", "position"),
        hidden=fields.get("hidden", "") == "yes",
        picture=fields.get("picture", "") or None,
        order=await _order(fields.get("order", "")),
        seo_title=fields.get("seo_title", ""),
        seo_description=fields.get("seo_description", ""),
    )


async def _order(typed: str) -> tuple[UUID, ...]:
    return await catalog.product_ids(typed.split(), "order")


async def _index(refused: Refused, done: str = "") -> Rendered:
    return page(
        "admin/categories/index", *answered(refused), refused=refused, done=done, found=await catalog.all_categories(),
        parents=await choices.categories(),
    )  # fmt: skip


async def _form(path: str, refused: Refused, done: str = "") -> Rendered:
    found = await catalog.find_category(path.strip("/"))
    return page(
        "admin/categories/show", *answered(refused), category=found, refused=refused, done=done,
        order=_slugs(await catalog.products_of(found.order)), parents=await choices.categories(),
        pictures=await catalog.category_pictures(found.path),
    )  # fmt: skip


def _slugs(products: Sequence[catalog.Product]) -> str:
    return "\n".join(product.slug for product in products)


routes = [index, create, show, save]
