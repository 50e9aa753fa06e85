"""What staff say of a product: made, described, copied. Each verb is one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared.errors import Invalid
from ...shared.ids import new_id
from ...shared.money import Money
from ..categories.branches import rely_on
from ..codes import LONGEST_SKU, derived_skus, sku_problem, tidy_sku
from ..importing.descriptions import sanitised
from ..models import Product, ProductStatus, ProductType, SlugClaim, Variant
from ..models.product import LONGEST_TITLE, LONGEST_VENDOR, MOST_RELATED, MOST_TAGS
from ..slugs import slugify
from .attributes import read_attributes
from .called import products_called
from .editing import add_product, change_product, check_regular
from .queries import find_product
from .recoding import sku_is_known

LONGEST: Final = {"title": LONGEST_TITLE, "vendor": LONGEST_VENDOR, "seo_title": 120, "seo_description": 320}
LONGEST_DESCRIPTION: Final = 100_000


@dataclass(frozen=True)
class ProductDetails:
    """As typed: `description` is HTML that is cut down to harmless tags, `related` are SKUs or addresses of products,
    `attributes` the values of each by its key. Without a `slug` the title makes one."""

    title: str
    slug: str = ""
    description: str = ""
    vendor: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    status: ProductStatus = ProductStatus.DRAFT
    shown_from: datetime | None = None
    shown_until: datetime | None = None
    type: str = ""
    attributes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    related: tuple[str, ...] = ()
    seo_title: str = ""
    seo_description: str = ""


async def create_product(details: ProductDetails, *, sku: str, price: Money, actor: str = "") -> Product:
    """With one variant; more come with its options. Invalid names every field that cannot be."""
    sku = tidy_sku(sku)
    _check(details)
    check_regular(price, price.currency)
    if told := sku_problem(sku):
        raise Invalid(told, {"sku": told})
    variant = Variant(sku=sku, price=price)

    async def make(session: AsyncClientSession) -> Product:
        if await sku_is_known(session, sku):
            told = "This SKU belongs to another product."
            raise Invalid(told, {"sku": told})
        product = Product(slug="", title="", currency=price.currency, variants=[variant])
        await _describe(session, product, details)
        return product

    return await add_product(make, actor=actor)


async def edit_product(product_id: UUID, details: ProductDetails, *, revision: UUID | None, actor: str = "") -> Product:
    """Conflict when somebody has changed it since `revision`. Its former addresses lead to the new one."""
    _check(details)

    async def change(session: AsyncClientSession, product: Product) -> None:
        await _describe(session, product, details)

    return await change_product(product_id, revision, change, actor=actor)


async def duplicate_product(product_id: UUID, *, actor: str = "") -> Product:
    """A draft of its own with codes of its own; what the original earned (sales, reviews, barcodes) stays with it."""
    original = await find_product(product_id)
    title = f"{original.title} (copy)"[: LONGEST["title"]]

    async def make(session: AsyncClientSession) -> Product:
        copy = Product(
            slug=await _free_slug(session, title),
            title=title,
            currency=original.currency,
            variants=[],
            **original.model_copy(deep=True).model_dump(include=COPIED),
        )
        copy.options = [option.model_copy(deep=True) for option in original.options]
        copy.pictures = [picture.model_copy(deep=True) for picture in original.pictures]
        copy.variants = [await _copied(session, copy, variant) for variant in original.variants]
        if copy.category:
            await rely_on(session, copy.category)
        return copy

    return await add_product(make, actor=actor)


COPIED: Final = {
    "description", "vendor", "category", "tags", "type", "attributes", "related", "seo_title", "seo_description",
}  # fmt: skip


async def _copied(session: AsyncClientSession, copy: Product, variant: Variant) -> Variant:
    wanted = f"{variant.sku}-COPY"[:LONGEST_SKU]
    derived = derived_skus(wanted, copy.slug, tuple(variant.options.values()))
    for sku in (wanted, *derived):
        if not await sku_is_known(session, sku):
            fresh = {"id": new_id(), "sku": sku, "barcode": None, "imported_quantity": None, "backorder": False}
            return variant.model_copy(update=fresh | {"trail": [], "sales": []}, deep=True)
    raise Invalid(f"No SKU is free for a copy of {variant.sku}.")


async def _free_slug(session: AsyncClientSession, title: str) -> str:
    slug = slugify(title)
    for wanted in (slug, *(f"{slug}-{number}" for number in range(2, 30))):
        if await SlugClaim.find_one({"_id": wanted}, session=session) is None:
            return wanted
    return f"{slug}-{new_id().hex[-8:]}"


async def _describe(session: AsyncClientSession, product: Product, details: ProductDetails) -> None:
    product.title, product.vendor = details.title, details.vendor
    product.slug = slugify(details.slug) or product.slug or await _free_slug(session, details.title)
    product.description = sanitised(details.description)
    if details.category and details.category != product.category:
        await rely_on(session, details.category)
    product.category, product.tags = details.category, list(dict.fromkeys(details.tags))
    product.show_between(details.shown_from, details.shown_until)
    product.seo_title, product.seo_description = details.seo_title, details.seo_description
    await _answer(session, product, details)
    product.related = await _related(session, product, details.related)
    product.become(details.status)


async def _answer(session: AsyncClientSession, product: Product, details: ProductDetails) -> None:
    kind = await ProductType.find_one({"_id": details.type}, session=session) if details.type else None
    if details.type and kind is None:
        raise Invalid("There is no such product type.", {"type": "Choose a product type that exists."})
    if kind is not None:
        complete = details.status is ProductStatus.ACTIVE
        known = {spec.key for spec in kind.attributes}
        kept = {key: answer for key, answer in product.attributes.items() if key not in known}
        product.attributes = kept | read_attributes(kind, details.attributes, complete=complete)
    product.type = details.type


async def _related(session: AsyncClientSession, product: Product, named: Sequence[str]) -> list[UUID]:
    found: list[UUID] = []
    for name, product_id in (await products_called(named, session)).items():
        if product_id is None:
            told = f"We know no product with the SKU or address “{name}”."
            raise Invalid(told, {"related": told})
        found.append(product_id)
    return [each for each in dict.fromkeys(found) if each != product.id]


def _check(details: ProductDetails) -> None:
    wrong = {
        name: f"At most {most} characters fit here."
        for name, most in LONGEST.items()
        if len(getattr(details, name)) > most
    }
    if not slugify(details.title):
        wrong["title"] = "Give a title with letters or digits."
    if details.slug and not slugify(details.slug):
        wrong["slug"] = "Give an address with letters or digits."
    if len(details.description) > LONGEST_DESCRIPTION:
        wrong["description"] = f"At most {LONGEST_DESCRIPTION} characters fit here."
    if len(details.tags) > MOST_TAGS:
        wrong["tags"] = f"At most {MOST_TAGS} tags."
    if len(details.related) > MOST_RELATED:
        wrong["related"] = f"At most {MOST_RELATED} products."
    if details.shown_from and details.shown_until and details.shown_until <= details.shown_from:
        wrong["shown_until"] = "It must end after it begins."
    if wrong:
        raise Invalid("Some of this cannot be saved as it is.", wrong)
