"""Shopify's product CSV on its way into the catalogue: read, understood, compared, written product by product."""

from .reports import find_import, imports
from .running import rehearse_import, run_import
from .uploads import upload_import

__all__ = ["find_import", "imports", "rehearse_import", "run_import", "upload_import"]
