"""A product as its forms show it, field by field, and what filled-in forms mean."""

import re
from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

from litestar.datastructures import FormMultiDict

from app.admin import forms, moments
from app.admin.forms import Fields
from app.forms import UNPRINTABLE
from app.requests import Request
from domains import catalog
from domains.shared.errors import Invalid

LONGEST: Final = 120_000
ATTRIBUTE: Final = "attribute-"
OPTIONS: Final = 5
ROW: Final = ("option", "values")
LABELS: Final = {
    "title": "Title", "slug": "Address", "description": "Description", "vendor": "Made by", "category": "Category",
    "tags": "Tags", "status": "Status", "shown_from": "Shown from", "shown_until": "Shown until",
    "type": "Product type", "related": "Related products", "seo_title": "Title for search engines",
    "seo_description": "Description for search engines",
}  # fmt: skip
VARIANT_LABELS: Final = {
    "sku": "SKU", "barcode": "Barcode", "weight_grams": "Weight", "dimensions": "Dimensions",
    "min_quantity": "Smallest quantity", "max_quantity": "Largest quantity", "step": "Steps of", "position": "Place",
    "picture_id": "Picture", "requires_shipping": "Is sent", "tax_class": "Tax class",
}  # fmt: skip


async def typed(request: Request) -> Fields:
    """Every field as trimmed text, long ones too; several values of one name are lines of it."""
    form: FormMultiDict = await request.form()
    return {name: "\n".join(_tidy(value) for value in form.getall(name) if isinstance(value, str)) for name in form}


def described(product: catalog.Product, related: Sequence[catalog.Product]) -> Fields:
    return {
        "title": product.title,
        "slug": product.slug,
        "description": product.description,
        "vendor": product.vendor,
        "category": product.category,
        "tags": ", ".join(product.tags),
        "status": product.status.value,
        "shown_from": moments.shown(product.shown_from),
        "shown_until": moments.shown(product.shown_until),
        "type": product.type,
        "related": "\n".join(each.slug for each in related),
        "seo_title": product.seo_title,
        "seo_description": product.seo_description,
        **{f"{ATTRIBUTE}{key}": "\n".join(catalog.typed_values(value)) for key, value in product.attributes.items()},
    }


def labels(kind: catalog.ProductType | None) -> Fields:
    return LABELS | {f"{ATTRIBUTE}{spec.key}": spec.name for spec in (kind.attributes if kind else ())}


def details(fields: Fields) -> catalog.ProductDetails:
    status = forms.choice(catalog.ProductStatus, fields.get("status", ""))
    return catalog.ProductDetails(
        title=" ".join(fields.get("title", "").split()),
        slug=fields.get("slug", ""),
        description=fields.get("description", ""),
        vendor=fields.get("vendor", ""),
        category=fields.get("category", ""),
        tags=tuple(_listed(fields.get("tags", ""))),
        status=status or catalog.ProductStatus.DRAFT,
        shown_from=moments.read(fields, "shown_from"),
        shown_until=moments.read(fields, "shown_until"),
        type=fields.get("type", ""),
        attributes={
            name.removeprefix(ATTRIBUTE): value.splitlines()
            for name, value in fields.items()
            if name.startswith(ATTRIBUTE)
        },
        related=tuple(_listed(fields.get("related", ""))),
        seo_title=fields.get("seo_title", ""),
        seo_description=fields.get("seo_description", ""),
    )


def varied(product: catalog.Product) -> Fields:
    return {f"{name}-{variant.id}": value for variant in product.variants for name, value in _variant(variant).items()}


def variant_labels(product: catalog.Product) -> Fields:
    return {
        f"{name}-{variant.id}": f"{variant.name or variant.sku}: {label}"
        for variant in product.variants
        for name, label in VARIANT_LABELS.items()
    }


def worded(product: catalog.Product) -> Callable[[str, str], str]:
    """Which picture a key means, for people."""
    seen = numbered(product)
    return lambda name, value: seen.get(value, value)


def numbered(product: catalog.Product) -> dict[str, str]:
    """By its key, each picture as people call it."""
    return {
        str(each.id): f"Picture {place}: {each.alt or each.source}" for place, each in enumerate(product.pictures, 1)
    }


def variants(product: catalog.Product, fields: Fields) -> dict[UUID, catalog.VariantDetails]:
    return {variant.id: _read_variant(str(variant.id), fields) for variant in product.variants}


def options(fields: Fields) -> list[catalog.Option]:
    """The rows in which something is typed, in their order."""
    rows = [(fields.get(f"option-{row}", ""), _listed(fields.get(f"values-{row}", ""))) for row in range(OPTIONS)]
    return [catalog.Option(name=name, values=values) for name, values in rows if name or values]


def optional(product: catalog.Product) -> Fields:
    """The rows of its options, and one that is empty; the price of what is added is of the deed, not of the product."""
    rows = [*((option.name, ", ".join(option.values)) for option in product.options), ("", "")][:OPTIONS]
    return {f"{name}-{row}": value for row, pair in enumerate(rows) for name, value in zip(ROW, pair, strict=True)}


def option_labels(fields: Fields) -> Fields:
    told = {f"option-{row}": f"Option {row + 1}" for row in range(OPTIONS)}
    values = {f"values-{row}": f"Values of option {row + 1}" for row in range(OPTIONS)}
    return {name: label for name, label in (told | values).items() if name in fields}


def _variant(variant: catalog.Variant) -> Fields:
    size = variant.dimensions
    return {
        "sku": variant.sku,
        "barcode": variant.barcode or "",
        "weight_grams": str(variant.weight_grams),
        "dimensions": f"{size.length} × {size.width} × {size.height}" if size else "",
        "min_quantity": str(variant.min_quantity),
        "max_quantity": str(variant.max_quantity or ""),
        "step": str(variant.step),
        "position": str(variant.position + 1),
        "picture_id": str(variant.picture_id or ""),
        "requires_shipping": "yes" if variant.requires_shipping else "",
        "tax_class": variant.tax_class,
    }


def _read_variant(key: str, fields: Fields) -> catalog.VariantDetails:
    def number(name: str, otherwise: int) -> int:
        value = fields.get(f"{name}-{key}", "")
        return forms.whole_number(value, f"{name}-{key}") if value else otherwise

    picture, most = fields.get(f"picture_id-{key}", ""), fields.get(f"max_quantity-{key}", "")
    return catalog.VariantDetails(
        sku=fields.get(f"sku-{key}"),
        barcode=fields.get(f"barcode-{key}", "") or None,
        weight_grams=number("weight_grams", 0),
        dimensions=_dimensions(fields.get(f"dimensions-{key}", ""), f"dimensions-{key}"),
        min_quantity=number("min_quantity", 1),
        max_quantity=number("max_quantity", 1) if most else None,
        step=number("step", 1),
        position=max(number("position", 1) - 1, 0),
        picture_id=forms.identity(picture) if picture else None,
        requires_shipping=fields.get(f"requires_shipping-{key}", "") == "yes",
        tax_class=fields.get(f"tax_class-{key}", "") or "standard",
    )


def _dimensions(value: str, name: str) -> catalog.Dimensions | None:
    if not value:
        return None
    found = re.fullmatch(r"([0-9]{1,6})\s*[x×*]\s*([0-9]{1,6})\s*[x×*]\s*([0-9]{1,6})", value)
    if not found:
        told = "Give length × width × height in millimetres, such as 300 × 200 × 150."
        raise Invalid(told, {name: told})
    length, width, height = map(int, found.groups())
    return catalog.Dimensions(length=length, width=width, height=height)


def _listed(value: str) -> list[str]:
    """What stands between commas or on lines of its own."""
    return [part for part in (" ".join(each.split()) for each in re.split(r"[,\n]", value)) if part]


def _tidy(value: str) -> str:
    return UNPRINTABLE.sub("", value[:LONGEST].replace("\r\n", "\n")).strip()
