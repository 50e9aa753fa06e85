"""What the catalogue keeps: products, categories, claims on names that may exist once, imports."""

from .category import Category, FormerPath
from .claims import BarcodeClaim, SkuClaim, SlugClaim
from .collection import Collection, CollectionClaim, CollectionKind, ConditionField, RuleCondition
from .imports import Import, ImportCounts, ImportKind, ImportOutcome, ImportPage, ImportRow, ImportState
from .picture import Focus, Picture, PictureState
from .price_list import PriceList
from .price_record import PriceChange, PriceRecord
from .product import AttributeValue, Option, Product, ProductStatus
from .product_type import AttributeKind, AttributeSpec, ProductType
from .promotion import PromotionStatus, StoredPromotion
from .promotion_use import CouponCode, CustomerUses, PromotionClaim, PromotionUses, Use
from .review import Bought, Review, ReviewDeed, ReviewEvent, ReviewStatus, Words, review_id
from .variant import Dimensions, ListPrice, PriceMark, Sale, Tier, Variant

DOCUMENTS = (
    Product,
    ProductType,
    Category,
    FormerPath,
    Collection,
    CollectionClaim,
    SkuClaim,
    BarcodeClaim,
    SlugClaim,
    Import,
    ImportPage,
    PriceList,
    PriceRecord,
    StoredPromotion,
    PromotionUses,
    CustomerUses,
    CouponCode,
    PromotionClaim,
    Review,
)

__all__ = [
    "DOCUMENTS",
    "AttributeKind",
    "AttributeSpec",
    "AttributeValue",
    "BarcodeClaim",
    "Bought",
    "Category",
    "Collection",
    "CollectionClaim",
    "CollectionKind",
    "ConditionField",
    "CouponCode",
    "CustomerUses",
    "Dimensions",
    "Focus",
    "FormerPath",
    "Import",
    "ImportCounts",
    "ImportKind",
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
    "ProductType",
    "PromotionClaim",
    "PromotionStatus",
    "PromotionUses",
    "Review",
    "ReviewDeed",
    "ReviewEvent",
    "ReviewStatus",
    "RuleCondition",
    "Sale",
    "SkuClaim",
    "SlugClaim",
    "StoredPromotion",
    "Tier",
    "Use",
    "Variant",
    "Words",
    "review_id",
]
