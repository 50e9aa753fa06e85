"""Which facets stand beside a list, and which of their values."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .columns import PRICE, Counted, Filters, Found, NumberRange, PriceRange, Span, Tally
from .facts import OPTION
from .kinds import ATTRIBUTE, NUMBER
from .view import View

MOST_VALUES = 24
OF_A_VALUE = 200  # bytes, about
MOST_AXES = 8  # options, attributes and numbers each: those that most products bear
LABELS = {
    "category": "Category",
    "availability": "Availability",
    "brand": "Brand",
    "rating": "Rating",
    "tag": "Tag",
}
COLLECTION = "collection"  # its values are ids, which say nothing to a shopper
FIXED_BEFORE, FIXED_AFTER = ("category", "availability"), ("brand", "rating", "tag")


@dataclass(frozen=True)
class FacetValue:
    """`count` products would be found with it, as the other facets stand."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """`name` is what an address says; `values` most frequent first, sizes and numbers in their own order."""

    name: str
    label: str
    values: tuple[FacetValue, ...]

    @property
    def chosen(self) -> tuple[FacetValue, ...]:
        return tuple(value for value in self.values if value.chosen)


@dataclass(frozen=True)
class Prices:
    """In minor units: what is chosen, and what there is under all other filters."""

    chosen_from: int | None
    chosen_to: int | None
    there_is: PriceRange | None


@dataclass(frozen=True)
class NumberFacet:
    """A number that products state of themselves: what is chosen, and what there is under all other filters."""

    name: str
    label: str
    unit: str
    chosen: Span
    there_is: NumberRange | None


@dataclass(frozen=True)
class Shelves:
    """All that stands beside one list."""

    facets: tuple[Facet, ...]
    prices: Prices
    numbers: tuple[NumberFacet, ...]

    @property
    def nbytes(self) -> int:
        return sum(len(facet.values) for facet in self.facets) * OF_A_VALUE


def names(view: View, filters: Filters) -> list[str]:
    """Facets worth counting here, in the order in which they are shown."""
    axes = view.remembered("axes", lambda: [*_axes(view, OPTION), *_axes(view, ATTRIBUTE), *_numbers(view)])
    all_of_them = [*FIXED_BEFORE, *axes, *FIXED_AFTER, PRICE]
    known = {*all_of_them, COLLECTION}
    return [*all_of_them, *(name for name in (*filters.values, *filters.numbers) if name not in known)]


def shelves(view: View, found: Found, filters: Filters, below: str) -> Shelves:
    """`below`: the path whose children are offered as categories, empty at the root."""
    prices = Prices(filters.price_from, filters.price_to, found.prices)
    return Shelves(_facets(view, found, filters, below), prices, _number_facets(view, found, filters))


def _facets(view: View, found: Found, filters: Filters, below: str) -> tuple[Facet, ...]:
    """Without what offers no choice."""
    shown = []
    for name, tally in found.counts.items():
        chosen = filters.values.get(name, ())
        counted = _below(view, tally, below) if name == "category" else tally.most(MOST_VALUES)
        values = tuple(_values(name, counted, tally, chosen, view.notes.category_names))
        total = len(found.slots)
        if chosen or len(values) > 1 or (len(values) == 1 and 0 < values[0].count < total):
            shown.append(Facet(name, _label(view, name), values))
    return tuple(shown)


def _number_facets(view: View, found: Found, filters: Filters) -> tuple[NumberFacet, ...]:
    """Without those that tell nothing apart, unless they are chosen."""
    shown = []
    for name, ends in found.numbers.items():
        chosen = filters.numbers.get(name)
        if chosen or (ends and ends.lowest < ends.highest):
            unit = view.kinds.units.get(name, "")
            shown.append(NumberFacet(name, _label(view, name), unit, chosen or Span(), ends))
    return tuple(shown)


def _axes(view: View, prefix: str) -> list[str]:
    table = view.table
    known = [name for name in (*table.row_terms, *table.product_terms) if name.startswith(prefix)]
    return _most({name: int(np.count_nonzero(table.products[name])) for name in known})


def _numbers(view: View) -> list[str]:
    table = view.table
    return _most({name: int(np.count_nonzero(~np.isnan(table.products[name]))) for name in table.numbers})


def _most(borne: dict[str, int]) -> list[str]:
    most = sorted(borne, key=lambda name: (-borne[name], name))[:MOST_AXES]
    return [name for name in most if borne[name]]


def _below(view: View, tally: Tally, path: str) -> list[Counted]:
    near = tally.of(view.remembered(("below", path), lambda: _children(view, path)))
    return sorted(near, key=lambda each: (-each.products, each.label))[:MOST_VALUES]


def _children(view: View, path: str) -> list[int]:
    """The categories right below, by their numbers in the column."""
    terms = view.table.product_terms.get("category")
    depth = path.count("/") + 1 if path else 0
    inside = f"{path}/" if path else ""
    known = enumerate(terms.labels if terms else ())
    return [number for number, label in known if label.startswith(inside) and label.count("/") == depth]


def _values(
    name: str, counted: list[Counted], tally: Tally, chosen: tuple[str, ...], category_names: dict[str, str]
) -> Iterator[FacetValue]:
    wanted = {value.strip().casefold() for value in chosen}
    offered = {each.label.casefold() for each in counted} if chosen else set()
    rows = [*counted, *(Counted(value, tally[value]) for value in chosen if value.strip().casefold() not in offered)]
    for label, count in _in_order(name, rows):
        told = category_names.get(label, label) if name == "category" else label
        yield FacetValue(label, told, count, label.casefold() in wanted)


def _in_order(name: str, rows: list[Counted]) -> list[Counted]:
    if name == "rating":
        return sorted(rows, key=lambda each: each.label, reverse=True)
    return rows


def _label(view: View, name: str) -> str:
    told = LABELS.get(name) or view.kinds.names.get(name)
    return told or name.removeprefix(OPTION).removeprefix(ATTRIBUTE).removeprefix(NUMBER)
