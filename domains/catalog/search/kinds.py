"""What product types say of attributes: by which of them shoppers filter, by value or between two numbers."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..models import AttributeKind
from .notes import NotedAttribute, NotedType

ATTRIBUTE, NUMBER = "a.", "n."
MEASURED = (AttributeKind.NUMBER, AttributeKind.DECIMAL)


@dataclass(frozen=True)
class Kinds:
    """`by_type`: the attributes to filter by. `names` and `units` by facet; where types differ the first one counts."""

    by_type: Mapping[str, tuple[NotedAttribute, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, types: Iterable[NotedType]) -> "Kinds":
        ordered = sorted(types, key=lambda each: each.key)
        by_type = {each.key: tuple(spec for spec in each.attributes if spec.filterable) for each in ordered}
        specs = [spec for filterable in by_type.values() for spec in filterable][::-1]
        return cls(by_type, {facet(spec): spec.name for spec in specs}, {facet(spec): spec.unit for spec in specs})

    def values(self, kind: str, answers: Mapping[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
        """Facets of a product of this type, each with the values it bears."""
        for spec in self.by_type.get(kind, ()):
            if spec.key in answers and not measured(spec):
                yield facet(spec), answers[spec.key]

    def numbers(self, kind: str, answers: Mapping[str, list[str]]) -> dict[str, float]:
        """What a product of this type states in numbers."""
        specs = [spec for spec in self.by_type.get(kind, ()) if measured(spec)]
        stated = {facet(spec): _number(answers.get(spec.key, [])) for spec in specs}
        return {name: number for name, number in stated.items() if number is not None}

    def changed_since(self, before: "Kinds") -> set[str]:
        """Types whose products have to be looked at again."""
        known = self.by_type.keys() | before.by_type.keys()
        return {kind for kind in known if _filed(self.by_type.get(kind)) != _filed(before.by_type.get(kind))}


def measured(spec: NotedAttribute) -> bool:
    return spec.kind in MEASURED


def facet(spec: NotedAttribute) -> str:
    """As addresses call it."""
    return f"{NUMBER if measured(spec) else ATTRIBUTE}{spec.key}"


def _filed(specs: tuple[NotedAttribute, ...] | None) -> set[str]:
    return {facet(spec) for spec in specs or ()}


def _number(answer: list[str]) -> float | None:
    """What was answered while the attribute was a text is none."""
    try:
        number = float(answer[0])
    except (IndexError, ValueError):
        return None
    return number if math.isfinite(number) else None
