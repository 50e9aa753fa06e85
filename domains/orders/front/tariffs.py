"""Delivery prices and tax rates, as staff set them."""

from ..errors import TariffChanged
from ..models import ShippingMethod, ShippingRate, TaxRate
from ..tariffs.delivery import (
    RateDraft,
    ZoneSheet,
    add_method,
    add_zone,
    change_zone,
    shipping_methods,
    zone_sheet,
    zone_sheets,
)
from ..tariffs.taxes import add_tax_rate, all_tax_rates, end_tax_rate

__all__ = [
    "RateDraft",
    "ShippingMethod",
    "ShippingRate",
    "TariffChanged",
    "TaxRate",
    "ZoneSheet",
    "add_method",
    "add_tax_rate",
    "add_zone",
    "all_tax_rates",
    "change_zone",
    "end_tax_rate",
    "shipping_methods",
    "zone_sheet",
    "zone_sheets",
]
