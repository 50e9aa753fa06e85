"""What may stand in a review: plain text of some length, nothing that is not to be seen or turns the line around."""

import re
import unicodedata
from typing import Final

from ...shared.errors import Invalid
from ..models import Words

LONGEST: Final = {"title": 100, "text": 4_000, "name": 50}
LONGEST_ANSWER: Final = 2_000
LONGEST_REASON: Final = 500
ASKED: Final = {
    "title": "Say in a few words how you find it.",
    "text": "Write a sentence or two.",
    "name": "Give the name to be shown; a first name is enough.",
}
STARS: Final = "Choose from one to five stars."
UNSEEN: Final = "There are characters in it that cannot be shown. Please take them out."
# Embeddings, overrides and isolates let a line run over its neighbours (Unicode TR 36, 3.1); blanks of no width hide
TURNING: Final = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def checked(words: Words) -> Words:
    """As it is kept; Invalid names every field at fault."""
    wrong: dict[str, str] = {} if words.rating in range(1, 6) else {"rating": STARS}
    kept: dict[str, str] = {}
    for name, most in LONGEST.items():
        try:
            kept[name] = plain(getattr(words, name), name, most, lines=name == "text")
        except Invalid as invalid:
            wrong |= invalid.fields
            continue
        if not any(char.isalnum() for char in kept[name]):
            wrong[name] = ASKED[name]
    if "@" in kept.get("name", ""):
        wrong["name"] = "Everybody reads this: give a name, not an address."
    if wrong:
        raise Invalid("Some of this cannot be saved as it is.", wrong)
    return Words(rating=words.rating, **kept)


def plain(text: str, field: str, most: int, *, lines: bool = True) -> str:
    """Invalid at `field` for control characters and for what is too long; marks that turn the line are left out."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    if CONTROL.search(text):
        raise Invalid(UNSEEN, {field: UNSEEN})
    text = TURNING.sub("", text)
    rows = [" ".join(row.split()) for row in (text.split("\n") if lines else [text])]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip()
    if len(text) > most:
        told = f"At most {most} characters fit here; these are {len(text)}."
        raise Invalid(told, {field: told})
    return text
