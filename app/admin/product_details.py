"""A product made, described and copied; of two editors the second chooses field by field."""

from functools import partial
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import choices, conflicts, forms
from app.admin import product_forms as sheets
from app.admin.conflicts import Clash
from app.admin.forms import NOTHING_REFUSED, Fields, Refused
from app.admin.refusals import answered
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from domains import catalog, users
from domains.shared.errors import Refusal
from domains.shared.settings import settings
from domains.users import Permission as P

LARGEST = 1024 * 1024  # bytes of a form with a long description


@get_page("/products/new", name="admin.new_product", opt=seen_by(P.PRODUCTS_WRITE))
async def blank() -> Rendered:
    return await _new(NOTHING_REFUSED)


@post("/products/new", name="admin.create_product", opt=done_by(P.PRODUCTS_WRITE), status_code=200)
async def create(request: Request, staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await sheets.typed(request)
    try:
        price = forms.amount(fields.get("price", ""), settings().shop_currency, "price")
        details, sku = sheets.details(fields), fields.get("sku", "")
        made = await catalog.create_product(details, sku=sku, price=price, actor=staff.email)
    except Refusal as refusal:
        return await _new(Refused("product", refusal, fields))
    return see_other("admin.edit_product", product_id=str(made.id), done="created")


@get_page("/products/{product_id:uuid}/description", name="admin.edit_product", opt=seen_by(P.PRODUCTS_WRITE))
async def show(request: Request, product_id: FromPath[UUID]) -> Rendered:
    return await _form(product_id, NOTHING_REFUSED, done=forms.asked(request, "done"))


@post(
    "/products/{product_id:uuid}/description",
    name="admin.save_product",
    opt=done_by(P.PRODUCTS_WRITE),
    status_code=200,
    request_max_body_size=LARGEST,
)
async def save(request: Request, product_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await sheets.typed(request)
    fields = conflicts.settled(fields, await _current(product_id))

    async def deed(revision: UUID) -> None:
        await catalog.edit_product(product_id, sheets.details(fields), revision=revision, actor=staff.email)

    try:
        clash = await conflicts.clash_of(deed, forms.revision(fields), partial(_clash, product_id, fields))
    except Refusal as refusal:
        return await _form(product_id, Refused("product", refusal, fields))
    if clash:
        title, where = (await catalog.find_product(product_id)).title, {"product_id": str(product_id)}
        return conflicts.shown(clash, title, "admin.save_product", "admin.edit_product", **where)
    return see_other("admin.edit_product", product_id=str(product_id), done="saved")


@post("/products/{product_id:uuid}/copies", name="admin.copy_product", opt=done_by(P.PRODUCTS_WRITE), status_code=200)
async def copy(product_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Response[None]:
    made = await catalog.duplicate_product(product_id, actor=staff.email)
    return see_other("admin.edit_product", product_id=str(made.id), done="copied")


async def _new(refused: Refused) -> Rendered:
    return page(
        "admin/products/new", *answered(refused), refused=refused, categories=await choices.categories(),
        types=await choices.types(), currency=settings().shop_currency,
    )  # fmt: skip


async def _form(product_id: UUID, refused: Refused, done: str = "") -> Rendered:
    """The product as it is now; in a refused form what was typed, also the revision it was typed over."""
    product = await catalog.find_product(product_id)
    shown = await _fields(product)
    fields = dict(refused.fields) if refused.refusal else shown
    return page(
        "admin/products/edit", *answered(refused), product=product, fields=fields, refused=refused, done=done,
        revision=fields.get("revision", str(product.revision or "")), was=fields.get("was") or conflicts.mark(shown),
        kind=await catalog.find_product_type(fields.get("type", "")), categories=await choices.categories(),
        types=await choices.types(),
    )  # fmt: skip


async def _clash(product_id: UUID, typed: Fields) -> Clash:
    product = await catalog.find_product(product_id)
    labels = sheets.labels(await catalog.find_product_type(typed.get("type", "")))
    current = dict.fromkeys(labels, "") | await _fields(product)
    return conflicts.clash(typed, current, labels, product.revision)


async def _current(product_id: UUID) -> Fields:
    return await _fields(await catalog.find_product(product_id))


async def _fields(product: catalog.Product) -> Fields:
    return sheets.described(product, await catalog.products_of(product.related))


routes = [blank, create, show, save, copy]
