"""What a product states of itself, as its type asks: read from what was typed, and written for people."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from ...shared import texts
from ...shared.errors import Invalid
from ..decimals import plain_decimal
from ..models import AttributeKind, AttributeSpec, AttributeValue, ProductType

LONGEST: Final = 500
COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
NUMBER: Final = re.compile(r"-?[0-9]{1,15}")


def read_attributes(
    kind: ProductType, typed: Mapping[str, Sequence[str]], *, complete: bool
) -> dict[str, AttributeValue]:
    """By key; what is empty is left out. Invalid names every wrong one as `attribute-key`; `complete`: none required
    may be missing."""
    answers: dict[str, AttributeValue] = {}
    wrong: dict[str, str] = {}
    for spec in kind.attributes:
        values = [value.strip() for value in typed.get(spec.key, ()) if value.strip()]
        try:
            if values:
                answers[spec.key] = _read(spec, values)
            elif spec.required and complete:
                raise ValueError(f"A product for sale needs this: {spec.name}.")
        except ValueError as problem:
            wrong[f"attribute-{spec.key}"] = str(problem)
    if wrong:
        raise Invalid("Some of the product's details cannot be right.", wrong)
    return answers


def specification(kind: ProductType, answers: Mapping[str, AttributeValue]) -> list[tuple[str, str]]:
    """Name and value as people read them, in the type's order."""
    return [(spec.name, _written(spec, answers[spec.key])) for spec in kind.attributes if spec.key in answers]


def typed_values(answer: AttributeValue | None) -> list[str]:
    """The answer as its field shows it."""
    if answer is None:
        return []
    if isinstance(answer, list):
        return list(answer)
    return ["yes" if answer else "no"] if isinstance(answer, bool) else [str(answer)]


def _read(spec: AttributeSpec, values: list[str]) -> AttributeValue:
    if spec.kind is AttributeKind.MULTISELECT:
        return [_choice(spec, value) for value in dict.fromkeys(values)]
    [value] = values[:1]
    match spec.kind:
        case AttributeKind.NUMBER:
            return _number(value)
        case AttributeKind.DECIMAL:
            return _decimal(value)
        case AttributeKind.BOOL:
            return _yes_or_no(value)
        case AttributeKind.DATE:
            return _day(value)
        case AttributeKind.SELECT:
            return _choice(spec, value)
        case AttributeKind.COLOUR:
            return _colour(value)
        case _:
            return _text(value)


def _number(value: str) -> int:
    if not NUMBER.fullmatch(value):
        raise ValueError("Give a whole number, such as 40.")
    return int(value)


def _decimal(value: str) -> str:
    number = plain_decimal(value)
    if number is None:
        raise ValueError("Give a number, such as 2.5.")
    return number


def _yes_or_no(value: str) -> bool:
    if value not in ("yes", "no"):
        raise ValueError("Choose yes or no.")
    return value == "yes"


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise ValueError("Give a day as year-month-day, such as 2026-11-22.") from None


def _choice(spec: AttributeSpec, value: str) -> str:
    if value not in spec.choices:
        raise ValueError("Choose from those offered.")
    return value


def _colour(value: str) -> str:
    if not COLOUR.fullmatch(value.lower()):
        raise ValueError("Give a colour as # and six digits, such as #1a2b3c.")
    return value.lower()


def _text(value: str) -> str:
    if len(value) > LONGEST:
        raise ValueError(f"At most {LONGEST} characters fit here.")
    return value


def _written(spec: AttributeSpec, answer: AttributeValue) -> str:
    if isinstance(answer, bool):
        return "Yes" if answer else "No"
    if isinstance(answer, list):
        return ", ".join(answer)
    if spec.kind is AttributeKind.DATE:
        return texts.day(date.fromisoformat(str(answer)))
    return f"{answer} {spec.unit}".strip()
