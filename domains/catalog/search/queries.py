"""From what a shopper typed to what the index is asked, from strict to lenient.

A word counts where it stands: in the name 10, brand, tags and category 4, description 1; beginnings and misspellings
a little less. Scores are set by field, not by rarity, so that a name always goes before a description. Descriptions are
looked through only where names, brands, tags and codes do not give enough: what they would add stands behind all of it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from tantivy import Occur, Query

from ...shared.settings import settings
from .meanings import NO_MEANINGS, Meanings, Phrase
from .schema import SCHEMA
from .words import code, key, likeliest, stem, tells, words

Depths = tuple[Query, Query]  # without descriptions, and with them
MOST_WORDS = 16
MOST_LETTERS = 1000
FEWEST_CONFUSED = 4  # letters: in a shorter word a slip is forgiven only where other words of the query are found
# A longer word has hardly a neighbour to be confused with, and its pattern grows by the square.
LONGEST_CONFUSED = 10
DEPTHS = (False, True)  # without descriptions, then with them
IN_NAME, IN_NAME_STEMMED, IN_BRAND = 11, 10, 4
BEGINS_IN_NAME, BEGINS_IN_BRAND = 7, 3
BESIDE = 0.1  # of what it is worth to stand in another place too
EXACT = 1000
PINCH = 0.05  # of text statistics: of two names with all the words the shorter is the better one


@dataclass(frozen=True)
class Typed:
    """A query, taken apart. `unfinished` is the word still being typed: it also matches longer ones; `beginning` is the
    whole text, as a title may begin with it, where it says more than one word."""

    words: tuple[str, ...]
    unfinished: str
    all_words: tuple[str, ...]
    exact: str
    beginning: str
    code: str
    meanings: Meanings = NO_MEANINGS

    @classmethod
    def of(cls, text: str, meanings: Meanings = NO_MEANINGS) -> "Typed":
        text = text[:MOST_LETTERS]
        every = words(text)[:MOST_WORDS]
        telling = [word for word in every if tells(word)] or every
        goes_on = text[-1:].isalnum()
        return cls(
            words=tuple(dict.fromkeys(telling)),
            unfinished=every[-1] if goes_on and every and every[-1] in telling else "",
            all_words=tuple(every),
            exact=key(text),
            beginning=key(text) if goes_on and len(every) > 1 else "",
            code=code(text),
            meanings=meanings,
        )

    @property
    def empty(self) -> bool:
        return not self.words and not self.code


def for_sale(query: Query) -> Query:
    """Among what is active and has prices in the shop's currency."""
    shown = _worth(0, term("shown", settings().shop_currency))
    return Query.boolean_query([(Occur.Must, shown), (Occur.Must, query)])


@dataclass(frozen=True)
class Reading:
    """`strict`: as it was typed. `deep`: in descriptions too; if not, it is an answer only where it finds enough."""

    query: Query
    strict: bool
    deep: bool


def attempts(typed: Typed, known: Callable[[str, Query], bool]) -> Iterator[Reading]:
    """Ever more lenient readings; the first that finds anything is the answer. `known`: whether a word finds it."""
    strict = {word: _strict(word, typed) for word in typed.words}
    yield from _deeper(typed, strict, strict=True)
    unknown = {word for word in typed.words if not known(word, strict[word][True])}
    lenient = {word: _lenient(word, typed) for word in unknown}
    yield from _deeper(typed, strict | lenient)
    if len(unknown) < len(typed.words):
        yield from _deeper(typed, {word: lenient.get(word) or _lenient(word, typed) for word in typed.words})
    if len(typed.words) > 1:
        for deep in DEPTHS:
            some = [(Occur.Should, _lenient(word, typed, FEWEST_CONFUSED - 1)[deep]) for word in typed.words]
            half = Query.boolean_query(some, minimum_number_should_match=(len(some) + 1) // 2)
            yield Reading(_whole(typed, half), strict=False, deep=deep)


def _deeper(typed: Typed, by_word: Mapping[str, Depths], *, strict: bool = False) -> Iterator[Reading]:
    for deep in DEPTHS:
        yield Reading(_whole(typed, _all(by_word[word][deep] for word in typed.words)), strict, deep)


def _whole(typed: Typed, by_words: Query | None) -> Query:
    """The words, or the whole text as a code; more for a name that reads exactly or partly like it."""
    found = [by_words] if by_words else []
    found += [meant for phrase in typed.meanings.of_text(typed.all_words) if (meant := _meant(phrase, typed))]
    if typed.code:
        found.append(_worth(2000, term("codes", typed.code)))
    if len(typed.code) >= 3:
        found.append(_worth(20, beginning("codes", typed.code)))
    parts = [(Occur.Must, Query.disjunction_max_query(found))] if found else [(Occur.Must, Query.empty_query())]
    if typed.exact:
        parts.append((Occur.Should, _worth(EXACT, term("title_exact", typed.exact))))
    if typed.beginning:
        parts.append((Occur.Should, _worth(60, beginning("title_exact", typed.beginning))))
    stems: list[str | tuple[int, str]] = [stem(word) for word in typed.all_words]
    if len(stems) > 1:
        parts.append((Occur.Should, _worth(50, Query.phrase_query(SCHEMA, "title", stems))))
    parts.extend((Occur.Should, Query.boost_query(term("title", stem(word)), PINCH)) for word in typed.words)
    return Query.boolean_query(parts)


def _strict(word: str, typed: Typed) -> Depths:
    meant = [query for phrase in typed.meanings.of_word(word) if (query := _meant(phrase, typed))]
    return _depths([*_placed(word, typed), *meant], _described(word))


def _depths(named: list[Query], described: list[Query]) -> Depths:
    shallow = Query.disjunction_max_query(named, BESIDE)
    return shallow, Query.disjunction_max_query([*named, *described], BESIDE) if described else shallow


def _meant(phrase: Phrase, typed: Typed) -> Query | None:
    """Every word of a synonym, worth a little less than what was typed."""
    every = _all(Query.disjunction_max_query([*_placed(word, typed), *_described(word)], BESIDE) for word in phrase)
    return Query.boost_query(every, 0.8) if every else None


def _placed(word: str, typed: Typed) -> list[Query]:
    stemmed = stem(word)
    found = [
        _worth(IN_NAME, term("title_words", word)),
        _worth(IN_NAME_STEMMED, term("title", stemmed)),
        _worth(IN_BRAND, term("brand", stemmed)),
    ]
    if word == typed.unfinished:
        found.append(_worth(BEGINS_IN_NAME, beginning("title_words", word)))
        found.append(_worth(BEGINS_IN_BRAND, beginning("brand_words", word)))
    if any(letter.isdigit() for letter in word):
        found.append(_worth(30, term("codes", code(word))))
    return found


def _described(word: str) -> list[Query]:
    """For "and" stands in every description, and so does "it", the stem of "itted"."""
    stemmed = stem(word)
    return [_worth(1, term("description", stemmed))] if tells(word) and tells(stemmed) else []


def _lenient(word: str, typed: Typed, least: int = FEWEST_CONFUSED) -> Depths:
    slips = _slips(word, least)
    described = _described(word)
    if tells(stem(word)):
        described += [_worth(0.5 / slip, _like("description", stem(word), slip)) for slip in range(1, slips + 1)]
    return _depths([*_placed(word, typed), *_misspelt(word, typed, slips)], described)


def _slips(word: str, least: int) -> int:
    """One from `least` letters on, two from eight; none in numbers, codes and words that tell nothing."""
    if any(letter.isdigit() for letter in word) or not tells(word):
        return 0
    return 2 if len(word) >= 8 else 1 if len(word) >= least else 0


def _misspelt(word: str, typed: Typed, slips: int) -> Iterator[Query]:
    if slips and len(word) <= LONGEST_CONFUSED and word.isascii():
        yield _worth(4, Query.regex_query(SCHEMA, "title_words", likeliest(word)))
    for slip in range(1, slips + 1):
        yield _worth(5 - 1.5 * slip, _like("title_words", word, slip))
        yield _worth(3 - slip, _like("brand_words", word, slip))
    if slips and len(word) >= 5 and word == typed.unfinished:
        yield _worth(1.5, _like("title_words", word, 1, prefix=True))


def _all(queries: Iterable[Query]) -> Query | None:
    parts = [(Occur.Must, query) for query in queries]
    return Query.boolean_query(parts) if parts else None


def term(field: str, value: str) -> Query:
    return Query.term_query(SCHEMA, field, value)


def beginning(field: str, value: str) -> Query:
    return _like(field, value, 0, prefix=True)


def _like(field: str, value: str, slips: int, *, prefix: bool = False) -> Query:
    return Query.fuzzy_term_query(SCHEMA, field, value, distance=slips, prefix=prefix)


def _worth(score: float, query: Query) -> Query:
    return Query.const_score_query(query, score)
