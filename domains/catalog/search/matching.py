"""What matches the words of a query: slots and scores, before any filter."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tantivy import DocAddress, Query

from . import common
from .build import slots_of
from .columns.orders import ranked_page
from .columns.sieve import Slots
from .columns.terms import Flags
from .facts import NAME_ENDS
from .meanings import Meanings
from .queries import Typed, attempts, for_sale
from .view import View
from .words import words

ALIKE = 0.66  # how much a word must resemble what was typed to be what was meant
DAY = 86_400
ENOUGH = 500  # so many by their names, brands, tags and codes: nobody pages on to those that only describe it
MOST_RANKED = 200  # among so many best hits what is in stock, new or popular is put first
LOOKED_AT = 20  # titles in which the meant words are looked for


@dataclass(frozen=True)
class Matched:
    """`slots` in ascending order, beside each its score. `strict`: as it was typed, not as it may have been meant."""

    slots: Slots
    scores: NDArray[np.float32]
    strict: bool

    @property
    def nbytes(self) -> int:
        return self.slots.nbytes + self.scores.nbytes

    def flags(self, size: int) -> Flags:
        """By slot."""
        flags = np.zeros(size, dtype=np.bool_)
        flags[self.slots] = True
        return flags

    def among(self, slots: Slots) -> NDArray[np.float32]:
        """Of some that match."""
        scores: NDArray[np.float32] = self.scores[np.searchsorted(self.slots, slots)]
        return scores


def matched(view: View, text: str, base: Flags, *, everything: bool = False, best: int | None = None) -> Matched:
    """The first reading of the text that finds anything in `base`; `everything`: also what is not for sale.

    `best`: only so many are wanted, and not all that there are."""
    asked = _Asked(everything, best)
    # Where most is for sale the rest is left out afterwards, which is faster than to ask of each whether it is.
    mostly = 2 * int(np.count_nonzero(base)) > view.searcher.num_docs
    return view.remembered(("text", asked, text), lambda: _matched(view, text, base, asked, mostly))


def begun(view: View, text: str, base: Flags, size: int) -> list[int]:
    """The best of those whose names begin with these words, the last of which may be unfinished: nothing could go
    before them. Nothing where they are fewer than `size`, or where it is one word, or a code."""
    typed = Typed.of(text, meanings(view))
    if not typed.beginning or view.searcher.doc_freq("codes", typed.code):
        return []
    named = view.table.named
    slots = np.flatnonzero(named(typed.beginning) & base)
    if len(slots) < size:
        return []
    whole, word = named(f"{typed.beginning}{NAME_ENDS}")[slots], named(f"{typed.beginning} ")[slots]
    return ranked_page(view.table, slots, 100.0 * whole + 50.0 * (word | whole) + worth(view, slots), 0, size)


def worth(view: View, slots: Slots) -> NDArray[np.float64]:
    """As of the beginning of the day, so that all processes and all pages of a list agree."""
    return view.table.worth(today(view), slots)


def today(view: View) -> float:
    """When it began, in seconds since 1970."""
    return view.moment().at.timestamp() // DAY * DAY


def did_you_mean(view: View, text: str, best: Sequence[int]) -> str | None:
    """The words of the best hits that resemble those typed; None where they are the same."""
    titles = [each.title for each in view.stored(best)]
    vocabulary = list(dict.fromkeys(word for title in titles for word in words(title)))
    typed = words(text)
    meant = [word if word in vocabulary else next(iter(_close(word, vocabulary)), word) for word in typed]
    return " ".join(meant) if meant != typed else None


def meanings(view: View) -> Meanings:
    return view.remembered("meanings", lambda: Meanings.of(view.notes.words))


@dataclass(frozen=True)
class _Asked:
    everything: bool
    best: int | None

    def among(self, query: Query) -> Query:
        return query if self.everything else for_sale(query)

    @property
    def enough(self) -> int:
        """So many found without their descriptions are an answer."""
        return ENOUGH if self.best is None else self.best


def _matched(view: View, text: str, base: Flags, asked: _Asked, mostly: bool) -> Matched:
    typed = Typed.of(text, meanings(view))
    searcher = view.searcher
    few = searcher.num_docs <= asked.enough
    if asked.best is None and not few and (word := common.alone(view, typed)):
        told = common.found(view, typed, word, base, asked.enough)
        if told:
            return Matched(*told, strict=True)

    def known(word: str, query: Query) -> bool:
        def answer() -> bool:
            return bool(searcher.search(asked.among(query), limit=1, count=False).hits)

        return view.remembered(("known", asked.everything, word, word == typed.unfinished), answer)

    for reading in attempts(typed, known) if not typed.empty else ():
        if reading.deep or not few:
            query = reading.query if mostly else asked.among(reading.query)
            found = _found(view, query, base, asked.best, reading.strict)
            if len(found.slots) >= (1 if reading.deep else asked.enough):
                return found
    return _among(view, [], base, strict=False)


def _found(view: View, query: Query, base: Flags, best: int | None, strict: bool) -> Matched:
    every = max(view.searcher.num_docs, 1)
    if best is not None:
        hits = view.searcher.search(query, limit=MOST_RANKED, count=False).hits
        found = _among(view, hits, base, strict=strict)
        if len(found.slots) >= best or len(hits) < MOST_RANKED:
            return found  # otherwise some of the best are hidden
    return _among(view, view.searcher.search(query, limit=every, count=False).hits, base, strict=strict)


def _among(view: View, hits: list[tuple[Any, DocAddress]], base: Flags, *, strict: bool) -> Matched:
    slots = slots_of(view.searcher, list(map(itemgetter(1), hits)))
    found, scores = np.zeros(len(base), dtype=np.bool_), np.zeros(len(base), dtype=np.float32)
    found[slots] = True
    scores[slots] = np.fromiter(map(itemgetter(0), hits), dtype=np.float32, count=len(hits))
    ascending = np.flatnonzero(found & base)
    return Matched(ascending, scores[ascending], strict)


def _close(word: str, vocabulary: list[str]) -> list[str]:
    return get_close_matches(word, vocabulary, 1, ALIKE) if len(word) > 2 else []
