"""What a list's address says of filters: facets by name, a price from and to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app import forms
from app.requests import Request
from domains import catalog
from domains.shared.errors import Invalid
from domains.shared.money import Money
from domains.shared.settings import settings

FIXED: Final = ("category", "availability", "brand", "rating", "collection", "tag")
OPEN: Final = ("o.", "a.")  # options and attributes, called what the shop's products call them
MOST_FACETS, MOST_VALUES, LONGEST = 12, 30, 100
RATINGS: Final = {
    "5": "5 stars",
    **{str(stars): f"{stars} stars and more" for stars in (4, 3, 2)},
    "1": "1 star and more",
}
WORDS: Final = {"in-stock": "In stock", "sold-out": "Sold out"}


@dataclass(frozen=True)
class Chosen:
    """One filter that is set: what it is called, and the parameters of the list without it."""

    label: str
    without: Mapping[str, object]


@dataclass(frozen=True)
class ChosenFilters:
    """`values` by facet, as the address has them; prices as they were typed."""

    values: Mapping[str, tuple[str, ...]]
    price_from: str = ""
    price_to: str = ""

    @property
    def any(self) -> bool:
        return bool(self.values or self.price_from or self.price_to)

    @property
    def parameters(self) -> dict[str, list[str]]:
        prices = {"price_from": self.price_from, "price_to": self.price_to}
        given = {name: [value] for name, value in prices.items() if value}
        return {**{name: list(values) for name, values in sorted(self.values.items())}, **given}

    @property
    def wanted(self) -> catalog.Filters:
        """A price that is none filters nothing."""
        return catalog.Filters(self.values, amount(self.price_from), amount(self.price_to))

    def without(self, name: str, value: str = "") -> dict[str, list[str]]:
        left = {
            each: [one for one in values if (each, one) != (name, value)] for each, values in self.parameters.items()
        }
        return {each: values for each, values in left.items() if values and (value or each != name)}


def read(request: Request) -> ChosenFilters:
    values: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        value = forms.text(str(value))[:LONGEST]
        known = name in FIXED or (name.startswith(OPEN) and len(name) <= LONGEST)
        if known and value and (name in values or len(values) < MOST_FACETS):
            chosen = values.setdefault(forms.text(name), [])
            if value not in chosen and len(chosen) < MOST_VALUES:
                chosen.append(value)
    prices = [forms.asked(request, name)[:20] for name in ("price_from", "price_to")]
    return ChosenFilters({name: tuple(chosen) for name, chosen in values.items()}, *prices)


def amount(typed: str) -> int | None:
    try:
        return max(Money.parse(typed.replace(",", "."), settings().shop_currency).amount, 0) if typed else None
    except Invalid:
        return None


def label(facet: catalog.Facet, value: catalog.FacetValue) -> str:
    if facet.name == "rating":
        return RATINGS.get(value.label, value.label)
    return WORDS.get(value.value, value.label)
