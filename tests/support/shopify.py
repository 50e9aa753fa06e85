"""Product files as Shopify writes them, row by row, and the way in."""

import csv
import io
from typing import Any

from domains import catalog

HEADER = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name", "Option1 Value",
    "Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value", "Variant SKU", "Variant Grams",
    "Variant Inventory Tracker", "Variant Inventory Qty", "Variant Inventory Policy", "Variant Price",
    "Variant Compare At Price", "Variant Requires Shipping", "Variant Barcode", "Image Src", "Image Position",
    "Image Alt Text", "Gift Card", "Variant Image", "Variant Weight Unit", "Status",
)  # fmt: skip
SHORT = {
    "body": "Body (HTML)", "size": "Option1 Value", "colour": "Option2 Value", "sku": "Variant SKU",
    "grams": "Variant Grams", "quantity": "Variant Inventory Qty", "policy": "Variant Inventory Policy",
    "price": "Variant Price", "compare_at": "Variant Compare At Price", "barcode": "Variant Barcode",
    "image": "Image Src", "position": "Image Position", "alt": "Image Alt Text", "variant_image": "Variant Image",
    "tracker": "Variant Inventory Tracker", "shipping": "Variant Requires Shipping",
}  # fmt: skip
Row = dict[str, str]


def first(handle: str = "mug", title: str = "Mug", **cells: Any) -> Row:
    """A product's first row: what every export fills in, and what the test says."""
    usual = {"Published": "true", "price": "12.50", "sku": handle.upper(), "quantity": "5", "tracker": "shopify"}
    usual |= {"policy": "deny", "shipping": "true", "Gift Card": "false"}
    if "size" in cells:
        usual["Option1 Name"] = "Size"
    if "colour" in cells:
        usual["Option2 Name"] = "Colour"
    return _row(handle, usual | {"Title": title} | cells)


def more(handle: str = "mug", **cells: Any) -> Row:
    """A further variant of the product above."""
    usual = {"price": "12.50", "quantity": "5", "tracker": "shopify", "policy": "deny", "shipping": "true"}
    return _row(handle, usual | cells)


def picture(handle: str = "mug", *, image: str, **cells: Any) -> Row:
    """A row that only adds a picture."""
    return _row(handle, {"image": image} | cells)


def csv_of(*rows: Row, without: tuple[str, ...] = ()) -> bytes:
    out = io.StringIO()
    columns = [column for column in HEADER if column not in without]
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


async def bring(data: bytes, *, dry_run: bool = False, **more: Any) -> catalog.Import:
    """Upload and run, as the command does; with its whole report."""
    uploaded = await catalog.upload_import("products.csv", data, currency="EUR", background=False, dry_run=dry_run)
    await catalog.run_import(uploaded.id, **more)
    return await catalog.find_import(uploaded.id, rows=1_000_000)


async def recorded() -> list[tuple[str, str]]:
    """The facts in the outbox: kind and payload, oldest first."""
    letters = catalog.documents.database["outbox"].find({})
    return [(letter["kind"], letter["payload"]) for letter in sorted(await letters.to_list(), key=lambda x: x["_id"])]


async def stored() -> dict[str, list[dict[str, Any]]]:
    """Everything the catalogue keeps of products: to show that nothing changed."""
    names = ("products", "categories", "sku_claims", "barcode_claims", "slug_claims", "outbox")
    found = {name: await catalog.documents.database[name].find({}).to_list() for name in names}
    return {name: sorted(documents, key=lambda each: str(each["_id"])) for name, documents in found.items()}


def _row(handle: str, cells: dict[str, Any]) -> Row:
    return {"Handle": handle} | {SHORT.get(name, name): str(value) for name, value in cells.items()}
