"""What is put into a cart, as the catalogue says it at that moment."""

from dataclasses import dataclass

from domains.shared.money import Money


@dataclass(frozen=True)
class CartItem:
    """What the catalogue says of a SKU at the moment it is put in a cart."""

    sku: str
    slug: str
    title: str
    options: dict[str, str]
    image: str | None
    alt: str
    unit: Money
