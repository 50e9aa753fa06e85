"""Products as shoppers and staff read them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ...shared import clock
from ...shared.settings import settings
from .. import finding
from ..categories.tree import hidden_among
from ..codes import sku_key
from ..errors import Gone, Moved, NotForSale, Unknown
from ..models import Product, ProductStatus, SkuClaim, SlugClaim, Variant
from .recoding import skus_now

PAGE = 50


@dataclass(frozen=True)
class ProductPage:
    items: tuple[Product, ...]
    page: int
    pages: int
    total: int


async def product(slug: str) -> Product:
    """A published product. Moved when the slug is one it had before, Gone when it was sold once and is archived;
    Unknown when nothing may be shown."""
    found = await finding.claimed(Product, SlugClaim, slug)
    seen = found is not None and (found.shown_at(clock.now()) or found.retired)
    if found is None or not seen or await hidden_among([found.category]):
        raise Unknown("We could not find this product.")
    if found.retired:
        raise Gone(found.title, found.category)
    if found.slug != slug:
        raise Moved(found.slug)
    return found


async def variant_for_sale(sku: str) -> tuple[Product, Variant]:
    """With its product, which shoppers may see and pay in the shop's currency; NotForSale for any other."""
    sku = (await skus_now([sku])).get(sku, sku)
    claim = await SkuClaim.get(sku_key(sku)) if sku else None
    found = await Product.get(claim.product_id) if claim else None
    sold = found is not None and found.shown_at(clock.now()) and found.in_currency(settings().shop_currency)
    if found is None or not sold or await hidden_among([found.category]):
        raise NotForSale(sku)
    return found, found.variant(sku)


async def find_product(product_id: UUID) -> Product:
    """Any product, published or not: for staff."""
    return await finding.one(Product, product_id, "There is no such product.")


async def products_of(ids: Sequence[UUID]) -> list[Product]:
    """Those that still are, in the order asked for; published or not."""
    found = await Product.find({"_id": {"$in": list(ids)}}).to_list() if ids else []
    return sorted(found, key=lambda product: ids.index(product.id))


async def slugs_of(ids: Collection[UUID]) -> dict[UUID, str]:
    rows = Product.get_pymongo_collection().find({"_id": {"$in": list(ids)}}, {"slug": 1})
    return {row["_id"]: row["slug"] async for row in rows} if ids else {}


async def changed_at(ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When each was last edited."""
    rows = Product.get_pymongo_collection().find({"_id": {"$in": list(ids)}}, {"updated_at": 1})
    return {row["_id"]: row["updated_at"] async for row in rows}


async def related_products(product: Product) -> list[Product]:
    """What a shopper is shown beside it."""
    found = await products_of(product.related)
    now, hidden = clock.now(), await hidden_among(each.category for each in found)
    same = (each for each in found if each.in_currency(product.currency))
    return [each for each in same if each.shown_at(now) and each.category not in hidden]


async def category_pictures(path: str) -> list[tuple[str, str]]:
    """What a category can be shown by: the first pictures of some of its products, each with its product's title."""
    found = await Product.find({"category": path}).limit(30).to_list()
    return [(picture.key or "", each.title) for each in found for picture in each.gallery[:1]]


async def products(*, query: str = "", status: ProductStatus | None = None, page: int = 1) -> ProductPage:
    """For staff, by title; `query` is part of a title, a slug or a whole SKU."""
    wanted = await _filter(query.strip(), status)
    total = await Product.find(wanted).count()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    found = await Product.find(wanted).sort("title", "_id").skip((page - 1) * PAGE).limit(PAGE).to_list()
    return ProductPage(tuple(found), page, pages, total)


async def _filter(query: str, status: ProductStatus | None) -> dict[str, object]:
    statuses = [status.value] if status else [each.value for each in ProductStatus]
    wanted: dict[str, object] = {"status": {"$in": statuses}}
    if not query:
        return wanted
    claim = await SkuClaim.get(sku_key(query)) or await SlugClaim.get(query)
    if claim is not None:
        return wanted | {"_id": claim.product_id}
    return wanted | {"title": {"$regex": _literally(query[:100]), "$options": "i"}}


def _literally(text: str) -> str:
    """The server's regular expressions are not Python's: escape what both read as special, nothing else."""
    return "".join(f"\\{char}" if char in r"\^$.|?*+()[]{}" else char for char in text)
