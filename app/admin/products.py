"""Products for staff: find, change prices, stock and whether they are for sale."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from app.admin.forms import choice, page_number, whole_number
from app.gateway import backoffice
from app.requests import Request, get_page
from app.responses import Rendered, SeeOther, page, see_other
from domains import catalog, users
from domains.shared.money import Money

Form = Body(media_type=RequestEncodingType.URL_ENCODED)


@dataclass
class PriceForm:
    price: str
    compare_at: str = ""
    revision: str = ""


@dataclass
class StockForm:
    sku: str
    location: str
    quantity: str
    reason: str = ""


@dataclass
class StatusForm:
    status: str


@get_page("/products", name="admin.products")
async def index(request: Request) -> Rendered:
    query = request.query_params.get("q", "")
    status = choice(catalog.ProductStatus, request.query_params.get("status"))
    found = await catalog.products(query=query, status=status, page=page_number(request))
    return page("admin/products/index", found=found, query=query, chosen=status)


@get_page("/products/{product_id:uuid}", name="admin.product")
async def show(product_id: FromPath[UUID]) -> Rendered:
    return page("admin/products/show", sheet=await backoffice.product_sheet(product_id))


@post("/products/{product_id:uuid}/variants/{variant_id:uuid}/price", name="admin.change_price")
async def change_price(
    product_id: FromPath[UUID], variant_id: FromPath[UUID], data: Annotated[PriceForm, Form]
) -> SeeOther:
    product = await catalog.find_product(product_id)
    price = Money.parse(data.price, product.currency)
    before = Money.parse(data.compare_at, product.currency) if data.compare_at.strip() else None
    revision = UUID(data.revision) if data.revision else None
    await catalog.change_price(product_id, variant_id, price, before, revision=revision)
    return see_other("admin.product", product_id=str(product_id))


@post("/products/{product_id:uuid}/stock", name="admin.set_stock")
async def set_stock(
    product_id: FromPath[UUID], data: Annotated[StockForm, Form], staff: NamedDependency[users.Person]
) -> SeeOther:
    quantity = whole_number(data.quantity, "quantity")
    await backoffice.set_stock(product_id, data.sku, data.location, quantity, reason=data.reason, actor=staff.email)
    return see_other("admin.product", product_id=str(product_id))


@post("/products/{product_id:uuid}/status", name="admin.set_status")
async def set_status(product_id: FromPath[UUID], data: Annotated[StatusForm, Form]) -> SeeOther:
    await catalog.set_status(product_id, choice(catalog.ProductStatus, data.status, required=True))
    return see_other("admin.product", product_id=str(product_id))


routes = [index, show, change_price, set_stock, set_status]
