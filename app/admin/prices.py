"""A variant's prices for staff: regular price, cost, prices by quantity, sales, and what they were before."""

from functools import partial
from typing import Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import conflicts, forms, moments
from app.admin import price_forms as sheets
from app.admin.conflicts import Clash
from app.admin.forms import NOTHING_REFUSED, Fields, Refused
from app.admin.refusals import answered
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from domains import catalog, users
from domains.shared import clock
from domains.shared.errors import Refusal
from domains.users import Permission as P

DONE: Final = {"prices": "The prices are saved.", "sale": "The sale is saved.", "ended": "The sale has ended."}


@get_page(
    "/products/{product_id:uuid}/variants/{variant_id:uuid}/prices", name="admin.prices", opt=seen_by(P.PRICES_READ)
)
async def show(request: Request, product_id: FromPath[UUID], variant_id: FromPath[UUID]) -> Rendered:
    return await _sheet(product_id, variant_id, done=forms.done(request, DONE))


@post(
    "/products/{product_id:uuid}/variants/{variant_id:uuid}/prices",
    name="admin.save_prices",
    opt=done_by(P.PRICES_WRITE),
    status_code=200,
)
async def save(
    request: Request, product_id: FromPath[UUID], variant_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Response[None]:
    product = await catalog.find_product(product_id)
    fields = conflicts.settled(await forms.typed(request), sheets.priced(product.variant_by_id(variant_id)))

    async def deed(revision: UUID) -> None:
        prices = sheets.prices(fields, product.currency)
        await catalog.change_prices(product_id, variant_id, prices, revision=revision, actor=staff.email)

    try:
        clash = await conflicts.clash_of(deed, forms.revision(fields), partial(_clash, product_id, variant_id, fields))
    except Refusal as refusal:
        return await _sheet(product_id, variant_id, Refused("prices", refusal, fields))
    if clash:
        title = f"the prices of {product.variant_by_id(variant_id).sku}"
        where = {"product_id": str(product_id), "variant_id": str(variant_id)}
        return conflicts.shown(clash, title, "admin.save_prices", "admin.prices", **where)
    return _back(product_id, variant_id, "prices")


@post(
    "/products/{product_id:uuid}/variants/{variant_id:uuid}/sales",
    name="admin.add_sale",
    opt=done_by(P.PRICES_WRITE),
    status_code=200,
)
async def add_sale(
    request: Request, product_id: FromPath[UUID], variant_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Response[None]:
    fields = await forms.typed(request)
    try:
        currency = (await catalog.find_product(product_id)).currency
        price = forms.amount(fields.get("sale_price", ""), currency, "sale_price")
        starts_at = moments.read(fields, "starts_at") or clock.now()
        ends_at = moments.read(fields, "ends_at")
        revision = forms.revision(fields)
        await catalog.add_sale(product_id, variant_id, price, starts_at, ends_at, revision=revision, actor=staff.email)
    except Refusal as refusal:
        return await _sheet(product_id, variant_id, Refused("sale", refusal, fields))
    return _back(product_id, variant_id, "sale")


@post(
    "/products/{product_id:uuid}/variants/{variant_id:uuid}/sales/{sale_id:uuid}/end",
    name="admin.end_sale",
    opt=done_by(P.PRICES_WRITE),
    status_code=200,
)
async def end_sale(
    product_id: FromPath[UUID],
    variant_id: FromPath[UUID],
    sale_id: FromPath[UUID],
    staff: NamedDependency[users.Person],
) -> Response[None]:
    await catalog.end_sale(product_id, variant_id, sale_id, actor=staff.email)
    return _back(product_id, variant_id, "ended")


@get_page("/products/{product_id:uuid}/prices", name="admin.price_history", opt=seen_by(P.PRICES_READ))
async def history(request: Request, product_id: FromPath[UUID]) -> Rendered:
    product = await catalog.find_product(product_id)
    found = await catalog.price_records(product_id, before=forms.asked(request, "before"))
    return page("admin/prices/history", product=product, found=found)


def _back(product_id: UUID, variant_id: UUID, done: str) -> Response[None]:
    return see_other("admin.prices", product_id=str(product_id), variant_id=str(variant_id), done=done)


async def _sheet(product_id: UUID, variant_id: UUID, refused: Refused = NOTHING_REFUSED, done: str = "") -> Rendered:
    product = await catalog.find_product(product_id)
    variant = product.variant_by_id(variant_id)
    return page(
        "admin/prices/show",
        *answered(refused),
        product=product,
        variant=variant,
        now=(await catalog.variant_prices(product))[variant.sku],
        at=clock.now(),
        found=await catalog.price_records(product_id, variant_id),
        tiers=sheets.TIERS,
        was=conflicts.mark(sheets.priced(variant)),
        refused=refused,
        done=done,
    )


async def _clash(product_id: UUID, variant_id: UUID, typed: Fields) -> Clash:
    product = await catalog.find_product(product_id)
    shown = sheets.priced(product.variant_by_id(variant_id))
    return conflicts.clash(typed, shown, sheets.LABELS, product.revision)


routes = [show, save, add_sale, end_sale, history]
