"""Files on their way into the catalogue: read, understood, compared, written. One engine, several formats."""

from .columns import Field, Format
from .formats import FORMATS
from .mending import refused_csv
from .reports import Telling, find_import, imports, report_csv, telling_rows
from .resuming import resume_imports
from .running import run_import
from .stock import Shelves
from .uploads import begin_import, import_in_earnest, upload_import, upload_to_look_at

__all__ = [
    "FORMATS",
    "Field",
    "Format",
    "Shelves",
    "Telling",
    "begin_import",
    "find_import",
    "import_in_earnest",
    "imports",
    "refused_csv",
    "report_csv",
    "resume_imports",
    "run_import",
    "telling_rows",
    "upload_import",
    "upload_to_look_at",
]
