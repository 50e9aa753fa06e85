"""The formats we read: Shopify's product file, and our own for products, prices, stock and codes."""

from collections.abc import Mapping, Sequence
from typing import Final

from ...shared.errors import Invalid
from ..models import ImportKind
from .columns import Field, Format

OPTIONS: Final = range(1, 6)
ATTRIBUTE: Final = "attribute"

SHOPIFY = Format(
    ImportKind.SHOPIFY,
    "Products, as Shopify exports them",
    "products",
    (
        Field("handle", "Handle", ("url handle",)),
        Field("title", "Title"),
        Field("body", "Body (HTML)", ("body html", "description")),
        Field("vendor", "Vendor"),
        Field("type", "Type", ("product type",)),
        Field("product_category", "Product category"),
        Field("tags", "Tags"),
        Field("published", "Published", ("published on online store",)),
        Field("status", "Status"),
        *(Field(f"option{each}_name", f"Option{each} name") for each in (1, 2, 3)),
        *(Field(f"option{each}_value", f"Option{each} value") for each in (1, 2, 3)),
        Field("sku", "Variant SKU", ("sku",)),
        Field("grams", "Variant grams", ("weight value (grams)",)),
        Field("tracker", "Variant inventory tracker", ("inventory tracker",)),
        Field("quantity", "Variant inventory qty", ("variant inventory quantity", "inventory quantity")),
        Field("policy", "Variant inventory policy", ("continue selling when out of stock",)),
        Field("price", "Variant price", ("price",)),
        Field(
            "compare_at",
            "Variant compare at price",
            ("variant compare-at price", "compare-at price", "compare at price"),
        ),
        Field("requires_shipping", "Variant requires shipping", ("requires shipping",)),
        Field("barcode", "Variant barcode", ("barcode",)),
        Field("image", "Image src", ("product image url",)),
        Field("image_position", "Image position"),
        Field("image_alt", "Image alt text"),
        Field("variant_image", "Variant image", ("variant image url",)),
    ),
    (("handle",), ("title",)),
)
SKU = Field("sku", "SKU", ("variant sku", "article number", "item number", "product code", "artikelnummer"))
PRICED = (
    Field("currency", "Currency"),
    Field("price", "Price", ("regular price", "variant price", "preis")),
    Field("compare_at", "Compare-at price", ("compare at price", "original price", "rrp", "uvp")),
    Field("cost", "Cost", ("cost per item", "cost price", "purchase price")),
)
PRODUCTS = Format(
    ImportKind.PRODUCTS,
    "Products, a row for each variant",
    "products",
    (
        Field("handle", "Handle", ("url handle", "slug")),
        SKU,
        Field("title", "Title", ("name", "product name", "product title")),
        Field("description", "Description", ("body (html)", "long description")),
        Field("vendor", "Vendor", ("brand", "manufacturer")),
        Field("category", "Category", ("category path", "product category")),
        Field("tags", "Tags"),
        Field("status", "Status"),
        Field("shown_from", "Shown from", ("publish from",)),
        Field("shown_until", "Shown until", ("publish until",)),
        Field("type", "Product type"),
        Field("related", "Related products", ("related", "cross-sells")),
        Field("seo_title", "SEO title"),
        Field("seo_description", "SEO description"),
        Field("pictures", "Pictures", ("images", "image src", "product image url")),
        Field("picture_texts", "Picture texts", ("image alt text",)),
        *(
            Field(f"option{each}_{part}", f"Option{each} {part}", (f"option {each} {part}",))
            for each in OPTIONS
            for part in ("name", "value")
        ),
        Field("barcode", "Barcode", ("variant barcode", "ean", "gtin", "upc")),
        *PRICED,
        Field("weight_grams", "Weight (g)", ("weight", "grams", "variant grams", "weight in grams")),
        Field("length", "Length (mm)", ("length",)),
        Field("width", "Width (mm)", ("width",)),
        Field("height", "Height (mm)", ("height",)),
        Field("min_quantity", "Min quantity", ("minimum quantity",)),
        Field("max_quantity", "Max quantity", ("maximum quantity",)),
        Field("step", "Step", ("quantity step",)),
        Field("position", "Position"),
        Field("tax_class", "Tax class"),
        Field("requires_shipping", "Requires shipping"),
        Field("backorder", "Back-order", ("backorder",)),
        Field("imported_quantity", "On hand", ("quantity", "stock", "inventory quantity")),
        Field("variant_picture", "Variant picture", ("variant image", "variant image url")),
    ),
    (("sku",),),
    open_ended=ATTRIBUTE,
)
PRICES = Format(
    ImportKind.PRICES,
    "Prices by SKU",
    "prices",
    (
        SKU,
        *PRICED,
        Field("price_list", "Price list"),
        Field("min_quantity", "Min quantity", ("minimum quantity", "from quantity")),
        Field("sale_price", "Sale price", ("special price",)),
        Field("sale_starts", "Sale starts", ("sale from",)),
        Field("sale_ends", "Sale ends", ("sale until", "sale to")),
    ),
    (("sku",), ("price", "compare_at", "cost", "sale_price")),
)
FIGURES = (
    Field("on_hand", "On hand", ("quantity", "stock", "qty", "inventory quantity")),
    Field("damaged", "Damaged", ("defective",)),
    Field("safety_stock", "Safety stock", ("buffer stock",)),
    Field("beyond", "Sold beyond", ("back-order limit", "backorder limit")),
    Field("until", "Sold beyond until"),
    Field("due_on", "Expected on", ("expected", "due on")),
    Field("preorder", "Pre-order", ("preorder",)),
    Field("low_units", "Low at", ("reorder point", "low stock threshold")),
    Field("low_days", "Cover days", ("days of cover",)),
    Field("pack", "Pack", ("pack size",)),
)
STOCK = Format(
    ImportKind.STOCK,
    "Stock by SKU and location",
    "stock levels",
    (SKU, Field("location", "Location", ("location code", "warehouse")), *FIGURES),
    (("sku",), tuple(figure.name for figure in FIGURES)),
)
CODES = Format(
    ImportKind.CODES,
    "Coupon codes of promotions",
    "codes",
    (
        Field("code", "Code", ("coupon code", "discount code")),
        Field("promotion", "Promotion"),
        Field("disabled", "Disabled"),
        Field("batch", "Batch"),
    ),
    (("code",), ("promotion",)),
)
FORMATS: Final[Mapping[ImportKind, Format]] = {
    each.kind: each for each in (PRICES, STOCK, CODES, PRODUCTS, SHOPIFY)
}  # of two that know equally many columns the first is meant


def likely(header: Sequence[str], mapping: Mapping[str, str] | None = None) -> ImportKind | None:
    """The format that knows most of these columns, among those that find all they need; None where there is none."""
    fitting = {
        kind: sum(map(bool, columns))
        for kind, format in FORMATS.items()
        if (columns := _said(format, header, mapping or {})) and not format.lacking(columns)
    }
    return max(fitting, key=lambda kind: fitting[kind], default=None)


def mapped(header: Sequence[str], format: Format, mapping: Mapping[str, str]) -> tuple[str, ...]:
    """The columns as recognised, but for those that the mapping names: field → column. Invalid for no field of ours."""
    for field in mapping:
        if not format.field_called(field):
            raise Invalid(f"There is no field “{field}”. There are {', '.join(each.label for each in format.fields)}.")
    return _said(format, header, mapping)


def check_there(header: Sequence[str], mapping: Mapping[str, str]) -> None:
    """Invalid for a column that the file does not have."""
    there = {" ".join(cell.split()).casefold() for cell in header}
    for column in mapping.values():
        if " ".join(column.split()).casefold() not in there:
            raise Invalid(f"The file has no column “{column}”. It has {', '.join(header)}.")


def _said(format: Format, header: Sequence[str], mapping: Mapping[str, str]) -> tuple[str, ...]:
    """Nothing where a field or a column of the mapping is none."""
    places = {" ".join(cell.split()).casefold(): place for place, cell in enumerate(header)}
    said = {
        places.get(" ".join(column.split()).casefold()): format.field_called(field) for field, column in mapping.items()
    }
    if None in said or "" in said.values():
        return ()
    taken = set(said.values())
    recognised = (name if name not in taken else "" for name in format.recognised(header))
    return tuple(said.get(place) or name for place, name in enumerate(recognised))
