"""Products as a file: a row for each variant, what is said of the product on its first one."""

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Final
from uuid import UUID

from ...shared.spreadsheets import coded, csv_head
from ..categories.branches import all_categories
from ..categories.tree import lineage
from ..importing.formats import ATTRIBUTE, OPTIONS, PRODUCTS
from ..importing.own import category_names
from ..importing.own_gallery import picture_address
from ..models import Product, Variant
from ..products.attributes import typed_values
from ..products.kinds import product_types
from ..products.queries import slugs_of
from ..slugs import slugify
from . import written
from .written import amount, moment, yes_or_no

NOT_WRITTEN: Final = {"imported_quantity"}  # the stock is a file of its own
Cells = dict[str, str]


async def export_products() -> AsyncIterator[str]:
    """In constant memory: the products pass through, only the names of categories and attributes are held."""
    fields = [field for field in PRODUCTS.fields if field.name not in NOT_WRITTEN]
    keys = dict.fromkeys(spec.key for kind in await product_types() for spec in kind.attributes)
    names = [*(field.name for field in fields), *(f"{ATTRIBUTE}:{key}" for key in keys)]
    branches = {each.path: each.name for each in await all_categories()}
    yield csv_head([*(field.label for field in fields), *(f"Attribute: {key}" for key in keys)])
    async for products in written.every_product():
        addresses = await slugs_of({each for product in products for each in product.related})
        yield written.lines(names, (row for product in products for row in _rows(product, branches, addresses)))


def _rows(product: Product, branches: Mapping[str, str], addresses: Mapping[UUID, str]) -> Iterator[Cells]:
    for place, variant in enumerate(product.variants):
        about = _product(product, branches, addresses) if place == 0 else {}
        yield {"handle": product.slug} | about | _variant(product, variant)


def _product(product: Product, branches: Mapping[str, str], addresses: Mapping[UUID, str]) -> Cells:
    pictures = [(picture_address(each), each.alt) for each in product.pictures if each.problem is None]
    pictures = [(address, alt) for address, alt in pictures if address and len(address.split()) == 1]
    attributes = {f"{ATTRIBUTE}:{key}": ", ".join(typed_values(each)) for key, each in product.attributes.items()}
    return attributes | {
        "title": product.title,
        "description": product.description,
        "vendor": product.vendor,
        "category": _category(product.category, branches),
        "tags": ", ".join(product.tags),
        "status": product.status.value,
        "shown_from": moment(product.shown_from),
        "shown_until": moment(product.shown_until),
        "type": product.type,
        "related": ", ".join(addresses[each] for each in product.related if each in addresses),
        "seo_title": product.seo_title,
        "seo_description": product.seo_description,
        "pictures": "\n".join(address for address, _ in pictures),
        "picture_texts": "\n".join(alt.replace("\n", " ") for _, alt in pictures).rstrip("\n"),
    }


def _category(path: str, branches: Mapping[str, str]) -> str:
    """By its names, where these lead to it; else by its path."""
    text = " > ".join(branches.get(each, "") for each in lineage(path))
    return text if "/".join(map(slugify, category_names(text))) == path and "/" not in text else path


def _variant(product: Product, variant: Variant) -> Cells:
    own = next((each for each in product.pictures if each.id == variant.picture_id), None)
    return (
        _options(product, variant)
        | _size(variant)
        | {
            "sku": coded(variant.sku),
            "barcode": coded(variant.barcode or ""),
            "currency": variant.price.currency,
            "price": amount(variant.price),
            "compare_at": amount(variant.compare_at),
            "cost": amount(variant.cost),
            "weight_grams": str(variant.weight_grams),
            "min_quantity": str(variant.min_quantity),
            "max_quantity": str(variant.max_quantity or ""),
            "step": str(variant.step),
            "position": str(variant.position + 1),
            "tax_class": variant.tax_class,
            "requires_shipping": yes_or_no(variant.requires_shipping),
            "backorder": yes_or_no(variant.backorder),
            "variant_picture": picture_address(own) if own else "",
        }
    )


def _options(product: Product, variant: Variant) -> Cells:
    names = [*(option.name for option in product.options), *variant.options]
    return {
        f"option{place}_{part}": text
        for place, name in zip(OPTIONS, dict.fromkeys(names), strict=False)
        for part, text in (("name", name), ("value", variant.options.get(name, "")))
    }


def _size(variant: Variant) -> Cells:
    size = variant.dimensions
    return {name: str(getattr(size, name)) if size else "" for name in ("length", "width", "height")}
