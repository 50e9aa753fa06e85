"""Asks once more before something is removed that cannot be brought back: a plain page with two ways."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.responses import Rendered, page

Where = tuple[str, Mapping[str, str]]  # a route, and what its address needs


@dataclass(frozen=True)
class Question:
    """`deed` is where the form goes, `hidden` what it carries; `back` is the page that stays as it is, named so."""

    asks: str
    told: str
    deed: Where
    back: Where
    place: str
    hidden: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def ask(question: Question) -> Rendered:
    return page("admin/removal", question=question)
