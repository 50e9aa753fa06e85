"""What a list's address says of filters: facets by name, a price from and to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from app import forms
from app.requests import Request
from domains import catalog
from domains.shared.errors import Invalid
from domains.shared.money import Money
from domains.shared.settings import settings

FIXED: Final = ("category", "availability", "brand", "rating", "collection", "tag")
OPEN: Final = ("o.", "a.")  # options and attributes, called what the shop's products call them
NUMBER: Final = re.compile(r"(n\.[a-z0-9_-]{1,60})_(from|to)")  # attributes that are numbers, as parameters
STATED: Final = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,9})?", re.ASCII)
MOST_FACETS, MOST_VALUES, LONGEST, LONGEST_NUMBER = 12, 30, 100, 26
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
    """`values` by facet, as the address has them; prices as they were typed, and so `numbers` by parameter."""

    values: Mapping[str, tuple[str, ...]]
    price_from: str = ""
    price_to: str = ""
    numbers: Mapping[str, str] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        return bool(self.values or self.price_from or self.price_to or self.numbers)

    @property
    def parameters(self) -> dict[str, list[str]]:
        typed = {"price_from": self.price_from, "price_to": self.price_to, **dict(sorted(self.numbers.items()))}
        given = {name: [value] for name, value in typed.items() if value}
        return {**{name: list(values) for name, values in sorted(self.values.items())}, **given}

    @property
    def wanted(self) -> catalog.Filters:
        """A price or a number that is none filters nothing."""
        asked = {name: self.span(name) for name in dict.fromkeys(each.rpartition("_")[0] for each in self.numbers)}
        spans = {name: span for name, span in asked.items() if span != catalog.Span()}
        return catalog.Filters(self.values, amount(self.price_from), amount(self.price_to), spans)

    def span(self, name: str) -> catalog.Span:
        return catalog.Span(*(number(self.numbers.get(f"{name}_{end}", "")) for end in ("from", "to")))

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
    price_from, price_to = (forms.asked(request, name)[:LONGEST_NUMBER] for name in ("price_from", "price_to"))
    facets = {name: tuple(chosen) for name, chosen in values.items()}
    return ChosenFilters(facets, price_from, price_to, _numbers(request))


def amount(typed: str) -> int | None:
    try:
        return max(Money.parse(typed.replace(",", "."), settings().shop_currency).amount, 0) if typed else None
    except Invalid:
        return None


def number(typed: str) -> float | None:
    return float(typed.replace(",", ".")) if STATED.fullmatch(typed) else None


def label(facet: catalog.Facet, value: catalog.FacetValue) -> str:
    if facet.name == "rating":
        return RATINGS.get(value.label, value.label)
    return WORDS.get(value.value, value.label)


def _numbers(request: Request) -> dict[str, str]:
    """The first of each that is not empty."""
    typed: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        value = forms.text(str(value))[:LONGEST_NUMBER]
        if value and NUMBER.fullmatch(name) and len(typed) < MOST_FACETS:
            typed.setdefault(name, value)
    return typed
