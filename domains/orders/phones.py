"""Phone numbers as people type them: `0049 (0)30 / 12 34-56`, `tel:+49–30–123456`, `030 123456 ext. 7`."""

import re
import unicodedata
from typing import Final

EXTENSION: Final = re.compile(r"\s*(?:extension|ext\.?|x|#)\s*[0-9]{1,6}$", re.IGNORECASE)
SPELLED: Final = re.compile(r"\+?[0-9()\-./ ]+")
FEWEST, MOST = 5, 17  # digits: the longest number has 15, and 00 may stand before it


def spelled(text: str) -> str | None:
    """With the signs of a keypad, otherwise as typed; None for what can be no phone number."""
    typed = unicodedata.normalize("NFKC", text).strip().removeprefix("tel:")
    number = "".join("-" if unicodedata.category(character) == "Pd" else character for character in typed)
    bare = EXTENSION.sub("", number)
    digits = sum(character.isdigit() for character in bare)
    fits = FEWEST <= digits <= MOST and SPELLED.fullmatch(bare.replace("(+", "+", 1))
    return number if fits else None
