"""Which words stand in one text of every product: where a word is a common one, that is counted faster than listed."""

from bisect import bisect_left, insort
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..words import stem
from .growing import Growing
from .ranks import LAST

NOBODY = -1  # whose the rows are that were left behind
NO_WORD = 0  # stands in them
FEW_ROWS = 2_000  # left behind by their products: not worth moving the others
Amounts = NDArray[np.intp]


class Wording:
    """A row for each word of a product's text; those of one product lie side by side. Words go by their numbers."""

    def __init__(self) -> None:
        self._products = Growing()
        self._rows = Growing()
        self._numbers: dict[str, int] = {}
        self._in_order: list[str] = []
        self._of_stem: dict[str, list[int]] = {}
        self._left_behind = 0
        for column in ("start", "length"):
            self._products.column(column, np.intp)
        self._rows.column("owner", np.intp, NOBODY)
        self._rows.column("word", np.intp, NO_WORD)

    def put(self, slot: int, words: Sequence[str]) -> None:
        """Call `settle` after the last one."""
        self._products.grow_to(slot + 1)
        places = self._products.whole
        if places["length"][slot] != len(words):
            self.remove(slot)
            places["start"][slot], places["length"][slot] = self._rows.size, len(words)
            self._rows.grow_to(self._rows.size + len(words))
        start = int(places["start"][slot])
        self._rows.whole["owner"][start : start + len(words)] = slot
        self._rows.whole["word"][start : start + len(words)] = [self._number(word) for word in words]

    def remove(self, slot: int) -> None:
        if slot < self._products.size:
            start, length = int(self._products["start"][slot]), int(self._products["length"][slot])
            self._rows["owner"][start : start + length] = NOBODY
            self._rows["word"][start : start + length] = NO_WORD
            self._products["length"][slot] = 0
            self._left_behind += length

    def settle(self) -> None:
        """Bring rows back together."""
        if self._left_behind > max(self._rows.size // 2, FEW_ROWS):
            self._rows.keep(np.flatnonzero(self._rows["owner"] != NOBODY))
            owners = self._rows["owner"]
            firsts = np.flatnonzero(np.diff(owners, prepend=NOBODY))
            self._products["start"][owners[firsts]] = firsts
            self._left_behind = 0

    @property
    def lengths(self) -> Amounts:
        """By slot, of how many words the text is."""
        lengths: Amounts = self._products["length"]
        return lengths

    def the(self, word: str) -> list[int]:
        """Its number, where it stands anywhere."""
        return [self._numbers[word]] if word in self._numbers else []

    def of_stem(self, stemmed: str) -> list[int]:
        return self._of_stem.get(stemmed, [])

    def beginning(self, text: str) -> list[int]:
        first, end = bisect_left(self._in_order, text), bisect_left(self._in_order, text + LAST)
        return [self._numbers[word] for word in self._in_order[first:end]]

    def standing(self, words: Collection[int]) -> "Standing":
        chosen = np.zeros(len(self._numbers) + 1, dtype=np.bool_)
        chosen[list(words)] = True
        rows = np.flatnonzero(chosen.take(self._rows["word"]))
        return Standing(self._rows["word"][rows], self._rows["owner"][rows], self._products.size)

    def _number(self, word: str) -> int:
        known = self._numbers.get(word)
        if known is None:
            known = self._numbers[word] = len(self._numbers) + 1
            self._of_stem.setdefault(stem(word), []).append(known)
            insort(self._in_order, word)
        return known


@dataclass(frozen=True)
class Standing:
    """Where some words stand: row by row the word, and whose it is."""

    words: Amounts
    owners: Amounts
    products: int

    def counted(self, words: Collection[int]) -> Amounts:
        """By slot, how often any of these of them stand there."""
        return np.bincount(self.owners[np.isin(self.words, list(words))], minlength=self.products)
