"""A product's page put together: the variant chosen, its pictures first, its details in rows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from app.gateway.browsing import ShownCard, ShownProduct
from app.gateway.contents import Part
from app.gateway.shown import FEW
from domains import catalog, inventory
from domains.shared import clock, texts

from .variants import Axis, axes, chosen_variant

MOST_OF_ONE = 999
SUMMARY = 155  # what search engines show of a description


@dataclass(frozen=True)
class Sheet:
    """`left` counts the chosen variant; `supplies` and `prices` are of all by SKU. `named`: its address names one of
    several variants, and is that variant's own. `for_sale` is false for what is priced in another currency than the
    shop's. `parts`: what the chosen variant is made of, where it is a bundle."""

    product: catalog.Product
    chosen: catalog.Variant
    named: bool
    axes: tuple[Axis, ...]
    left: int
    for_sale: bool
    price: catalog.UnitPrice
    prices: Mapping[str, catalog.UnitPrice]
    any_left: bool
    specification: list[tuple[str, str]]
    related: tuple[ShownCard, ...]
    namesake: bool
    supplies: Mapping[str, inventory.Supply]
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, shown: ShownProduct, sku: str, currency: str) -> "Sheet":
        product, left = shown.product, shown.left
        chosen = chosen_variant(product, sku, left)
        return cls(
            product,
            chosen,
            len(product.variants) > 1 and chosen.sku.casefold() == sku.casefold(),
            axes(product, chosen, left),
            left.get(chosen.sku, 0),
            product.in_currency(currency),
            shown.prices[chosen.sku],
            shown.prices,
            any(count > 0 for count in left.values()),
            shown.specification,
            shown.related,
            shown.namesake,
            shown.supplies,
            shown.parts.get(chosen.sku, ()),
        )

    @property
    def title(self) -> str:
        """Of the page: no two addresses share one."""
        variant = self.chosen.name if self.named else ""
        number = (self.chosen.sku if self.named else self.product.skus[0]) if self.namesake else ""
        return ", ".join(filter(None, (self.product.seo_title or self.product.title, variant, number)))

    @property
    def described(self) -> str:
        """What search engines show below the title."""
        return f"{self.chosen.name}. {self.summary}" if self.named and self.chosen.name else self.summary

    @property
    def place(self) -> dict[str, str]:
        """What its own address is made of."""
        return {"slug": self.product.slug} | ({"variant": self.chosen.sku} if self.named else {})

    @property
    def sale_ends(self) -> datetime | None:
        """When what is shown as a sale is over, whatever else begins before; None for what has no end."""
        if self.price.source is not catalog.PriceSource.SALE:
            return None
        now = clock.now()
        shown = [sale for sale in self.chosen.sales if sale.price == self.price.price and sale.starts_at <= now]
        ends = [sale.ends_at for sale in shown if sale.ends_at is None or sale.ends_at > now]
        return max((end for end in ends if end), default=None) if None not in ends else None

    @property
    def tiers(self) -> list[catalog.Tier]:
        """By quantity, as far as buying more is cheaper than what one costs now."""
        return [tier for tier in self.chosen.tiers if tier.price < self.price.price]

    @property
    def pictures(self) -> list[catalog.Picture]:
        """The chosen variant's own picture first."""
        first = self.product.picture_of(self.chosen)
        return sorted(self.product.gallery, key=lambda picture: picture is not first)

    @property
    def supply(self) -> inventory.Supply:
        return self.supplies[self.chosen.sku]

    @property
    def told(self) -> str:
        return told(self.supply)

    @property
    def most(self) -> int:
        """How many of the chosen variant may be asked for at once."""
        return min(self.left, self.chosen.max_quantity or MOST_OF_ONE, MOST_OF_ONE)

    @property
    def summary(self) -> str:
        if self.product.seo_description:
            return self.product.seo_description
        plain = in_words(self.product.description)
        short = plain[:SUMMARY].rsplit(" ", 1)[0] + "…" if len(plain) > SUMMARY else plain
        return short or self.product.title

    @property
    def details(self) -> list[tuple[str, str]]:
        """What is known of the chosen variant, as label and value."""
        rows = [("Item no.", self.chosen.sku), *_named(self.chosen.options), ("Made by", self.product.vendor)]
        if sides := catalog.sides_of(self.chosen.dimensions):
            rows.append(("Dimensions", texts.measures(sides)))
        if self.chosen.weight_grams:
            rows.append(("Weight", texts.weight(self.chosen.weight_grams)))
        rows += self.specification
        rows.append(("Barcode", self.chosen.barcode or ""))
        return [(label, value) for label, value in rows if value]


def told(supply: inventory.Supply) -> str:
    """What is told of how many are left: beyond a few it makes no difference to anybody, nor where all are awaited."""
    return "awaited" if supply.awaited else str(max(0, min(supply.available, FEW + 1)))


def in_words(html: str) -> str:
    """What a description says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def _named(options: Mapping[str, str]) -> list[tuple[str, str]]:
    """Files of one-variant products call their only option Title and its value Default Title."""
    return [(name, value) for name, value in options.items() if value != "Default Title"]
