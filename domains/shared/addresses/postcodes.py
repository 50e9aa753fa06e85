"""Postcodes as people type them (`sw1a1aa`, `D-10115`, `００９５０`) to as their country spells them."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from .rules import ValidationRules, get_validation_rules

BETWEEN: Final = r"[\W_ー]"  # the last is a Japanese vowel mark, typed for a dash


def spelled(text: str, country: str) -> str:
    """The country's spelling where the code can be one, otherwise what was typed, in capitals."""
    typed = unicodedata.normalize("NFKC", text).upper().strip()
    rules = get_validation_rules({"country_code": country})
    if not typed or not rules.postal_code_matchers:
        return typed
    fits = rules.postal_code_matchers[0]
    return next((code for code in _candidates(typed, rules) if fits.fullmatch(code)), typed)


def looks_right(code: str, country: str) -> bool:
    """Whether it can be one of the country, in whichever region."""
    shapes = get_validation_rules({"country_code": country}).postal_code_matchers
    return bool(shapes) and shapes[0].fullmatch(code) is not None


def _candidates(typed: str, rules: ValidationRules) -> Iterator[str]:
    """The bare code and what is left without a prefix such as D-, CH- or LV; each first in the shape of an example."""
    bare = re.sub(BETWEEN, "", typed)
    plain = re.sub(BETWEEN, "", re.sub(rf"^[A-Z]{{1,2}}{BETWEEN}", "", typed))
    for code in (bare, plain, bare.removeprefix(rules.country_code), rules.country_code + bare):
        for example in rules.postal_code_examples:
            yield from _shaped(code, example)
        yield code


def _shaped(code: str, example: str) -> Iterator[str]:
    """`00950` like `05-470`: the separators of the example at its places."""
    if sum(character.isalnum() for character in example) == len(code):
        letters = iter(code)
        yield "".join(next(letters) if character.isalnum() else character for character in example)
