"""Products, their variants and types, and what of them can be bought."""

from ..codes import (
    tidy_sku,
)
from ..errors import (
    NotForSale,
)
from ..measures import (
    ShelfSize,
    sides_of,
)
from ..models import (
    AttributeKind,
    AttributeSpec,
    Dimensions,
    Option,
    Product,
    ProductStatus,
    ProductType,
    Variant,
)
from ..products.attributes import (
    specification,
    typed_values,
)
from ..products.describing import (
    ProductDetails,
    create_product,
    duplicate_product,
    edit_product,
)
from ..products.goods import (
    Goods,
    goods,
    scanned,
    skus_in,
)
from ..products.kinds import (
    change_product_type,
    create_product_type,
    find_product_type,
    product_type,
    product_types,
    remove_product_type,
)
from ..products.matrix import (
    VariantDetails,
    edit_variants,
    give_back_skus,
    remove_variant,
    set_options,
    skus_leaving,
)
from ..products.offers import (
    Offer,
    offer,
    offers,
    variant_prices,
)
from ..products.queries import (
    ProductPage,
    category_pictures,
    changed_at,
    find_product,
    product,
    products,
    products_of,
)
from ..products.recoding import (
    skus_now,
)
from ..products.related import (
    related_cards,
)
from ..products.status import (
    set_status,
)
from ..selling.auditing import (
    audit_settled,
)
from ..selling.counting import (
    count_sold,
    take_back_sold,
)
from ..selling.settling import (
    prune_sold,
    settle_sold,
    settled_before,
)

__all__ = [
    "AttributeKind",
    "AttributeSpec",
    "Dimensions",
    "Goods",
    "NotForSale",
    "Offer",
    "Option",
    "Product",
    "ProductDetails",
    "ProductPage",
    "ProductStatus",
    "ProductType",
    "ShelfSize",
    "Variant",
    "VariantDetails",
    "audit_settled",
    "category_pictures",
    "change_product_type",
    "changed_at",
    "count_sold",
    "create_product",
    "create_product_type",
    "duplicate_product",
    "edit_product",
    "edit_variants",
    "find_product",
    "find_product_type",
    "give_back_skus",
    "goods",
    "offer",
    "offers",
    "product",
    "product_type",
    "product_types",
    "products",
    "products_of",
    "prune_sold",
    "related_cards",
    "remove_product_type",
    "remove_variant",
    "scanned",
    "set_options",
    "set_status",
    "settle_sold",
    "settled_before",
    "sides_of",
    "skus_in",
    "skus_leaving",
    "skus_now",
    "specification",
    "take_back_sold",
    "tidy_sku",
    "typed_values",
    "variant_prices",
]
