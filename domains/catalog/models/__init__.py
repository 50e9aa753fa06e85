"""What the catalogue keeps: products, categories, claims on names that may exist once, imports."""

from .category import Category
from .claims import BarcodeClaim, SkuClaim, SlugClaim
from .imports import Import, ImportCounts, ImportOutcome, ImportPage, ImportRow, ImportState
from .picture import Focus, Picture, PictureState
from .price_list import PriceList
from .price_record import PriceChange, PriceRecord
from .product import AttributeValue, Option, Product, ProductStatus
from .variant import Dimensions, ListPrice, PriceMark, Sale, Tier, Variant

DOCUMENTS = (Product, Category, SkuClaim, BarcodeClaim, SlugClaim, Import, ImportPage, PriceList, PriceRecord)

__all__ = [
    "DOCUMENTS",
    "AttributeValue",
    "BarcodeClaim",
    "Category",
    "Dimensions",
    "Focus",
    "Import",
    "ImportCounts",
    "ImportOutcome",
    "ImportPage",
    "ImportRow",
    "ImportState",
    "ListPrice",
    "Option",
    "Picture",
    "PictureState",
    "PriceChange",
    "PriceList",
    "PriceMark",
    "PriceRecord",
    "Product",
    "ProductStatus",
    "Sale",
    "SkuClaim",
    "SlugClaim",
    "Tier",
    "Variant",
]
