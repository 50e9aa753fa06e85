"""All that went into pricing a cart, as JSON kept with its order: read back, it gives the same answer and reasons."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from ...shared.pricing import Priced
from ..categories.tree import lineage
from ..promotions.terms import BuyGet, Condition, MinimumAmount, MinimumQuantity, Promotion, Scope
from .cart import price
from .conditions import Writer, plainly
from .goods import LineSnapshot, PricingContext
from .inputs import ListedInput, PriceListTerms
from .unit import PriceContext, unit_price

VERSION: Final = 1


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    lines: tuple[LineSnapshot, ...]
    context: PricingContext


def snapshot(lines: Sequence[LineSnapshot], context: PricingContext) -> dict[str, Any]:
    """Only what these prices were made of is kept: of a promotion over a whole catalogue what concerns these lines, of
    earlier prices those that a struck-through one is measured by, of price lists those that a kept price stands on."""
    near, used = _Near(lines), _Used(context)
    kept_lines, gifts = tuple(map(used.line, lines)), tuple(map(used.line, context.gifts))
    narrowed = msgspec.structs.replace(
        context,
        promotions=tuple(near.promotion(each) for each in context.promotions),
        lists=tuple(used.terms((*zip(lines, kept_lines, strict=True), *zip(context.gifts, gifts, strict=True)))),
        gifts=gifts,
    )
    kept: dict[str, Any] = msgspec.to_builtins(
        Snapshot(version=VERSION, lines=kept_lines, context=narrowed), order="deterministic", str_keys=True
    )
    return kept


def explain(kept: dict[str, Any], *, write: Writer = plainly) -> Priced:
    """ValueError for a version this code does not know."""
    if kept.get("version") != VERSION:
        raise ValueError(f"a pricing snapshot of version {kept.get('version')} cannot be read")
    read = msgspec.convert(kept, Snapshot, strict=False)
    return price(read.lines, read.context, write=write)


class _Used:
    def __init__(self, context: PricingContext) -> None:
        self._context = context
        self._lists = {terms.id: terms for terms in context.lists}

    def line(self, whole: LineSnapshot) -> LineSnapshot:
        at, inputs = self._context.at, whole.inputs
        asked = PriceContext(at, whole.quantity, self._context.groups, self._lists)
        if unit_price(inputs, asked).lowest is not None:
            return whole
        now = msgspec.structs.replace(
            inputs,
            sales=tuple(sale for sale in inputs.sales if sale.open_at(at)),
            listed=tuple(entry for entry in inputs.listed if self._holds(entry)),
            trail=(),
        )
        return msgspec.structs.replace(whole, inputs=now)

    def terms(self, lines: Sequence[tuple[LineSnapshot, LineSnapshot]]) -> Iterator[PriceListTerms]:
        """Of lines as they were and as they are kept: those that a price stands on, as they are at this moment; what
        they were before that, where a line is kept whole because earlier prices count."""
        listed = {entry.list_id for _, kept in lines for entry in kept.inputs.listed}
        measured = {entry.list_id for line, kept in lines if kept is line for entry in line.inputs.listed}
        for terms in self._context.lists:
            if terms.id in listed:
                yield terms if terms.id in measured else terms.only_at(self._context.at)

    def _holds(self, entry: ListedInput) -> bool:
        at, terms = self._context.at, self._lists.get(entry.list_id)
        then = terms.at(at) if terms else None
        return bool(then and entry.open_at(at) and then.open_at(at) and then.for_groups(self._context.groups))


class _Near:
    """What the lines are, by every name that a scope may use."""

    def __init__(self, lines: Sequence[LineSnapshot]) -> None:
        self._skus = frozenset(line.sku for line in lines)
        self._products = frozenset(line.product_id for line in lines if line.product_id)
        self._categories = frozenset(path for line in lines for path in lineage(line.category))
        self._collections = frozenset(collection for line in lines for collection in line.collections)

    def promotion(self, whole: Promotion) -> Promotion:
        benefits = tuple(
            msgspec.structs.replace(each, bought=self.scope(each.bought)) if isinstance(each, BuyGet) else each
            for each in whole.benefits
        )
        return msgspec.structs.replace(
            whole,
            scope=self.scope(whole.scope),
            benefits=benefits,
            all_of=tuple(map(self._condition, whole.all_of)),
            any_of=tuple(map(self._condition, whole.any_of)),
        )

    def scope(self, whole: Scope | None) -> Scope | None:
        if whole is None:
            return None
        return Scope(
            skus=whole.skus & self._skus,
            products=whole.products & self._products,
            categories=whole.categories & self._categories,
            collections=whole.collections & self._collections,
            but_not=self.scope(whole.but_not),
        )

    def _condition(self, whole: Condition) -> Condition:
        if isinstance(whole, MinimumQuantity | MinimumAmount):
            return msgspec.structs.replace(whole, scope=self.scope(whole.scope))
        return whole
