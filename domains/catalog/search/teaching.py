"""What staff teach the search: words that mean the same, and words that lead straight to a page of the shop."""

import posixpath
import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from ...shared.errors import Invalid
from ..database import documents
from .asked import LONGEST
from .meanings import phrase
from .notes import WORDS, NotedWord, read_words

MOST_SYNONYMS = 20
SEARCH = "/search"
PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,200}")


async def taught() -> list[NotedWord]:
    return sorted(await read_words(), key=lambda word: word.typed)


async def teach(typed: str, synonyms: Sequence[str] = (), target: str = "") -> None:
    """Replaces what was taught of these words. Searches know it within a second or two."""
    words = phrase(typed)
    meant = tuple(dict.fromkeys(" ".join(phrase(each)) for each in synonyms))
    _check(" ".join(words), [each for each in meant if each], target)
    kept = {"synonyms": [each for each in meant if each], "target": target}
    await documents.database[WORDS].replace_one({"_id": " ".join(words)}, kept, upsert=True)


async def unlearn(typed: str) -> None:
    await documents.database[WORDS].delete_one({"_id": " ".join(phrase(typed))})


def _check(typed: str, synonyms: Sequence[str], target: str) -> None:
    if not typed or len(typed) > LONGEST:
        raise Invalid(
            "Give the words that are typed.", {"typed": f"Give one word or a few, {LONGEST} letters at most."}
        )
    if not synonyms and not target:
        told = "Say what it also means, or where it leads."
        raise Invalid(told, {"synonyms": told})
    if len(synonyms) > MOST_SYNONYMS or any(len(each) > LONGEST for each in synonyms):
        told = f"Give {MOST_SYNONYMS} words at most, each of {LONGEST} letters at most."
        raise Invalid(told, {"synonyms": told})
    if target and not PATH.fullmatch(target):
        told = "Give a page of this shop as its path, such as /categories/kitchen."
        raise Invalid(told, {"target": told})
    if _is_search(target):
        told = "Lead to a page, not to another search, which might lead back; words that mean the same go beside it."
        raise Invalid(told, {"target": told})


def _is_search(target: str) -> bool:
    path = posixpath.normpath(unquote(urlsplit(target).path))
    return path == SEARCH or path.startswith(f"{SEARCH}/")
