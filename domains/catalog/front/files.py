"""What comes in and goes out as a file."""

from ..events import (
    ImportUploaded,
    StockImported,
    StockItem,
)
from ..exporting import (
    export_codes,
    export_prices,
    export_products,
)
from ..importing import (
    FORMATS,
    Field,
    Format,
    Shelves,
    Telling,
    begin_import,
    find_import,
    import_in_earnest,
    imports,
    refused_csv,
    report_csv,
    resume_imports,
    run_import,
    telling_rows,
    upload_import,
    upload_to_look_at,
)
from ..models import (
    Import,
    ImportKind,
    ImportOutcome,
    ImportRow,
    ImportState,
)

__all__ = [
    "FORMATS",
    "Field",
    "Format",
    "Import",
    "ImportKind",
    "ImportOutcome",
    "ImportRow",
    "ImportState",
    "ImportUploaded",
    "Shelves",
    "StockImported",
    "StockItem",
    "Telling",
    "begin_import",
    "export_codes",
    "export_prices",
    "export_products",
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
