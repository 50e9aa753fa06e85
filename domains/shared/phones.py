"""Phone numbers as people type them: `0049 (0)30 / 12 34-56`, `tel:+49–30–123456`, `030 123456 ext. 7`."""

import re
import unicodedata
from typing import Final

import phonenumbers

EXTENSION: Final = re.compile(r"\s*(?:extension|ext\.?|x|#)\s*[0-9]{1,6}$", re.IGNORECASE)
SPELLED: Final = re.compile(r"\+?[0-9()\-./ ]+")
FEWEST, MOST = 5, 17  # digits: the longest number has 15, and 00 may stand before it
ABROAD: Final = re.compile(r"^\(?00(?=[1-9])")  # how most of the world dials out, whatever its own country does


def spelled(text: str) -> str | None:
    """With the signs of a keypad, otherwise as typed; None for what can be no phone number."""
    number = _plain(text)
    bare = EXTENSION.sub("", number)
    digits = sum(character.isdigit() for character in bare)
    fits = FEWEST <= digits <= MOST and SPELLED.fullmatch(bare.replace("(+", "+", 1))
    return number if fits else None


def e164(text: str, country: str) -> str | None:
    """`+4930123456`, in whatever way it is written; without its country's code, of a number of `country`. None for what
    nobody can be called by, and for an extension, which the format has no place for."""
    number = spelled(text)
    if number is None or EXTENSION.search(number):
        return None
    try:
        read = phonenumbers.parse(ABROAD.sub("+", number), country)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(read) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)


def shown(number: str) -> str:
    """`+49 30 123456`: what is kept, as people read it."""
    if not number:
        return ""
    try:
        read = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _plain(text: str) -> str:
    typed = unicodedata.normalize("NFKC", text).strip().removeprefix("tel:")
    return "".join(map(_of_a_keypad, typed))


def _of_a_keypad(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return str(digit) if digit is not None else "-" if unicodedata.category(character) == "Pd" else character
