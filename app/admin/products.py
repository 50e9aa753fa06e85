"""Products for staff: find, change prices, stock and whether they are for sale."""

from dataclasses import replace
from typing import Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import forms
from app.admin.forms import NOTHING_REFUSED, Fields, Refused
from app.admin.refusals import answered
from app.gateway import backoffice
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from app.security.guards import require_at
from app.security.recording import note_before
from domains import catalog, users
from domains.shared.errors import Invalid, Refusal
from domains.users import Permission as P

DONE: Final = ("price", "stock", "status")
OF_ALL: Final = ("status", "pictures")  # what was done to the product, not to one of its variants


@get_page("/products", name="admin.products", opt=seen_by(P.PRODUCTS_READ))
async def index(request: Request) -> Rendered:
    query, status = forms.asked(request, "q"), forms.choice(catalog.ProductStatus, forms.asked(request, "status"))
    shelf = await backoffice.shelf(query=query, status=status, page=forms.page_number(request))
    return page("admin/products/index", shelf=shelf, query=query, chosen=status)


@get_page("/products/{product_id:uuid}", name="admin.product", opt=seen_by(P.PRODUCTS_READ))
async def show(request: Request, product_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Rendered:
    sheet = await _sheet(product_id, staff)
    done, sku = forms.asked(request, "done"), forms.asked(request, "sku")
    changed = next((variant for variant in sheet.product.variants if variant.sku == sku), None)
    done = done if done in OF_ALL or changed else ""
    return page("admin/products/show", sheet=sheet, refused=NOTHING_REFUSED, done=done, changed=changed)


@post(
    "/products/{product_id:uuid}/variants/{variant_id:uuid}/price",
    name="admin.change_price",
    opt=done_by(P.PRICES_WRITE),
    status_code=200,
)
async def change_price(
    request: Request, product_id: FromPath[UUID], variant_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Response[None]:
    fields = await forms.typed(request)
    try:
        product = await _change_price(request, product_id, variant_id, fields, staff.email)
    except Refusal as refusal:
        return await _refused(product_id, staff, Refused(f"price-{variant_id}", refusal, fields))
    sku = product.variant_by_id(variant_id).sku
    return see_other("admin.product", product_id=str(product_id), done="price", sku=sku)


@post("/products/{product_id:uuid}/stock", name="admin.set_stock", opt=done_by(P.STOCK_ADJUST), status_code=200)
async def set_stock(
    request: Request, product_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Response[None]:
    fields = await forms.typed(request)
    sku, location, reason = (fields.get(name, "") for name in ("sku", "location", "reason"))
    try:
        require_at(staff, P.STOCK_ADJUST, location)
        quantity = forms.whole_number(fields.get("quantity", ""), "quantity")
        note_before(request, quantity=await backoffice.on_hand(sku, location))
        await backoffice.set_stock(
            product_id, sku, location, quantity, reason=reason, actor=staff.email, seen=forms.shown(fields, "seen")
        )
    except Refusal as refusal:
        return await _refused(product_id, staff, Refused(fields.get("form", ""), refusal, fields))
    return see_other("admin.product", product_id=str(product_id), done="stock", sku=sku)


@post("/products/{product_id:uuid}/status", name="admin.set_status", opt=done_by(P.PRODUCTS_WRITE), status_code=200)
async def set_status(
    request: Request, product_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Response[None]:
    fields = await forms.typed(request)
    try:
        status = forms.choice(catalog.ProductStatus, fields.get("status", ""))
        if status is None:
            raise Invalid("Choose one of the states offered.", {"status": "Choose one of the states offered."})
        note_before(request, status=(await catalog.find_product(product_id)).status.value)
        await catalog.set_status(product_id, status, revision=forms.revision(fields))
    except Refusal as refusal:
        return await _refused(product_id, staff, Refused("status", refusal, fields))
    return see_other("admin.product", product_id=str(product_id), done="status")


@post(
    "/products/{product_id:uuid}/pictures/again",
    name="admin.fetch_pictures",
    opt=done_by(P.PRODUCTS_WRITE),
    status_code=303,
)
async def fetch_pictures(product_id: FromPath[UUID]) -> Response[None]:
    await catalog.fetch_pictures_again(product_id)
    return see_other("admin.product", product_id=str(product_id), done="pictures")


async def _change_price(
    request: Request, product_id: UUID, variant_id: UUID, fields: Fields, actor: str
) -> catalog.Product:
    found = await catalog.find_product(product_id)
    currency = found.currency
    for variant in found.variants:
        if variant.id == variant_id:
            compared = variant.compare_at.decimal if variant.compare_at else ""
            note_before(request, sku=variant.sku, price=variant.price.decimal, compare_at=compared)
    price = forms.amount(fields.get("price", ""), currency, "price")
    before = fields.get("compare_at", "")
    compare_at = forms.amount(before, currency, "compare_at") if before else None
    return await catalog.change_price(
        product_id, variant_id, price, compare_at, revision=forms.revision(fields), actor=actor
    )


async def _sheet(product_id: UUID, staff: users.Person) -> backoffice.ProductSheet:
    """With the locations at which they may count."""
    sheet = await backoffice.product_sheet(product_id)
    return replace(sheet, locations=[each for each in sheet.locations if staff.may(P.STOCK_ADJUST, each.code)])


async def _refused(product_id: UUID, staff: users.Person, refused: Refused) -> Rendered:
    """The sheet as it is now, and in the refused form what was typed: a second look, then a second try."""
    sheet = await _sheet(product_id, staff)
    return page("admin/products/show", *answered(refused), sheet=sheet, refused=refused, done="", changed=None)


routes = [index, show, change_price, set_stock, set_status, fetch_pictures]
