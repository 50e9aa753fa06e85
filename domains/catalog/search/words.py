"""Words as the index knows them: folded, lower-cased, stemmed; and codes as people copy them."""

import re
import unicodedata
from functools import lru_cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

LONGEST_WORD = 40
LONGEST_KEY = 300
APOSTROPHES = str.maketrans("", "", "'’ʼ‘`´")
HYPHENATED = re.compile(r"\w+(?:[-‐‑]\w+)+")
ANY_LETTER = "[a-z0-9]"  # as they are folded; a pattern with a dot stands for all of Unicode and is dear to prepare
NOT_IN_CODES = re.compile(r"[\W_]+")


@lru_cache
def plain_analyzer() -> TextAnalyzer:
    """`Smörgås-Bord` → smorgas, bord."""
    return _folded().build()


@lru_cache
def stemming_analyzer() -> TextAnalyzer:
    """As the plain one, then English stems: `Running` → run."""
    return _folded().filter(Filter.stemmer("english")).build()


@lru_cache
def telling_analyzer() -> TextAnalyzer:
    """As the plain one, without the words that tell nothing: the, with, of."""
    return _folded().filter(Filter.stopword("english")).build()


def tidy(text: str) -> str:
    """One way of writing what looks alike, without what no index can hold. Women’s and womens are one word."""
    clean = text.encode("utf-8", "ignore").decode()
    return unicodedata.normalize("NFKC", clean).translate(APOSTROPHES)


def searchable(text: str) -> str:
    """Tidy text in which a t-shirt can also be found as tshirt."""
    clean = tidy(text)
    joined = [re.sub(r"\W", "", each) for each in HYPHENATED.findall(clean)]
    return " ".join([clean, *joined])


def words(text: str) -> list[str]:
    return split(tidy(text))


def split(tidied: str) -> list[str]:
    return plain_analyzer().analyze(tidied)


def stem(word: str) -> str:
    return next(iter(stemming_analyzer().analyze(word)), word)


def tells(word: str) -> bool:
    return bool(telling_analyzer().analyze(word))


def likeliest(word: str) -> str:
    """The slips of a quick hand as a pattern: after the first letter one is left out, doubled up or two are swapped.

    Who types `towl` means a towel rather than a bowl.
    """
    tails = [word[at:] for at in range(1, len(word))]
    left_out = [word[: -len(tail)] + ANY_LETTER + tail for tail in tails] + [word + ANY_LETTER]
    too_many = [word[: -len(tail)] + tail[1:] for tail in tails]
    swapped = [word[: -len(tail)] + tail[1] + tail[0] + tail[2:] for tail in tails if len(tail) > 1]
    return "|".join(dict.fromkeys([*left_out, *too_many, *swapped]))


def key(text: str) -> str:
    """A whole title in one piece, for exact matches and for sorting by name."""
    return " ".join(words(text))[:LONGEST_KEY]


def code(text: str) -> str:
    """`ab-12 3` and `AB123` are the same SKU to whoever looks it up."""
    return NOT_IN_CODES.sub("", tidy(text)).casefold()[:LONGEST_KEY]


def _folded() -> TextAnalyzerBuilder:
    simple = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(LONGEST_WORD))
    return simple.filter(Filter.lowercase()).filter(Filter.ascii_fold())
