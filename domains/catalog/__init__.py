"""The catalogue: what the shop sells, how it is described, sorted and priced.

It promises that SKU, barcode and slug name one thing each, that old slugs lead to the new, that an import changes only
what its file changes, and that `price` tells why. What is in stock it does not know: it tells what files said.
"""

from ..shared.pricing import Declined, Priced, PricedLine, Saving, Why
from .auditing import CatalogAudit, audit
from .categories import Category, CategoryNode, Crumb, category, category_tree, forget_tree
from .database import documents
from .demo import demo_csv, demo_pictures, demo_second_location_stock
from .errors import Conflict, Moved, NotForSale, Unknown
from .events import ImportUploaded, PicturesSaved, PicturesWanted, StockImported, StockItem
from .importing import find_import, imports, rehearse_import, run_import, upload_import
from .listed_prices import ListedPage, ListedPrice, listed_prices, set_list_prices
from .models import (
    Focus,
    Import,
    ImportOutcome,
    ImportRow,
    ImportState,
    Option,
    Picture,
    PictureState,
    PriceChange,
    PriceList,
    PriceRecord,
    Product,
    ProductStatus,
    Sale,
    Tier,
    Variant,
)
from .offers import Offer, offer, offers, variant_prices
from .pictures import fetch_pictures, fetch_pictures_again
from .pictures_cutting import cut_pictures
from .pictures_editing import (
    PictureUpload,
    Step,
    add_pictures,
    choose_variant_pictures,
    describe_picture,
    move_picture,
    remove_picture,
)
from .price_history import PricePage, price_records
from .price_lists import forget_price_lists, price_list, price_list_terms, price_lists, save_price_list
from .prices import VariantPrices, add_sale, change_price, change_prices, end_sale
from .pricing import (
    Delivery,
    LineSnapshot,
    PriceInputs,
    PriceSource,
    PricingContext,
    UnitPrice,
    price,
)
from .queries import ProductPage, find_product, product, products
from .search import Card, CategoryHit, Results, SearchIndex, Suggestions, rebuild_search, search, search_index, suggest
from .service import set_status
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
    "Declined",
    "Delivery",
    "Focus",
    "Import",
    "ImportOutcome",
    "ImportRow",
    "ImportState",
    "ImportUploaded",
    "LineSnapshot",
    "ListedPage",
    "ListedPrice",
    "Moved",
    "NotForSale",
    "Offer",
    "Option",
    "Picture",
    "PictureState",
    "PictureUpload",
    "PicturesSaved",
    "PicturesWanted",
    "PriceChange",
    "PriceInputs",
    "PriceList",
    "PricePage",
    "PriceRecord",
    "PriceSource",
    "Priced",
    "PricedLine",
    "PricingContext",
    "Product",
    "ProductPage",
    "ProductStatus",
    "Results",
    "Sale",
    "Saving",
    "SearchIndex",
    "Step",
    "StockImported",
    "StockItem",
    "Suggestions",
    "Tier",
    "UnitPrice",
    "Unknown",
    "Variant",
    "VariantPrices",
    "Why",
    "add_pictures",
    "add_sale",
    "audit",
    "category",
    "category_tree",
    "change_price",
    "change_prices",
    "choose_variant_pictures",
    "cut_pictures",
    "demo_csv",
    "demo_pictures",
    "demo_second_location_stock",
    "describe_picture",
    "documents",
    "end_sale",
    "fetch_pictures",
    "fetch_pictures_again",
    "find_import",
    "find_product",
    "forget_price_lists",
    "forget_tree",
    "imports",
    "listed_prices",
    "move_picture",
    "offer",
    "offers",
    "price",
    "price_list",
    "price_list_terms",
    "price_lists",
    "price_records",
    "product",
    "products",
    "rebuild_search",
    "rehearse_import",
    "remove_picture",
    "run_import",
    "save_price_list",
    "search",
    "search_index",
    "set_list_prices",
    "set_status",
    "slugify",
    "suggest",
    "upgrade_documents",
    "upload_import",
    "variant_prices",
]
