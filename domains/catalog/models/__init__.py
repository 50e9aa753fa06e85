"""What the catalogue keeps: products, categories, claims on names that may exist once, imports."""

from .article import Article, ArticleVersion
from .category import Category, CategoryMove, FormerPath, within
from .claims import BarcodeClaim, FormerSku, SkuClaim, SlugClaim
from .closure import Closure
from .collection import Collection, CollectionClaim, CollectionKind, ConditionField, RuleCondition
from .imports import Import, ImportCounts, ImportKind, ImportOutcome, ImportPage, ImportRow, ImportState
from .picture import Focus, Picture, PictureState
from .price_list import ListTermsBefore, PriceList
from .price_record import PriceChange, PriceRecord
from .product import AttributeValue, Option, Product, ProductStatus
from .product_type import AttributeKind, AttributeSpec, ProductType
from .promotion import PromotionLook, PromotionStatus, StoredPromotion
from .promotion_use import CouponCode, CustomerUses, PromotionClaim, PromotionUses, Use
from .review import Bought, Review, ReviewDeed, ReviewEvent, ReviewStatus, Words, review_id
from .review_notice import ReviewNotice
from .review_vote import ReviewVote, vote_id
from .sold_order import SoldGoods, SoldOrder
from .stock_alert import AlertQueue, AlertState, StockAlert
from .variant import Dimensions, FormerPrices, ListPrice, PriceMark, Sale, Tier, Variant
from .wishlist import Sharing, WishedItem, WishHolder, Wishlist, WishlistShare

DOCUMENTS = (
    Product,
    ProductType,
    Category,
    CategoryMove,
    FormerPath,
    Collection,
    CollectionClaim,
    SkuClaim,
    FormerSku,
    BarcodeClaim,
    SlugClaim,
    Import,
    ImportPage,
    PriceList,
    PriceRecord,
    PromotionLook,
    StoredPromotion,
    PromotionUses,
    CustomerUses,
    CouponCode,
    PromotionClaim,
    Review,
    ReviewNotice,
    ReviewVote,
    SoldOrder,
    WishHolder,
    WishlistShare,
    StockAlert,
    AlertQueue,
    Article,
    ArticleVersion,
    Closure,
)

__all__ = [
    "DOCUMENTS",
    "AlertQueue",
    "AlertState",
    "Article",
    "ArticleVersion",
    "AttributeKind",
    "AttributeSpec",
    "AttributeValue",
    "BarcodeClaim",
    "Bought",
    "Category",
    "CategoryMove",
    "Closure",
    "Collection",
    "CollectionClaim",
    "CollectionKind",
    "ConditionField",
    "CouponCode",
    "CustomerUses",
    "Dimensions",
    "Focus",
    "FormerPath",
    "FormerPrices",
    "FormerSku",
    "Import",
    "ImportCounts",
    "ImportKind",
    "ImportOutcome",
    "ImportPage",
    "ImportRow",
    "ImportState",
    "ListPrice",
    "ListTermsBefore",
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
    "PromotionLook",
    "PromotionStatus",
    "PromotionUses",
    "Review",
    "ReviewDeed",
    "ReviewEvent",
    "ReviewNotice",
    "ReviewStatus",
    "ReviewVote",
    "RuleCondition",
    "Sale",
    "Sharing",
    "SkuClaim",
    "SlugClaim",
    "SoldGoods",
    "SoldOrder",
    "StockAlert",
    "StoredPromotion",
    "Tier",
    "Use",
    "Variant",
    "WishHolder",
    "WishedItem",
    "Wishlist",
    "WishlistShare",
    "Words",
    "review_id",
    "vote_id",
    "within",
]
