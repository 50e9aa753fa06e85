"""Shopify's product CSV on its way into the catalogue: read, understood, compared, written product by product."""

from .reports import Telling, find_import, imports, report_csv, telling_rows
from .resuming import resume_imports
from .running import run_import
from .uploads import upload_import

__all__ = [
    "Telling",
    "find_import",
    "imports",
    "report_csv",
    "resume_imports",
    "run_import",
    "telling_rows",
    "upload_import",
]
