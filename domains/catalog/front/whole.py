"""What concerns the catalogue as a whole: its database, its figures, its refusals."""

from ..auditing import (
    CatalogAudit,
    audit,
)
from ..closure import (
    close_shop,
    find_closure,
    reopen_shop,
)
from ..database import (
    documents,
)
from ..demo import (
    demo_csv,
    demo_pictures,
    demo_second_location_stock,
    demo_sets,
    demo_sizes,
    keep_demo_sizes,
)
from ..demo.arranging import (
    arrange_demo_shop,
)
from ..errors import (
    Conflict,
    Gone,
    Moved,
    Unknown,
)
from ..forgetting import (
    alerts_of,
    forget_shopper,
    reviews_by,
)
from ..models import (
    Closure,
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
    "Closure",
    "Conflict",
    "Gone",
    "Moved",
    "Unknown",
    "alerts_of",
    "arrange_demo_shop",
    "audit",
    "close_shop",
    "demo_csv",
    "demo_pictures",
    "demo_second_location_stock",
    "demo_sets",
    "demo_sizes",
    "documents",
    "find_closure",
    "forget_shopper",
    "keep_demo_sizes",
    "old_documents",
    "reopen_shop",
    "reviews_by",
    "slugify",
    "upgrade_documents",
]
