"""Cells of our own formats: empty leaves what is there, `[clear]` empties it, everything else is read strictly."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from ...shared.errors import Invalid
from ...shared.money import Money, exponent
from ..codes import barcode_problem
from ..models import ProductStatus
from ..models.product import LONGEST_TITLE, LONGEST_VENDOR, MOST_RELATED, MOST_TAGS
from ..products.matrix import HEAVIEST, MOST_OF_ONE, TAX_CLASSES
from .descriptions import sanitised
from .sheet import Row, Sheet
from .values import BadCell, code, price, whole

CLEAR: Final = "[clear]"
NEVER: Final = object()  # cannot be cleared
COMMA: Final = re.compile(r"[0-9]+,[0-9]{1,2}")
Reader = Callable[[str, str, str], Any]  # text, heading, currency


@dataclass(frozen=True)
class Cell:
    """How a field is read, and what is there when it is cleared."""

    read: Reader
    cleared: Any = NEVER


@dataclass(frozen=True)
class Cells:
    """A row's cells by their fields, each problem kept with the name of its column."""

    row: Row
    sheet: Sheet
    currency: str
    problems: list[str]

    def said(self, fields: Mapping[str, Cell]) -> Iterator[tuple[str, Any]]:
        """Field and value, of those that say something and can be read."""
        for name, cell in fields.items():
            text, heading = self.row[name], self.sheet.heading(name)
            try:
                if cleared(text):
                    yield name, clearing(cell, heading)
                elif text:
                    yield name, cell.read(text, heading, self.currency)
            except BadCell as bad:
                self.problems.append(str(bad))


def currency_of(row: Row, sheet: Sheet, otherwise: str) -> str:
    """The row's own, else the file's."""
    if not row["currency"]:
        return otherwise
    try:
        exponent(row["currency"].upper())
    except Invalid as refused:
        raise BadCell(f"{sheet.heading('currency')}: {refused.message}") from None
    return row["currency"].upper()


def cleared(text: str) -> bool:
    return text.casefold() == CLEAR


def clearing(cell: Cell, heading: str) -> Any:
    if cell.cleared is NEVER:
        raise BadCell(f"{heading}: this cannot be cleared.")
    return cell.cleared


def words(most: int) -> Reader:
    def read(text: str, heading: str, _: str) -> str:
        if len(text) > most:
            raise BadCell(f"{heading}: at most {most} characters fit here.")
        return text

    return read


def html(text: str, heading: str, _: str) -> str:
    return sanitised(words(100_000)(text, heading, ""))


def tags(text: str, heading: str, _: str) -> list[str]:
    found = listed(text)
    if len(found) > MOST_TAGS or any(len(tag) > 100 for tag in found):
        raise BadCell(f"{heading}: at most {MOST_TAGS} tags of 100 characters.")
    return found


def others(text: str, heading: str, _: str) -> list[str]:
    found = listed(text)
    if len(found) > MOST_RELATED:
        raise BadCell(f"{heading}: at most {MOST_RELATED} products.")
    return found


def listed(text: str) -> list[str]:
    """What stands between commas, each once."""
    once: dict[str, str] = {}
    for part in (" ".join(each.split()) for each in text.split(",")):
        once.setdefault(part.casefold(), part)
    once.pop("", None)
    return list(once.values())


def status(text: str, heading: str, _: str) -> ProductStatus:
    try:
        return ProductStatus(text.casefold())
    except ValueError:
        raise BadCell(f"{heading}: “{text[:100]}” is no status. Write {', '.join(ProductStatus)}.") from None


def moment(text: str, heading: str, _: str) -> datetime:
    """`2026-11-27 08:00`, in UTC unless it names its offset."""
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadCell(f"{heading}: “{text[:100]}” is no day and time, such as 2026-11-27 08:00.") from None


def day(text: str, heading: str, _: str) -> date:
    """`2026-11-27`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadCell(f"{heading}: “{text[:100]}” is no day, such as 2026-11-27.") from None


def amount(text: str, heading: str, currency: str) -> Money:
    """12.50 and 12,50; 1,250 could be either and is refused."""
    return price(text.replace(",", ".") if COMMA.fullmatch(text) else text, currency, heading)


def between(least: int, most: int) -> Reader:
    def read(text: str, heading: str, _: str) -> int:
        number = whole(text, heading)
        if not least <= number <= most:
            raise BadCell(f"{heading}: give a whole number from {least} to {most}, not {number}.")
        return number

    return read


def yes_or_no(text: str, heading: str, _: str) -> bool:
    if text.casefold() in ("yes", "true", "1", "y"):
        return True
    if text.casefold() in ("no", "false", "0", "n"):
        return False
    raise BadCell(f"{heading}: write yes or no, not “{text[:100]}”.")


def barcode(text: str, heading: str, _: str) -> str:
    found = code(text, heading)
    if problem := barcode_problem(found):
        raise BadCell(f"{heading}: {found} cannot be right. {problem}")
    return found


def tax_class(text: str, heading: str, _: str) -> str:
    if text.casefold() not in TAX_CLASSES:
        raise BadCell(f"{heading}: “{text[:100]}” is no tax class. Write {', '.join(TAX_CLASSES)}.")
    return text.casefold()


PRODUCT: Final = {
    "title": Cell(words(LONGEST_TITLE)),
    "description": Cell(html, ""),
    "vendor": Cell(words(LONGEST_VENDOR), ""),
    "tags": Cell(tags, []),
    "status": Cell(status),
    "shown_from": Cell(moment, None),
    "shown_until": Cell(moment, None),
    "related": Cell(others, []),
    "seo_title": Cell(words(120), ""),
    "seo_description": Cell(words(320), ""),
}
PRICES: Final = {"price": Cell(amount), "compare_at": Cell(amount, None), "cost": Cell(amount, None)}
VARIANT: Final = PRICES | {
    "barcode": Cell(barcode, None),
    "weight_grams": Cell(between(0, HEAVIEST), 0),
    "min_quantity": Cell(between(1, MOST_OF_ONE), 1),
    "max_quantity": Cell(between(1, MOST_OF_ONE), None),
    "step": Cell(between(1, MOST_OF_ONE), 1),
    "position": Cell(between(1, 100_000)),
    "tax_class": Cell(tax_class, "standard"),
    "requires_shipping": Cell(yes_or_no),
    "backorder": Cell(yes_or_no),
    "imported_quantity": Cell(between(0, 1_000_000_000)),
}
