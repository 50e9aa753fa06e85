"""What concerns the catalogue as a whole: its database, its figures, its refusals."""

from ..auditing import (
    CatalogAudit,
    audit,
)
from ..database import (
    documents,
)
from ..demo import (
    demo_csv,
    demo_pictures,
    demo_second_location_stock,
)
from ..demo.arranging import (
    arrange_demo_shop,
)
from ..errors import (
    Conflict,
    Moved,
    Unknown,
)
from ..slugs import (
    slugify,
)
from ..upgrades import (
    old_documents,
    upgrade_documents,
)

__all__ = [
    "CatalogAudit",
    "Conflict",
    "Moved",
    "Unknown",
    "arrange_demo_shop",
    "audit",
    "demo_csv",
    "demo_pictures",
    "demo_second_location_stock",
    "documents",
    "old_documents",
    "slugify",
    "upgrade_documents",
]
