"""Products, as tests need them: plain functions with defaults, written the way an import writes."""

from collections.abc import Sequence
from itertools import count
from typing import Any

from pymongo.asynchronous.client_session import AsyncClientSession

from domains import catalog
from domains.catalog.categories.tree import category_path, lineage
from domains.catalog.codes import sku_key
from domains.catalog.models import BarcodeClaim, Category, Picture, PictureState, Product, SkuClaim, SlugClaim, Variant
from domains.shared.money import Money

_numbers = count(1)


def eur(amount: int) -> Money:
    return Money(amount, "EUR")


def make_variant(sku: str = "", *, price: Money | None = None, **more: Any) -> Variant:
    return Variant(sku=sku or f"SKU-{next(_numbers)}", price=price or eur(12_50), **more)


def make_picture(key: str = "ab" * 20, **more: Any) -> Picture:
    return Picture(key=key, width=960, height=1200, state=PictureState.READY, **more)


async def make_product(
    title: str = "Mug",
    *,
    sku: str = "",
    price: Money | None = None,
    compare_at: Money | None = None,
    variants: Sequence[Variant] = (),
    category: str = "Table/Mugs",
    slug: str = "",
    status: catalog.ProductStatus = catalog.ProductStatus.ACTIVE,
    former_slugs: Sequence[str] = (),
    **more: Any,
) -> Product:
    """`category` by names (`Table/Mugs`); `variants`, or one variant made of `sku`, `price` and `compare_at`."""
    own = list(variants) or [make_variant(sku, price=price, compare_at=compare_at)]
    names = [name for name in category.split("/") if name]
    product = Product(
        slug=slug or f"{catalog.slugify(title)}-{next(_numbers)}",
        title=title,
        category=category_path(names),
        status=status,
        currency=own[0].price.currency,
        variants=own,
        **more,
    )
    for position, variant in enumerate(own):
        variant.position = position
    await _write(product, names, former_slugs)
    catalog.forget_tree()
    return product


async def gather(title: str, products: Sequence[str]) -> catalog.Collection:
    """A collection by hand, shown, of the products that bear these SKUs."""
    made = await catalog.create_collection(title, catalog.CollectionKind.MANUAL)
    details = catalog.CollectionDetails(title, products=tuple(products))
    return await catalog.change_collection(made.id, details, revision=made.revision)


async def _write(product: Product, names: Sequence[str], former_slugs: Sequence[str]) -> None:
    async def work(session: AsyncClientSession) -> None:
        await product.insert(session=session)
        for slug in (product.slug, *former_slugs):
            await SlugClaim(id=slug, product_id=product.id).insert(session=session)
        for variant in product.variants:
            await SkuClaim(id=sku_key(variant.sku), product_id=product.id, variant_id=variant.id).insert(
                session=session
            )
            if variant.barcode:
                claim = BarcodeClaim(id=variant.barcode, product_id=product.id, variant_id=variant.id)
                await claim.insert(session=session)
        for path, name in zip(lineage(product.category), names, strict=True):
            if await Category.find_one({"_id": path}, session=session) is None:
                parent = path.rpartition("/")[0]
                await Category(id=path, name=name, parent=parent).insert(session=session)

    await catalog.documents.transaction(work)
