"""Passwords that are tried first, however long they are: the most used ones, their dressed-up kin, rows of keys."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

AROUND: Final = 6  # signs around a common word that make no password of it: "password-2026!"
LEFT: Final = 4  # signs beside one's own name or address that make none either
ROWS: Final = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1q2w3e4r5t6z7u8i9o0p")
UNWORDLY: Final = re.compile(r"^[\W\d_]+|[\W\d_]+$")  # around a word
LOOKALIKES: Final = str.maketrans("01345789@$!", "oleastbgasi")


def is_common(password: str, about: Sequence[str] = ()) -> bool:
    """`about`: words that an attacker knows anyway, such as the e-mail address and the shop's name."""
    plain = unicodedata.normalize("NFKC", password).casefold()
    return _is_known(plain) or _is_known(plain.translate(LOOKALIKES)) or _is_a_row(plain) or _is_about(plain, about)


def _is_known(plain: str) -> bool:
    core = UNWORDLY.sub("", plain)
    return plain in _most_used() or (len(plain) - len(core) <= AROUND and core in _most_used())


def _is_a_row(plain: str) -> bool:
    """One sign or a few of them again and again, or the keys as they lie side by side."""
    again = any(plain == (plain[:length] * len(plain))[: len(plain)] for length in range(1, 5))
    return again or any(plain in row * 2 or plain[::-1] in row * 2 for row in ROWS)


def _is_about(plain: str, about: Sequence[str]) -> bool:
    words = {part for word in about for part in (word.casefold(), *word.casefold().replace("@", ".").split("."))}
    return any(len(plain.replace(word, "")) <= LEFT for word in words if len(word) >= LEFT)


@lru_cache
def _most_used() -> frozenset[str]:
    """30,000, in lower case; read when the first password is chosen, not at every start."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # type: ignore[import-untyped] # ships no types

    return frozenset(FREQUENCY_LISTS["passwords"])
