"""The columns we read, by all the names Shopify's exports have given them. Others are ignored."""

from collections.abc import Sequence

COLUMNS = {
    "handle": ("handle", "url handle"),
    "title": ("title",),
    "body": ("body (html)", "body html", "description"),
    "vendor": ("vendor",),
    "type": ("type", "product type"),
    "product_category": ("product category",),
    "tags": ("tags",),
    "published": ("published", "published on online store"),
    "status": ("status",),
    "option1_name": ("option1 name",),
    "option1_value": ("option1 value",),
    "option2_name": ("option2 name",),
    "option2_value": ("option2 value",),
    "option3_name": ("option3 name",),
    "option3_value": ("option3 value",),
    "sku": ("variant sku", "sku"),
    "grams": ("variant grams", "weight value (grams)"),
    "tracker": ("variant inventory tracker", "inventory tracker"),
    "quantity": ("variant inventory qty", "variant inventory quantity", "inventory quantity"),
    "policy": ("variant inventory policy", "continue selling when out of stock"),
    "price": ("variant price", "price"),
    "compare_at": ("variant compare at price", "variant compare-at price", "compare-at price", "compare at price"),
    "requires_shipping": ("variant requires shipping", "requires shipping"),
    "barcode": ("variant barcode", "barcode"),
    "image": ("image src", "product image url"),
    "image_position": ("image position",),
    "image_alt": ("image alt text",),
    "variant_image": ("variant image", "variant image url"),
}
NAMES = {alias: name for name, aliases in COLUMNS.items() for alias in aliases}
NEEDED = {"handle": "Handle", "title": "Title"}


def recognised(header: Sequence[str]) -> tuple[str, ...]:
    """Our name for each column of the file; empty for one we do not read and for a second one of the same kind."""
    names: list[str] = []
    for cell in header:
        name = NAMES.get(" ".join(cell.split()).casefold(), "")
        names.append("" if name in names else name)
    return tuple(names)
