"""An order that is not placed yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from domains.shared.addresses import Address
from domains.shared.pricing import Priced

from .models import Awaited, CartItem
from .shipping import ShippingOption
from .totals import Totals


@dataclass(frozen=True)
class Draft:
    """What the shopper has seen and agreed to. `items` are the names and pictures of the cart's lines
    and of gifts; `pricing` is what the prices were made of, kept for explaining them later; `billing_address` is
    there only where the invoice goes elsewhere; `awaited`, by SKU, what is not there yet."""

    cart_id: UUID
    cart_version: int
    priced: Priced
    totals: Totals
    items: tuple[CartItem, ...]
    email: str
    address: Address
    shipping: ShippingOption
    pay_until: datetime
    currency: str
    pricing: dict[str, Any] | None = None
    billing_address: Address | None = None
    awaited: Mapping[str, Awaited] = field(default_factory=dict)
