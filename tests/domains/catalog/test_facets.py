"""Facets counted in columns are what one gets by looking at every product and every variant."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from domains.catalog.search.columns import PRICE, Facts, Filters, Span, Table, VariantFacts, find
from domains.catalog.search.columns.orders import sorted_page

OF_PRODUCTS = {"brand": ["Oak", "Ash", "Elm"], "tag": ["a", "b", "c"]}
OF_VARIANTS = {"o.Size": ["S", "M", "L"], "o.Colour": ["Red", "Blue"], "availability": ["in-stock", "sold-out"]}
FACETS = [*OF_PRODUCTS, *OF_VARIANTS]
NUMBERS = ["n.weight", "n.height"]
Ends = tuple[float, float] | None
SETTINGS = settings(max_examples=200, deadline=None)


@dataclass
class Shop:
    """Products by slot as they stand after all that happened to them."""

    table: Table = field(default_factory=Table)
    products: dict[int, Facts] = field(default_factory=dict)

    def put(self, slot: int, facts: Facts) -> None:
        self.table.put(slot, facts)
        self.products[slot] = facts

    def remove(self, slot: int) -> None:
        self.table.remove(slot)
        self.products.pop(slot, None)

    def fitting(self, filters: Filters, without: str | None = None) -> dict[int, list[VariantFacts]]:
        """Shown products that pass, each with those of its variants that do."""
        passed = {
            slot: [variant for variant in facts.variants if fits(facts, variant, filters, without)]
            for slot, facts in self.products.items()
            if facts.shown
        }
        return {slot: variants for slot, variants in passed.items() if variants}

    def counts(self, filters: Filters, facet: str) -> dict[str, int]:
        told: dict[str, set[int]] = {}
        for slot, variants in self.fitting(filters, facet).items():
            for value in self.products[slot].terms.get(facet, ()):
                told.setdefault(value, set()).add(slot)
            for variant in variants:
                if facet in variant.terms:
                    told.setdefault(variant.terms[facet], set()).add(slot)
        return {value: len(slots) for value, slots in told.items()}

    def ends(self, filters: Filters, name: str) -> Ends:
        stated = [self.products[slot].numbers.get(name) for slot in self.fitting(filters, name)]
        numbers = [number for number in stated if number is not None]
        return (min(numbers), max(numbers)) if numbers else None


def fits(facts: Facts, variant: VariantFacts, filters: Filters, without: str | None) -> bool:
    for facet, values in filters.values.items():
        borne = [*facts.terms.get(facet, ()), *([variant.terms[facet]] if facet in variant.terms else [])]
        if facet != without and not set(borne) & set(values):
            return False
    for name, span in filters.numbers.items():
        number = facts.numbers.get(name)
        if name != without and (number is None or not within(number, *span)):
            return False
    return without == PRICE or within(variant.price, filters.price_from, filters.price_to)


def within(figure: float, lowest: float | None, highest: float | None) -> bool:
    return (lowest is None or lowest <= figure) and (highest is None or figure <= highest)


def some(values: list[str], least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=least, max_size=len(values), unique=True)


numbers = st.sampled_from([-1.5, 0.0, 0.25, 2.0, 1e15])
spans = st.builds(Span, st.none() | numbers, st.none() | numbers)
variants = st.builds(
    VariantFacts,
    price=st.integers(0, 9),
    terms=st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in OF_VARIANTS.items()}),
)
products = st.builds(
    Facts,
    shown=st.sampled_from([True, True, True, False]),
    name=st.text("ab", max_size=3),
    newest=st.integers(0, 3),
    sold=st.integers(0, 3),
    tie=st.integers(0, 2**32 - 1),
    terms=st.fixed_dictionaries({}, optional={name: some(values) for name, values in OF_PRODUCTS.items()}),
    numbers=st.fixed_dictionaries({}, optional=dict.fromkeys(NUMBERS, numbers)),
    variants=st.lists(variants, min_size=1, max_size=4),
)
deeds = st.lists(st.tuples(st.integers(0, 12), st.none() | products), max_size=40)
wishes = st.builds(
    Filters,
    values=st.fixed_dictionaries(
        {},
        optional={
            name: some([*values, "Nobody"], 1).map(tuple) for name, values in (OF_PRODUCTS | OF_VARIANTS).items()
        },
    ),
    price_from=st.none() | st.integers(0, 9),
    price_to=st.none() | st.integers(0, 9),
    numbers=st.fixed_dictionaries(
        {},
        optional=dict.fromkeys([*NUMBERS, "n.unheard-of"], spans),
    ),
)


def filled(happened: list[tuple[int, Facts | None]]) -> Shop:
    shop = Shop()
    for slot, facts in happened:
        if facts is None:
            shop.remove(slot)
        else:
            shop.put(slot, facts)
        shop.table.settle()
    return shop


@dataclass(frozen=True)
class Answer:
    slots: set[int]
    counts: Mapping[str, dict[str, int]]
    prices: tuple[int, int] | None
    numbers: Mapping[str, Ends]


def asked(shop: Shop, filters: Filters) -> Answer:
    facets = [*FACETS, *NUMBERS, PRICE]
    found = find(shop.table, shop.table.products["shown"], filters, facets, lambda _, answer: answer())
    return Answer(
        {int(slot) for slot in found.slots},
        {facet: dict(tally.all()) for facet, tally in found.counts.items() if facet in FACETS},
        (found.prices.lowest, found.prices.highest) if found.prices else None,
        {name: (ends.lowest, ends.highest) if ends else None for name, ends in found.numbers.items()},
    )


@SETTINGS
@given(deeds, wishes)
def test_facets_are_true_whatever_is_chosen_and_whatever_has_changed(
    happened: list[tuple[int, Facts | None]], filters: Filters
) -> None:
    shop = filled(happened)
    told = asked(shop, filters)
    assert told.slots == set(shop.fitting(filters))
    assert told.counts == {facet: shop.counts(filters, facet) for facet in FACETS}
    there = [variant.price for passed in shop.fitting(filters, PRICE).values() for variant in passed]
    assert told.prices == ((min(there), max(there)) if there else None)
    borne = shop.table.numbers | filters.numbers.keys()
    assert told.numbers == {name: shop.ends(filters, name) for name in NUMBERS if name in borne}


@SETTINGS
@given(deeds, st.sampled_from(["price", "-price", "newest", "best-selling", "name"]), st.integers(1, 5))
def test_every_product_stands_on_one_page_in_order(
    happened: list[tuple[int, Facts | None]], sort: str, size: int
) -> None:
    shop = filled(happened)
    slots = np.array([slot for slot, facts in shop.products.items() if facts.shown], dtype=np.intp)
    pages = [sorted_page(shop.table, slots, sort, start, size) for start in range(0, len(slots), size)]
    listed = [slot for page in pages for slot in page]
    assert sorted(listed) == sorted(int(slot) for slot in slots)
    assert listed == sorted_page(shop.table, slots, sort, 0, max(len(slots), 1))
    keys = [place(shop.products[slot], sort) for slot in listed]
    assert keys == sorted(keys)


def place(facts: Facts, sort: str) -> int | str:
    lowest = min(variant.price for variant in facts.variants)
    return {
        "price": lowest,
        "-price": -lowest,
        "newest": -facts.newest,
        "best-selling": -facts.sold,
        "name": facts.name,
    }[sort]


def test_one_variant_satisfies_all_that_is_chosen() -> None:
    red_small, blue_large = {"o.Colour": "Red", "o.Size": "S"}, {"o.Colour": "Blue", "o.Size": "L"}
    shop = Shop()
    shop.put(0, Facts(True, "shirt", 0, 0, 0, variants=[VariantFacts(5, red_small), VariantFacts(9, blue_large)]))
    assert asked(shop, Filters({"o.Colour": ("Red",), "o.Size": ("S",)})).slots == {0}
    nothing = asked(shop, Filters({"o.Colour": ("Red",), "o.Size": ("L",)}))
    assert nothing.slots == set()
    assert (nothing.counts["o.Colour"], nothing.counts["o.Size"]) == ({"Blue": 1}, {"S": 1})
    assert asked(shop, Filters({"o.Colour": ("Red",)}, price_from=6)).slots == set()


def test_rows_left_behind_are_closed_up() -> None:
    shop = Shop()
    for times in range(2000):
        shop.put(times % 7, Facts(True, f"n{times}", 0, 0, 0, variants=[VariantFacts(times, {})] * (times % 3 + 1)))
        shop.table.settle()
    assert shop.table.rows.size < 5000
    assert asked(shop, Filters(price_from=1999)).slots == {1999 % 7}
