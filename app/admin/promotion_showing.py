"""A promotion's benefits, conditions and scopes as the fields of its form."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from app.admin.forms import Fields
from app.admin.promotion_parts import HOWS
from domains import catalog
from domains.shared.money import Money

AMOUNTS: Final = ("amount", "most")
NAMED: Final = ("groups", "methods")
NESTED: Final = ("scope", "bought", "steps")

Names = Mapping[UUID, str]
Part = catalog.Benefit | catalog.Condition


def named(promotion: catalog.Promotion) -> Iterator[catalog.Scope]:
    """Every scope that it speaks of, what is left out of them too."""
    parts = (*promotion.benefits, *promotion.all_of, *promotion.any_of)
    scopes = [promotion.scope, *(getattr(each, "scope", None) or getattr(each, "bought", None) for each in parts)]
    for scope in scopes:
        while scope is not None:
            yield scope
            scope = scope.but_not


def fields_of(promotion: catalog.Promotion, names: Names) -> Fields:
    """`names` are what staff call products and collections; who has none is shown by its id."""
    shown, currency = dict(_scope("scope", promotion.scope, names)), promotion.currency
    for place, parts in (
        ("benefits", promotion.benefits),
        ("all_of", promotion.all_of),
        ("any_of", promotion.any_of),
    ):
        shown |= _parts(place, parts, currency, names)
    return shown


def amount(value: int | None, currency: str) -> str:
    return "" if value is None else str(Money(value, currency).decimal)


def percent(basis_points: int) -> str:
    return f"{(Decimal(basis_points) / 100).normalize():f}"


def _parts(place: str, parts: Sequence[Part], currency: str, names: Names) -> Fields:
    shown: Fields = {}
    for number, part in enumerate(parts):
        shown |= dict(_part(f"{place}-{number}", part, currency, names))
    return shown


def _part(row: str, part: Part, currency: str, names: Names) -> Iterator[tuple[str, str]]:
    yield f"{row}-kind", str(part.__struct_config__.tag)
    for name in part.__struct_fields__:
        if name not in NESTED:
            yield f"{row}-{name}", _written(name, getattr(part, name), currency)
    match part:
        case catalog.MinimumQuantity(_, scope) | catalog.MinimumAmount(_, scope):
            yield from _scope(f"{row}-scope", scope, names)
        case catalog.BuyGet():
            yield from _scope(f"{row}-bought", part.bought, names)
        case catalog.Tiered(by, steps):
            for number, step in enumerate(steps):
                inner = f"{row}-steps-{number}"
                yield f"{inner}-at", amount(step.at, currency) if by is catalog.Measure.AMOUNT else str(step.at)
                yield from _part(inner, step.benefit, currency, names)


def _written(name: str, value: object, currency: str) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if name == "basis_points" and isinstance(value, int):
        return percent(value)
    if name in AMOUNTS and isinstance(value, int):
        return amount(value, currency)
    return ", ".join(sorted(map(str, value))) if isinstance(value, frozenset) else str(value)


def _scope(place: str, scope: catalog.Scope | None, names: Names) -> Iterator[tuple[str, str]]:
    if scope is None:
        return
    entries = []
    for how in HOWS:
        entries += [(how, *each) for each in _entries(scope, names)] if scope else []
        scope = scope.but_not if scope else None
    for number, (how, kind, text) in enumerate(entries):
        yield f"{place}-{number}-kind", kind
        yield f"{place}-{number}-names", text
        yield f"{place}-{number}-how", how


def _entries(scope: catalog.Scope, names: Names) -> Iterator[tuple[str, str]]:
    for path in sorted(scope.categories):
        yield "category", path
    for each in sorted(scope.collections):
        yield "collection", names.get(each, str(each))
    if scope.products:
        yield "products", "\n".join(sorted(names.get(each, str(each)) for each in scope.products))
    if scope.skus:
        yield "skus", "\n".join(sorted(scope.skus))
