"""What matches the words of a query: slots and scores, before any filter."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tantivy import DocAddress, Query

from .build import slots_of
from .columns.facets import Slots
from .columns.terms import Flags
from .meanings import Meanings
from .queries import Typed, attempts, for_sale
from .view import View
from .words import words

ALIKE = 0.7  # how much a word must resemble what was typed to be what was meant
LOOKED_AT = 20  # titles in which the meant words are looked for


@dataclass(frozen=True)
class Matched:
    """`flags` and `scores` by slot. `strict`: as it was typed, not as it may have been meant."""

    flags: Flags
    scores: NDArray[np.float64]
    strict: bool

    def among(self, slots: Slots) -> NDArray[np.float64]:
        scores: NDArray[np.float64] = self.scores[slots]
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
        hits = searcher.search(among(reading), limit=most or max(searcher.num_docs, 1), count=False).hits
        found = _flagged(view, hits, base, strict=number == 0)
        if found.flags.any():
            return found
    return _flagged(view, [], base, strict=False)


def _flagged(view: View, hits: list[tuple[Any, DocAddress]], base: Flags, *, strict: bool) -> Matched:
    flags, scores = np.zeros_like(base), np.zeros(len(base))
    if hits:
        slots = np.array(slots_of(view.searcher, [address for _, address in hits]), dtype=np.intp)
        flags[slots] = True
        scores[slots] = np.fromiter((score for score, _ in hits), dtype=np.float64, count=len(hits))
    return Matched(flags & base, scores, strict)


def _close(word: str, vocabulary: list[str]) -> list[str]:
    return get_close_matches(word, vocabulary, 1, ALIKE) if len(word) > 2 else []
