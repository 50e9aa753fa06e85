"""Choosing a variant: which choices a product offers, and where each of them leads."""

from collections.abc import Mapping
from dataclasses import dataclass

from domains import catalog


@dataclass(frozen=True)
class Choice:
    """`sku` is the variant it leads to; `note` says why it cannot be bought as things stand, empty where it can."""

    value: str
    sku: str
    chosen: bool
    note: str


@dataclass(frozen=True)
class Axis:
    name: str
    chosen: str
    choices: tuple[Choice, ...]


def chosen_variant(product: catalog.Product, sku: str, left: Mapping[str, int]) -> catalog.Variant:
    """The one asked for; else the first that can be bought; else the first."""
    ordered = sorted(product.variants, key=lambda variant: variant.position)
    asked = [variant for variant in ordered if variant.sku.casefold() == sku.casefold()]
    in_stock = [variant for variant in ordered if left.get(variant.sku, 0) > 0]
    return (asked or in_stock or ordered)[0]


def axes(product: catalog.Product, chosen: catalog.Variant, left: Mapping[str, int]) -> tuple[Axis, ...]:
    """One axis per option that leaves a choice."""
    return tuple(
        Axis(option.name, chosen.options.get(option.name, ""), _choices(product, option, chosen, left))
        for option in product.options
        if len(option.values) > 1
    )


def _choices(
    product: catalog.Product, option: catalog.Option, chosen: catalog.Variant, left: Mapping[str, int]
) -> tuple[Choice, ...]:
    found = []
    for value in option.values:
        wanted = {**chosen.options, option.name: value}
        having = [variant for variant in product.variants if variant.options.get(option.name) == value]
        if not having:
            continue
        variant = max(having, key=lambda one: _agreement(one, wanted))
        note = _other(variant, wanted) if variant.options != wanted else ""
        if not note and left.get(variant.sku, 0) < 1:
            note = "sold out"
        found.append(Choice(value, variant.sku, value == chosen.options.get(option.name), note))
    return tuple(found)


def _other(variant: catalog.Variant, wanted: Mapping[str, str]) -> str:
    """Not made together with what is chosen: which other choice comes with it."""
    return "only " + ", ".join(value for name, value in variant.options.items() if wanted.get(name) != value)


def _agreement(variant: catalog.Variant, wanted: Mapping[str, str]) -> int:
    return sum(variant.options.get(name) == value for name, value in wanted.items())
