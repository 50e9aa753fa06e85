"""Product types for staff: which details a product of this type has, and in which form."""

from typing import Final

from litestar import Response, post
from litestar.params import FromPath

from app.admin import forms
from app.admin import product_forms as sheets
from app.admin.forms import NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from domains import catalog
from domains.shared.errors import Refusal

Fields = dict[str, str]
DONE: Final = {"created": "The type is made.", "saved": "The type is saved.", "removed": "The type is removed."}
SPARE: Final = 3  # empty rows after the attributes
MOST_ROWS: Final = 80


@get_page("/product-types", name="admin.product_types")
async def index(request: Request) -> Rendered:
    return await _index(NOTHING_REFUSED, forms.done(request, DONE))


@post("/product-types", name="admin.create_product_type", status_code=200)
async def create(request: Request) -> Response[None]:
    fields = await sheets.typed(request)
    try:
        made = await catalog.create_product_type(fields.get("name", ""))
    except Refusal as refusal:
        return await _index(Refused("new", refusal, fields))
    return see_other("admin.product_type", key=made.id, done="created")


@get_page("/product-types/{key:str}", name="admin.product_type")
async def show(request: Request, key: FromPath[str]) -> Rendered:
    return await _form(key, NOTHING_REFUSED, forms.done(request, DONE))


@post("/product-types/{key:str}", name="admin.save_product_type", status_code=200)
async def save(request: Request, key: FromPath[str]) -> Response[None]:
    fields = await sheets.typed(request)
    try:
        revision = forms.revision(fields)
        await catalog.change_product_type(key, fields.get("name", ""), _attributes(fields), revision)
    except Refusal as refusal:
        return await _form(key, Refused("type", refusal, fields))
    return see_other("admin.product_type", key=key, done="saved")


@post("/product-types/{key:str}/removal", name="admin.remove_product_type", status_code=200)
async def remove(key: FromPath[str]) -> Response[None]:
    try:
        await catalog.remove_product_type(key)
    except Refusal as refusal:
        return await _form(key, Refused("type", refusal))
    return see_other("admin.product_types", done="removed")


def _attributes(fields: Fields) -> list[catalog.AttributeSpec]:
    """Rows with a name; what had a key keeps it, so that products keep their answers when a name changes."""
    found = []
    for row in range(MOST_ROWS):
        name = " ".join(fields.get(f"name-{row}", "").split())
        if not name:
            continue
        kind = forms.choice(catalog.AttributeKind, fields.get(f"kind-{row}", "")) or catalog.AttributeKind.TEXT
        choices = [part for part in (each.strip() for each in fields.get(f"choices-{row}", "").split(",")) if part]
        found.append(
            catalog.AttributeSpec(
                key=fields.get(f"key-{row}", "") or catalog.slugify(name)[:60].strip("-"),
                name=name,
                kind=kind,
                required=fields.get(f"required-{row}", "") == "yes",
                filterable=fields.get(f"filterable-{row}", "") == "yes",
                choices=list(dict.fromkeys(choices)) if kind.chosen else [],
                unit=fields.get(f"unit-{row}", ""),
            )
        )
    return found


async def _index(refused: Refused, done: str = "") -> Rendered:
    found = await catalog.product_types()
    return page("admin/product_types/index", *answered(refused), refused=refused, done=done, found=found)


async def _form(key: str, refused: Refused, done: str = "") -> Rendered:
    kind = await catalog.product_type(key)
    return page(
        "admin/product_types/show", *answered(refused), kind=kind, refused=refused, done=done,
        number=min(len(kind.attributes) + SPARE, MOST_ROWS),
    )  # fmt: skip


routes = [index, create, show, save, remove]
