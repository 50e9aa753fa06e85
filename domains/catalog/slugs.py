"""Addresses made of words: lower case, no accents, dashes between."""

import re
import unicodedata

LONGEST = 255


def slugify(text: str) -> str:
    """`Women’s Coats & Jackets` → `womens-coats-jackets`. Other scripts keep their letters; may be empty."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = unicodedata.normalize("NFC", re.sub(r"['’‘`]", "", plain))
    return re.sub(r"[^\w]+", "-", plain)[:LONGEST].strip("-")
