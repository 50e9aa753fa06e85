"""The columns themselves, changed product by product as the index is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .growing import Growing
from .ranks import Ranks
from .terms import Flags, Terms
from .wording import FEW_ROWS, NOBODY, Wording

NEVER = float("inf")
WORTH_NEW, NEW_FOR = 0.6, 90 * 86_400.0  # what is new has a start, and loses half of it in so many seconds
TIE = 0xFFFFFFFF
DEAREST = 2**31 - 1
LATEST = 2**42 - 1
NEWEST_BITS = 22  # of the tie, below the milliseconds of `newest`
CODES = np.int32


@dataclass(frozen=True)
class VariantFacts:
    """`price` in minor units at the moment of reading; `terms` by facet: its options, its availability."""

    price: int
    terms: Mapping[str, str]


@dataclass(frozen=True)
class Facts:
    """`newest` in milliseconds since 1970; `tie` puts equals in a lasting order; at `edge` (in seconds) look again;
    `numbers` are what it states of itself that is to be found between two others; `title` and `brand` are words."""

    shown: bool
    name: str
    newest: int
    sold: int
    tie: int
    worth: float = 0.0
    edge: float = NEVER
    pictured: bool = False
    terms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    title: Sequence[str] = ()
    brand: Sequence[str] = ()
    variants: Sequence[VariantFacts] = ()


class Table:
    """`products` by slot, `rows` by variant, `…_terms` by facet, `numbers` the names of those columns of products. What
    variants bear stands twice: a value by row, the set of them all by product. Not to be read while it is changed."""

    def __init__(self) -> None:
        self.products = Growing()
        self.rows = Growing()
        self.product_terms: dict[str, Terms] = {}
        self.row_terms: dict[str, Terms] = {}
        self.numbers: set[str] = set()
        self.titles, self.brands = Wording(), Wording()
        self._ranks = Ranks()
        self._names: dict[int, str] = {}
        self._renamed: dict[int, str | None] = {}
        self._left_behind = 0
        for column in ("shown", "present", "pictured"):
            self.products.column(column, np.bool_)
        for column in ("newest", "price", "sold"):
            self.products.column(column, np.uint64)
        self.products.column("dearest", np.int32)
        for column in ("name", "worth"):
            self.products.column(column, np.float64)
        self.products.column("edge", np.float64, NEVER)
        for column in ("start", "rows"):
            self.products.column(column, np.intp)
        self.rows.column("owner", np.intp, NOBODY)
        self.rows.column("price", np.int32)

    def worth(self, at: float, slots: NDArray[np.intp]) -> NDArray[np.float64]:
        """What these products have, at a moment in seconds since 1970, before others of equal words."""
        since = (self.products["newest"][slots] >> NEWEST_BITS).astype(np.float64) / 1000
        new = np.exp2(-np.maximum(at - since, 0.0) / NEW_FOR)
        worth: NDArray[np.float64] = self.products["worth"][slots] + WORTH_NEW * new
        return worth

    def put(self, slot: int, facts: Facts) -> None:
        """Call `settle` after the last one."""
        self.products.grow_to(slot + 1)
        columns, tie = self.products.whole, facts.tie & TIE
        prices = [variant.price for variant in facts.variants] or [0]
        columns["shown"][slot], columns["present"][slot] = facts.shown, True
        columns["pictured"][slot] = facts.pictured
        columns["newest"][slot] = min(max(facts.newest, 0), LATEST) << NEWEST_BITS | tie >> 10
        columns["sold"][slot] = _unique(facts.sold, tie)
        columns["price"][slot], columns["dearest"][slot] = _unique(min(prices), tie), _storable(max(prices))
        columns["worth"][slot], columns["edge"][slot] = facts.worth, facts.edge
        self._put_numbers(slot, facts.numbers)
        self._put_terms(slot, facts.terms, self.product_terms)
        self._put_terms(slot, _borne(facts.variants), self.row_terms)
        self._put_rows(slot, facts.variants)
        self.titles.put(slot, facts.title)
        self.brands.put(slot, facts.brand)
        self._renamed[slot] = facts.name

    def remove(self, slot: int) -> None:
        if slot >= self.products.size:
            return
        self.products["shown"][slot] = self.products["present"][slot] = False
        self.products["edge"][slot] = NEVER
        self._leave_rows(slot)
        self.titles.remove(slot)
        self.brands.remove(slot)
        self._renamed[slot] = None

    def settle(self) -> None:
        """Bring names into order and rows back together."""
        renamed, self._renamed = self._renamed, {}
        for slot, name in renamed.items():
            if name != self._names.get(slot):
                self._rename(slot, name)
        if self._left_behind > max(self.rows.size // 2, FEW_ROWS):
            self._close_ranks()
        self.titles.settle()
        self.brands.settle()

    def named(self, beginning: str) -> Flags:
        """By slot: whether its name begins like this, of those that are there."""
        ends, ranks = self._ranks.beginning(beginning), self.products["name"]
        if ends is None:
            return np.zeros(len(ranks), dtype=np.bool_)
        flags: Flags = (ranks >= ends[0]) & (ranks <= ends[1]) & self.products["present"]
        return flags

    def due(self, moment: float) -> list[int]:
        """Slots whose edge has come."""
        return [int(slot) for slot in np.flatnonzero(self.products["edge"] <= moment)]

    def next_edge(self) -> float:
        return float(self.products["edge"].min(initial=NEVER))

    def _put_numbers(self, slot: int, numbers: Mapping[str, float]) -> None:
        for name in numbers.keys() - self.numbers:
            self.numbers.add(name)
            self.products.column(name, np.float64, np.nan)
        for name in self.numbers:
            self.products.whole[name][slot] = numbers.get(name, np.nan)

    def _put_terms(self, slot: int, borne: Mapping[str, Collection[str]], known: dict[str, Terms]) -> None:
        columns = self.products.whole
        for facet in known.keys() - borne.keys():
            columns[facet][slot] = 0
        for facet, values in borne.items():
            code = self._terms(facet, known).code(values)
            columns[facet][slot] = code

    def _put_rows(self, slot: int, variants: Sequence[VariantFacts]) -> None:
        places = self.products.whole
        if places["rows"][slot] != len(variants):
            self._leave_rows(slot)
            places["start"][slot], places["rows"][slot] = self.rows.size, len(variants)
            self.rows.grow_to(self.rows.size + len(variants))
        columns = self.rows.whole
        for row, variant in enumerate(variants, int(places["start"][slot])):
            columns["owner"][row], columns["price"][row] = slot, _storable(variant.price)
            for facet in self.row_terms:
                if facet not in variant.terms:
                    columns[facet][row] = 0
            for facet, value in variant.terms.items():
                code = self._terms(facet, self.row_terms).code((value,))
                columns[facet][row] = code

    def _terms(self, facet: str, known: dict[str, Terms]) -> Terms:
        if facet not in known:
            known[facet] = Terms()
            self.products.column(facet, CODES)
            if known is self.row_terms:
                self.rows.column(facet, CODES)
        return known[facet]

    def _leave_rows(self, slot: int) -> None:
        start, rows = int(self.products["start"][slot]), int(self.products["rows"][slot])
        self.rows["owner"][start : start + rows] = NOBODY
        self.products["rows"][slot] = 0
        self._left_behind += rows

    def _close_ranks(self) -> None:
        self.rows.keep(np.flatnonzero(self.rows["owner"] != NOBODY))
        owners: NDArray[np.intp] = self.rows["owner"]
        firsts = np.flatnonzero(np.diff(owners, prepend=NOBODY))
        self.products["start"][owners[firsts]] = firsts
        self._left_behind = 0

    def _rename(self, slot: int, name: str | None) -> None:
        if slot in self._names:
            self._ranks.remove(self._names.pop(slot), slot)
        if name is not None:
            self._names[slot] = name
            self._rank(self._ranks.add(name, slot))

    def _rank(self, ranks: Mapping[int, float]) -> None:
        slots = np.fromiter(ranks.keys(), dtype=np.intp, count=len(ranks))
        self.products["name"][slots] = np.fromiter(ranks.values(), dtype=np.float64, count=len(ranks))


def _borne(variants: Sequence[VariantFacts]) -> dict[str, list[str]]:
    """By facet: what any of the variants bears."""
    borne: dict[str, set[str]] = {}
    for variant in variants:
        for facet, value in variant.terms.items():
            borne.setdefault(facet, set()).add(value)
    return {facet: sorted(values) for facet, values in borne.items()}


def _unique(figure: int, tie: int) -> int:
    """Sorts by the figure, equals by their tie."""
    return min(max(figure, 0), TIE) << 32 | tie


def _storable(price: int) -> int:
    return min(max(price, 0), DEAREST)
