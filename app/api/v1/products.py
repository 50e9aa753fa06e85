"""Products, as staff see them: drafts and what is archived too."""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.params import FromPath, FromQuery, QueryParameter

from app.forms import text
from app.security.declarations import Rate, seen_by
from domains import catalog
from domains.users import Permission as P

from .schemas import Product, Products


@get("/products", name="api.products", opt=seen_by(P.PRODUCTS_READ, rate=Rate.API))
async def index(
    q: FromQuery[str] = "",
    status: FromQuery[catalog.ProductStatus | None] = None,
    page: Annotated[int, QueryParameter(ge=1, le=1_000_000)] = 1,
) -> Products:
    """By title; `q` is part of a title, a slug or a whole SKU."""
    found = await catalog.products(query=text(q), status=status, page=page)
    items = [Product.of(each) for each in found.items] if page <= found.pages else []
    return Products(items, page, found.pages, found.total)


@get("/products/{product_id:uuid}", name="api.product", opt=seen_by(P.PRODUCTS_READ, rate=Rate.API))
async def show(product_id: FromPath[UUID]) -> Product:
    """One product with its variants."""
    return Product.of(await catalog.find_product(product_id))
