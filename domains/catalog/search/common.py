"""What a single word finds in names, brands, tags and categories, told from the columns.

Half of a shop may bear a word. The index hands over every hit by itself; the columns know all of them at once, and give
each the score that the index would.
"""

import math

import numpy as np
from numpy.typing import NDArray
from tantivy import Query

from . import queries
from .columns.sieve import Slots
from .columns.terms import Flags
from .columns.wording import Amounts, Standing, Wording
from .facts import NAME_ENDS
from .queries import Typed, beginning, term
from .view import View
from .words import stem

SATURATION, BY_LENGTH = 1.2, 0.75  # of BM25, as Tantivy has them
Scores = NDArray[np.float32]


def alone(view: View, typed: Typed) -> str:
    """The only word of what was typed; nothing where it may also be a code, or means something else as well."""
    word = typed.words[0] if len(typed.words) == len(typed.all_words) == 1 else ""
    if not word.isalpha() or typed.meanings.of_word(word) or _is_code(view, typed.code):
        return ""
    return word


def found(view: View, typed: Typed, word: str, base: Flags, least: int = 0) -> tuple[Slots, Scores] | None:
    """Slots of `base` in ascending order, beside each its score; None where they are fewer than `least`."""
    titles, brands = view.table.titles, view.table.brands
    unfinished = word == typed.unfinished
    in_titles, in_brands = _standing(titles, word, unfinished), _standing(brands, word, unfinished)
    if len(in_titles.owners) + len(in_brands.owners) < least:
        return None
    named = in_titles.counted(titles.of_stem(stem(word)))
    places = [
        (queries.IN_NAME, in_titles.counted(titles.the(word)) > 0),
        (queries.IN_NAME_STEMMED, named > 0),
        (queries.IN_BRAND, in_brands.counted(brands.of_stem(stem(word))) > 0),
    ]
    if unfinished:
        places.append((queries.BEGINS_IN_NAME, in_titles.counted(titles.beginning(word)) > 0))
        places.append((queries.BEGINS_IN_BRAND, in_brands.counted(brands.beginning(word)) > 0))
    scores = _best(places)
    slots = np.flatnonzero((scores > 0) & base)
    exact = view.table.named(f"{typed.exact}{NAME_ENDS}")[slots]
    extra = queries.EXACT * exact.astype(np.float32) + _pinch(view, named, slots)
    return (slots, scores[slots] + extra) if len(slots) >= least else None


def _standing(wording: Wording, word: str, unfinished: bool) -> Standing:
    begun = wording.beginning(word) if unfinished else []
    return wording.standing({*wording.the(word), *wording.of_stem(stem(word)), *begun})


def _best(places: list[tuple[int, Flags]]) -> Scores:
    """By slot: what the best of its places is worth, and a little for the others."""
    size = len(places[0][1])
    most, every = np.zeros(size, dtype=np.float32), np.zeros(size, dtype=np.float32)
    for score, here in places:
        worth = np.float32(score) * here
        np.maximum(most, worth, out=most)
        every += worth
    return most + (every - most) * np.float32(queries.BESIDE)


def _pinch(view: View, times: Amounts, slots: Slots) -> Scores:
    """Of text statistics (BM25): of two names with the word the shorter is the better one."""
    lengths, all_of_them, bearing = view.table.titles.lengths, view.searcher.num_docs, int(np.count_nonzero(times))
    rarity = np.float32(math.log(1 + (all_of_them - bearing + 0.5) / (bearing + 0.5)))
    usual = np.float32(lengths.sum() / all_of_them)
    saturation, by_length = np.float32(SATURATION), np.float32(BY_LENGTH)
    norms = saturation * (1 - by_length + by_length * lengths[slots].astype(np.float32) / usual)
    weight = rarity * (1 + saturation) * np.float32(queries.PINCH)
    often = times[slots].astype(np.float32)
    return np.asarray(weight * (often / (often + norms)), dtype=np.float32)


def _is_code(view: View, code: str) -> bool:
    begun = Query.disjunction_max_query([term("codes", code), beginning("codes", code)])
    return bool(view.searcher.search(begun, limit=1, count=False).hits)
