"""What an order costs: delivery and tax."""

from ..arrival import Arrival, arrival
from ..shipping import (
    Country,
    DeliveryRate,
    DeliveryZone,
    ShippingChoice,
    ShippingOption,
    countries,
    delivery_zones,
    forget_delivery_zones,
    shipping_choice,
    shipping_options,
)
from ..tax import Rate, TaxRates, tax_rates
from ..totals import LineTax, TaxLine, Totals, explained, percent, total

__all__ = [
    "Arrival",
    "Country",
    "DeliveryRate",
    "DeliveryZone",
    "LineTax",
    "Rate",
    "ShippingChoice",
    "ShippingOption",
    "TaxLine",
    "TaxRates",
    "Totals",
    "arrival",
    "countries",
    "delivery_zones",
    "explained",
    "forget_delivery_zones",
    "percent",
    "shipping_choice",
    "shipping_options",
    "tax_rates",
    "total",
]
