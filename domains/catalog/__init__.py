"""The catalogue: what the shop sells, how it is described, sorted and priced.

It promises that SKU, barcode and slug name one thing each, that old slugs lead to the new, that an import changes only
what its file changes, and that `price` tells why. What is in stock it does not know: it tells what files said.
"""

from ..shared.pricing import Priced, PricedLine, Why
from .auditing import CatalogAudit, audit
from .categories import Category, CategoryNode, Crumb, category, category_tree, forget_tree
from .database import documents
from .demo import demo_csv, demo_pictures, demo_second_location_stock
from .errors import Conflict, Moved, NotForSale, Unknown
from .events import ImportUploaded, PicturesWanted, StockImported, StockItem
from .importing import find_import, imports, rehearse_import, run_import, upload_import
from .models import (
    Import,
    ImportOutcome,
    ImportRow,
    ImportState,
    Option,
    Picture,
    PictureState,
    Product,
    ProductStatus,
    Variant,
)
from .offers import Offer, offer, offers
from .pictures import fetch_pictures, fetch_pictures_again
from .pricing import LineSnapshot, PricingContext, price
from .queries import ProductPage, find_product, product, products
from .search import Card, CategoryHit, Results, SearchIndex, Suggestions, rebuild_search, search, search_index, suggest
from .service import change_price, set_status
from .slugs import slugify
from .upgrades import upgrade_documents

__all__ = [
    "Card",
    "CatalogAudit",
    "Category",
    "CategoryHit",
    "CategoryNode",
    "Conflict",
    "Crumb",
    "Import",
    "ImportOutcome",
    "ImportRow",
    "ImportState",
    "ImportUploaded",
    "LineSnapshot",
    "Moved",
    "NotForSale",
    "Offer",
    "Option",
    "Picture",
    "PictureState",
    "PicturesWanted",
    "Priced",
    "PricedLine",
    "PricingContext",
    "Product",
    "ProductPage",
    "ProductStatus",
    "Results",
    "SearchIndex",
    "StockImported",
    "StockItem",
    "Suggestions",
    "Unknown",
    "Variant",
    "Why",
    "audit",
    "category",
    "category_tree",
    "change_price",
    "demo_csv",
    "demo_pictures",
    "demo_second_location_stock",
    "documents",
    "fetch_pictures",
    "fetch_pictures_again",
    "find_import",
    "find_product",
    "forget_tree",
    "imports",
    "offer",
    "offers",
    "price",
    "product",
    "products",
    "rebuild_search",
    "rehearse_import",
    "run_import",
    "search",
    "search_index",
    "set_status",
    "slugify",
    "suggest",
    "upgrade_documents",
    "upload_import",
]
