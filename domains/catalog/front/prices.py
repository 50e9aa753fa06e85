"""Prices: what staff keep, what a cart costs, and why."""

from ...shared.pricing import (
    Declined,
    Priced,
    PricedLine,
    Saving,
    Why,
)
from ..models import (
    PriceChange,
    PriceList,
    PriceRecord,
    Sale,
    Tier,
)
from ..prices.changing import (
    VariantPrices,
    add_sale,
    change_price,
    change_prices,
    end_sale,
)
from ..prices.history import (
    PricePage,
    price_records,
)
from ..prices.listed import (
    ListedPage,
    ListedPrice,
    listed_prices,
    set_list_prices,
)
from ..prices.lists import (
    forget_price_lists,
    price_list,
    price_list_terms,
    price_lists,
    remove_price_list,
    save_price_list,
)
from ..pricing import (
    Delivery,
    LineSnapshot,
    PriceInputs,
    PriceSource,
    PricingContext,
    UnitPrice,
    counts_orders,
    explain,
    gifts_of,
    price,
    snapshot,
    takes_off_delivery,
)

__all__ = [
    "Declined",
    "Delivery",
    "LineSnapshot",
    "ListedPage",
    "ListedPrice",
    "PriceChange",
    "PriceInputs",
    "PriceList",
    "PricePage",
    "PriceRecord",
    "PriceSource",
    "Priced",
    "PricedLine",
    "PricingContext",
    "Sale",
    "Saving",
    "Tier",
    "UnitPrice",
    "VariantPrices",
    "Why",
    "add_sale",
    "change_price",
    "change_prices",
    "counts_orders",
    "end_sale",
    "explain",
    "forget_price_lists",
    "gifts_of",
    "listed_prices",
    "price",
    "price_list",
    "price_list_terms",
    "price_lists",
    "price_records",
    "remove_price_list",
    "save_price_list",
    "set_list_prices",
    "snapshot",
    "takes_off_delivery",
]
