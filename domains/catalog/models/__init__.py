"""What the catalogue keeps: products, categories, claims on names that may exist once, imports."""

from .category import Category
from .claims import BarcodeClaim, SkuClaim, SlugClaim
from .imports import Import, ImportOutcome, ImportPage, ImportRow, ImportState
from .product import Option, Picture, PictureState, Product, ProductStatus, Variant

DOCUMENTS = (Product, Category, SkuClaim, BarcodeClaim, SlugClaim, Import, ImportPage)

__all__ = [
    "DOCUMENTS",
    "BarcodeClaim",
    "Category",
    "Import",
    "ImportOutcome",
    "ImportPage",
    "ImportRow",
    "ImportState",
    "Option",
    "Picture",
    "PictureState",
    "Product",
    "ProductStatus",
    "SkuClaim",
    "SlugClaim",
    "Variant",
]
