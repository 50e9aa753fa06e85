"""SKUs and barcodes: what makes two of them the same, and which barcodes can be right."""

import hashlib
from collections.abc import Collection
from typing import Final

from .slugs import slugify

LONGEST_SKU: Final = 100
GTINS: Final = {8: "EAN-8", 12: "UPC-A", 13: "EAN-13", 14: "GTIN-14"}
SHORTEST_GTIN: Final = min(GTINS)


def sku_key(sku: str) -> str:
    """`MUG-1` and `mug-1` are one SKU: this is what a claim on it is kept by."""
    return sku.casefold()


def tidy_sku(sku: str) -> str:
    """As it is written, but for spaces around it and twice in it."""
    return " ".join(sku.split())


def sku_problem(sku: str) -> str | None:
    return None if 0 < len(sku) <= LONGEST_SKU else f"Give a SKU with at most {LONGEST_SKU} characters."


def barcode_problem(barcode: str) -> str | None:
    """Why this cannot be an EAN-8, EAN-13, UPC-A, UPC-E or GTIN-14; shorter or with letters it is the house's own."""
    if not (barcode.isascii() and barcode.isdigit()) or len(barcode) < SHORTEST_GTIN:
        return None
    if len(barcode) not in GTINS:
        return f"A barcode has 8, 12, 13 or 14 digits; this has {len(barcode)}."
    if barcode[-1] == check_digit(barcode[:-1]):
        return None
    if len(barcode) == 8 and barcode[0] in "01" and barcode[-1] == check_digit(_upc_a(barcode)):
        return None
    ending = check_digit(barcode[:-1])
    return f"As {GTINS[len(barcode)]} this would end in {ending}, not {barcode[-1]}: a digit must be mistyped."


def check_digit(digits: str) -> str:
    """GS1 General Specifications, 7.9.1: from the right, every other digit counts three times."""
    weighted = sum(int(digit) * (3 if index % 2 == 0 else 1) for index, digit in enumerate(reversed(digits)))
    return str(-weighted % 10)


def invented_sku(slug: str, values: Collection[str]) -> str:
    """For a variant whose file gives none: `linen-apron`, `L` → `LINEN-APRON-L`. Always the same."""
    return "-".join([slug, *filter(None, map(slugify, values))]).upper()[:LONGEST_SKU]


def derived_skus(sku: str, slug: str, values: Collection[str]) -> list[str]:
    """Stand-ins for a SKU that another variant has, best first; made from product and options, so always the same."""
    digest = hashlib.sha256("\x00".join([slug, *(value.casefold() for value in values)]).encode()).hexdigest().upper()
    return [f"{sku[: LONGEST_SKU - 1 - length]}-{digest[:length]}" for length in (4, 8, 16, 32)]


def _upc_a(upc_e: str) -> str:
    """The eleven digits a UPC-E stands for: its zeros are left out, its last digit says where they were."""
    system, body, last = upc_e[0], upc_e[1:7], upc_e[6]
    if last in "012":
        return f"{system}{body[:2]}{last}0000{body[2:5]}"
    if last == "3":
        return f"{system}{body[:3]}00000{body[3:5]}"
    if last == "4":
        return f"{system}{body[:4]}00000{body[4]}"
    return f"{system}{body[:5]}0000{last}"
