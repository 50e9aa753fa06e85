"""What matches the words of a query: slots and scores, before any filter."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tantivy import DocAddress, Query

from .build import slots_of
from .columns.sieve import Slots
from .columns.terms import Flags
from .meanings import Meanings
from .queries import Typed, attempts, for_sale
from .view import View
from .words import words

ALIKE = 0.66  # how much a word must resemble what was typed to be what was meant
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


def matched(view: View, text: str, base: Flags, *, everything: bool = False, most: int | None = None) -> Matched:
    """The first reading of the text that finds anything in `base`; `everything`: also what is not for sale.

    `most`: so many of the best are enough."""
    question = ("text", everything, most, text)
    return view.remembered(question, lambda: _matched(view, text, base, everything, most))


def did_you_mean(view: View, text: str, best: Slots) -> str | None:
    """The words of the best hits that resemble those typed; None where they are the same."""
    titles = [each.title for each in view.stored([int(slot) for slot in best[:LOOKED_AT]])]
    vocabulary = list(dict.fromkeys(word for title in titles for word in words(title)))
    typed = words(text)
    meant = [word if word in vocabulary else next(iter(_close(word, vocabulary)), word) for word in typed]
    return " ".join(meant) if meant != typed else None


def meanings(view: View) -> Meanings:
    return view.remembered("meanings", lambda: Meanings.of(view.notes.words))


def _matched(view: View, text: str, base: Flags, everything: bool, most: int | None) -> Matched:
    typed = Typed.of(text, meanings(view))
    searcher = view.searcher

    def among(query: Query) -> Query:
        return query if everything else for_sale(query)

    def known(query: Query) -> bool:
        return bool(searcher.search(among(query), limit=1, count=False).hits)

    for number, reading in enumerate(attempts(typed, known) if not typed.empty else ()):
        for limit in (most, searcher.num_docs) if most else (searcher.num_docs,):  # the best may all be hidden
            hits = searcher.search(among(reading), limit=max(limit, 1), count=False).hits
            found = _among(view, hits, base, strict=number == 0)
            if len(found.slots):
                return found
            if len(hits) < limit:
                break
    return _among(view, [], base, strict=False)


def _among(view: View, hits: list[tuple[Any, DocAddress]], base: Flags, *, strict: bool) -> Matched:
    scored, addresses = zip(*hits, strict=True) if hits else ((), ())
    slots = np.fromiter(slots_of(view.searcher, list(addresses)), dtype=np.intp, count=len(hits))
    scores = np.fromiter(scored, dtype=np.float32, count=len(hits))
    shown = np.flatnonzero(base[slots])
    ascending = shown[np.argsort(slots[shown])]
    return Matched(slots[ascending], scores[ascending], strict)


def _close(word: str, vocabulary: list[str]) -> list[str]:
    return get_close_matches(word, vocabulary, 1, ALIKE) if len(word) > 2 else []
