"""Rows of a sheet → entries, one product after the other."""

from collections.abc import Iterator

from ..categories.shape import LONGEST_PATH
from ..categories.tree import category_path
from ..models import ProductStatus
from ..models.product import LONGEST_TITLE, LONGEST_VENDOR, MOST_TAGS
from ..options import plain_option_name
from ..slugs import slugify
from .descriptions import sanitised
from .entries import Branch, PictureEntry, ProductEntry, VariantEntry
from .sheet import Row, Sheet
from .values import BadCell, code, grams, price, whole, yes

MOST_ROWS = 2_500
VARIANT_COLUMNS = ("sku", "price", "quantity", "barcode", "option1_value", "option2_value", "option3_value")


def entries(sheet: Sheet, currency: str) -> Iterator[ProductEntry]:
    """A product is a stretch of rows with one handle; rows that belong to none make an entry without a slug."""
    seen: set[int] = set()
    for rows in _stretches(sheet):
        slug = slugify(rows[0].handle)
        # A number for each handle, not its text: a long file has many.
        entry = ProductEntry(rows[0].handle, slug, rows[0].line, continued=hash(slug) in seen)
        seen.add(hash(slug))
        _read_into(entry, rows, sheet, currency)
        yield entry


def _stretches(sheet: Sheet) -> Iterator[list[Row]]:
    stretch: list[Row] = []
    for row in sheet.rows():
        if stretch and (row.handle != stretch[0].handle or len(stretch) == MOST_ROWS):
            yield stretch
            stretch = []
        stretch.append(row)
    if stretch:
        yield stretch


def _read_into(entry: ProductEntry, rows: list[Row], sheet: Sheet, currency: str) -> None:
    for row in rows:
        entry.report.skus[row.line] = row["sku"].removeprefix("'")
        if row.problem or not entry.slug:
            entry.report.bad[row.line] = row.problem or "The Handle is missing or has no letters or figures."
    if not entry.slug:
        return
    if not entry.continued:
        _read_product(entry, rows[0], sheet)
    entry.option_names = _option_names(rows)
    for row in rows:
        _read_row(entry, row, sheet, currency)


def _read_product(entry: ProductEntry, row: Row, sheet: Sheet) -> None:
    def said(column: str) -> str | None:
        return row[column] if sheet.has(column) else None

    entry.title = row["title"] or None
    if entry.title and len(entry.title) > LONGEST_TITLE:
        entry.title = entry.title[:LONGEST_TITLE].rstrip()
        entry.report.note(row.line, f"The title was cut to {LONGEST_TITLE} characters.")
    body = said("body")
    entry.description = None if body is None else sanitised(body)
    vendor = said("vendor")
    entry.vendor = None if vendor is None else vendor[:LONGEST_VENDOR].rstrip()
    tags = said("tags")
    entry.tags = None if tags is None else _tags(tags)
    entry.category = _category(entry, row, sheet)
    entry.status = _status(entry, row, sheet)


def _tags(text: str) -> list[str]:
    once: dict[str, str] = {}
    for tag in (tag.strip()[:100] for tag in text.split(",")):
        once.setdefault(tag.casefold(), tag)
    once.pop("", None)
    return list(once.values())[:MOST_TAGS]


def _category(entry: ProductEntry, row: Row, sheet: Sheet) -> Branch | None:
    """From the department down. `Kitchen/Knives` and `Kitchen > Knives` are two levels."""
    if not (sheet.has("type") or sheet.has("product_category")):
        return None
    text = row["type"].replace(">", "/") if row["type"] else row["product_category"].replace("/", " ").replace(">", "/")
    names = [" ".join(name.split())[:100] for name in text.split("/")]
    names = [name[:1].upper() + name[1:] for name in names if slugify(name)]
    branch = tuple((category_path(names[: depth + 1]), name) for depth, name in enumerate(names))
    kept = tuple(each for each in branch if len(each[0]) <= LONGEST_PATH)
    if len(kept) < len(branch):
        entry.report.note(row.line, f"The category was cut to {LONGEST_PATH} characters.")
    return kept


def _status(entry: ProductEntry, row: Row, sheet: Sheet) -> ProductStatus | None:
    hidden = sheet.has("published") and row["published"] != "" and not yes(row["published"])
    if row["status"]:
        try:
            status = ProductStatus(row["status"].casefold())
        except ValueError:
            entry.report.note(row.line, f"“{row['status']}” is no status; the product stays a draft.")
            return ProductStatus.DRAFT
        return ProductStatus.DRAFT if status is ProductStatus.ACTIVE and hidden else status
    if sheet.has("published"):
        return ProductStatus.ACTIVE if yes(row["published"]) else ProductStatus.DRAFT
    return None


def _option_names(rows: list[Row]) -> tuple[str, ...]:
    """As far as the first row that names any goes; `Title: Default Title` is how a product without options looks."""
    for row in rows:
        names = [row[f"option{number}_name"] for number in (1, 2, 3)]
        if any(names):
            plain = [plain_option_name(name)[:100] for name in names]
            used = [name or f"Option {number}" for number, name in enumerate(plain, 1)]
            return tuple(f"{name} {place + 1}" if name in used[:place] else name for place, name in enumerate(used))
    return ()


def _read_row(entry: ProductEntry, row: Row, sheet: Sheet, currency: str) -> None:
    if row.line in entry.report.bad:
        return
    if row["image"]:
        entry.pictures.append(PictureEntry(row.line, row["image"], row["image_alt"][:500], _position(row)))
    if any(row[column] for column in VARIANT_COLUMNS):
        try:
            entry.variants.append(_variant(entry, row, sheet, currency))
        except BadCell as bad:
            entry.report.bad[row.line] = str(bad)
    elif not row["image"] and row.line != entry.line:
        entry.report.bad[row.line] = "This row names neither a variant nor a picture."


def _position(row: Row) -> int | None:
    return int(row["image_position"]) if row["image_position"].isdecimal() else None


def _variant(entry: ProductEntry, row: Row, sheet: Sheet, currency: str) -> VariantEntry:
    compare_at = price(row["compare_at"], currency, "Compare-at price") if row["compare_at"] else None
    asked = price(row["price"], currency, "Price") if row["price"] else None
    if asked is not None and asked.amount == 0:
        entry.report.note(row.line, "This variant costs nothing.")
    return VariantEntry(
        line=row.line,
        sku=code(row["sku"], "SKU"),
        values=_values(entry, row),
        price=asked,
        has_compare_at=sheet.has("compare_at"),
        compare_at=compare_at,
        barcode=code(row["barcode"], "barcode") if sheet.has("barcode") else None,
        grams=grams(row["grams"]) if row["grams"] else None,
        quantity=_quantity(entry, row),
        backorder=_backorder(row, sheet),
        requires_shipping=yes(row["requires_shipping"]) if row["requires_shipping"] else None,
        picture=row["variant_image"],
    )


def _values(entry: ProductEntry, row: Row) -> tuple[str, ...]:
    values = [row[f"option{number}_value"][:100] for number in (1, 2, 3)]
    titled = not entry.option_names or entry.option_names[0].casefold() == "title"
    if titled and [value.casefold() for value in values] == ["default title", "", ""]:
        return ()
    while values and not values[-1]:
        values.pop()
    return tuple(values)


def _quantity(entry: ProductEntry, row: Row) -> int | None:
    if not row["quantity"]:
        return None
    quantity = whole(row["quantity"], "Quantity")
    if quantity < 0:
        entry.report.note(row.line, f"The quantity {quantity} was taken as 0.")
    return max(quantity, 0)


def _backorder(row: Row, sheet: Sheet) -> bool | None:
    """Shopify sells without counting what has no tracker; here that is selling on back-order."""
    untracked = sheet.has("tracker") and not row["tracker"]
    if not untracked and not sheet.has("policy"):
        return None
    return untracked or row["policy"].casefold() in ("continue", "true", "yes")
