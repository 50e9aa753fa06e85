"""What goes out as a file: products, prices, stock and codes, each in the columns that an import reads again."""

from collections.abc import AsyncIterator, Callable
from typing import Final

from domains import catalog, inventory

EXPORTS: Final[dict[str, Callable[[], AsyncIterator[str]]]] = {
    "products": catalog.export_products,
    "prices": catalog.export_prices,
    "stock": inventory.export_stock,
    "codes": catalog.export_codes,
}
