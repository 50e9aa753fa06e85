"""Promotions and their codes: kept, previewed, claimed."""

from ..errors import (
    CodeRefused,
    PromotionOver,
    PromotionUsedUp,
)
from ..events import PreviewWanted
from ..models import (
    CouponCode,
    PromotionLook,
    PromotionStatus,
    PromotionUses,
    StoredPromotion,
    Use,
)
from ..promotions.auditing import (
    PromotionAudit,
    PromotionsAudit,
)
from ..promotions.batches import (
    CodePage,
    add_code,
    add_codes,
    coupon_codes,
    disable_code,
)
from ..promotions.claiming import (
    claim,
    claim_again,
    release_claims,
)
from ..promotions.coupons import (
    coupon,
    folded,
)
from ..promotions.editing import (
    PromotionPage,
    create_promotion,
    edit_promotion,
    end_promotion,
    find_promotion,
    promotion_uses,
    promotions_by_status,
    publish_promotion,
)
from ..promotions.live import (
    Announcement,
    announcements,
    forget_promotions,
    live_promotions,
)
from ..promotions.looking import (
    count_preview,
    counted,
    look_over,
)
from ..promotions.naming import promotions_naming
from ..promotions.preview import (
    Preview,
    preview_promotion,
)
from ..promotions.pruning import prune_claims
from ..promotions.standing import (
    Standing,
    customer_keys,
    standing,
)
from ..promotions.terms import (
    BENEFITS_OF,
    AmountOff,
    Benefit,
    BuyGet,
    Condition,
    FreeShipping,
    Gift,
    InGroup,
    Limits,
    Measure,
    MinimumAmount,
    MinimumQuantity,
    NthOrder,
    PercentOff,
    Promotion,
    PromotionClass,
    Scope,
    SetPrice,
    ShippingBy,
    Tiered,
)
from ..promotions.terms import (
    Step as PromotionStep,
)

__all__ = [
    "BENEFITS_OF",
    "AmountOff",
    "Announcement",
    "Benefit",
    "BuyGet",
    "CodePage",
    "CodeRefused",
    "Condition",
    "CouponCode",
    "FreeShipping",
    "Gift",
    "InGroup",
    "Limits",
    "Measure",
    "MinimumAmount",
    "MinimumQuantity",
    "NthOrder",
    "PercentOff",
    "Preview",
    "PreviewWanted",
    "Promotion",
    "PromotionAudit",
    "PromotionClass",
    "PromotionLook",
    "PromotionOver",
    "PromotionPage",
    "PromotionStatus",
    "PromotionStep",
    "PromotionUsedUp",
    "PromotionUses",
    "PromotionsAudit",
    "Scope",
    "SetPrice",
    "ShippingBy",
    "Standing",
    "StoredPromotion",
    "Tiered",
    "Use",
    "add_code",
    "add_codes",
    "announcements",
    "claim",
    "claim_again",
    "count_preview",
    "counted",
    "coupon",
    "coupon_codes",
    "create_promotion",
    "customer_keys",
    "disable_code",
    "edit_promotion",
    "end_promotion",
    "find_promotion",
    "folded",
    "forget_promotions",
    "live_promotions",
    "look_over",
    "preview_promotion",
    "promotion_uses",
    "promotions_by_status",
    "promotions_naming",
    "prune_claims",
    "publish_promotion",
    "release_claims",
    "standing",
]
