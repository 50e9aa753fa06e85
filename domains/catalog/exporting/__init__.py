"""The catalogue as files in the columns our own imports read: what goes out comes in again and changes nothing."""

from .codes import export_codes
from .prices import export_prices
from .products import export_products

__all__ = ["export_codes", "export_prices", "export_products"]
