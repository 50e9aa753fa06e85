"""`barrow export`: products, prices, stock or codes as a file that `barrow import` reads again."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Final

from domains import catalog, inventory

EXPORTS: Final[dict[str, Callable[[], AsyncIterator[str]]]] = {
    "products": catalog.export_products,
    "prices": catalog.export_prices,
    "stock": inventory.export_stock,
    "codes": catalog.export_all_codes,
}


async def export(what: str, out: Path | None) -> None:
    """Into the file, or to where the command's output goes; piece by piece."""
    with out.open("w", encoding="utf-8", newline="") if out else nullcontext(sys.stdout) as file:
        async for piece in EXPORTS[what]():
            file.write(piece)
