"""What things cost, and why. Pure: the same inputs and moment give the same answer, today and in ten years."""

from .cart import counts_orders, gifts_of, price, takes_off_delivery
from .goods import Delivery, LineSnapshot, PricingContext
from .inputs import ListedInput, ListTerms, Mark, PriceInputs, PriceListTerms, SaleInput, TierInput
from .shelf import ShelfPrice, shelf_price
from .snapshot import explain, snapshot
from .unit import PriceContext, PriceSource, UnitPrice, unit_price

__all__ = [
    "Delivery",
    "LineSnapshot",
    "ListTerms",
    "ListedInput",
    "Mark",
    "PriceContext",
    "PriceInputs",
    "PriceListTerms",
    "PriceSource",
    "PricingContext",
    "SaleInput",
    "ShelfPrice",
    "TierInput",
    "UnitPrice",
    "counts_orders",
    "explain",
    "gifts_of",
    "price",
    "shelf_price",
    "snapshot",
    "takes_off_delivery",
    "unit_price",
]
