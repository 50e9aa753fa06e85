"""A promotion's benefits, conditions and scope as staff write them: a line for each, read and written here."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from domains import catalog
from domains.shared.errors import Invalid
from domains.shared.money import Money

AMOUNT: Final = r"[0-9]{1,9}(?:[.,][0-9]{1,4})?"
SHARE: Final = rf"(?P<share>{AMOUNT}) ?%(?: off)?(?: up to (?P<most>{AMOUNT}))?"
OFF: Final = rf"(?P<off>{AMOUNT}) off(?P<each> each)?"
COUNT: Final = r"[0-9]{1,6}"
STEP: Final = rf"from (?:(?P<units>{COUNT}) units?|(?P<worth>{AMOUNT})): (?P<rest>.+)"
BUY: Final = (
    rf"buy (?P<buy>{COUNT})(?: of \((?P<bought>[^)]*)\))? get (?P<get>{COUNT})"
    rf"(?: free| at (?P<share>{AMOUNT}) ?% off)(?: at most (?P<times>{COUNT}) times?)?"
)
SET: Final = rf"(?P<units>{COUNT}) for (?P<price>{AMOUNT})"
GIFT: Final = rf"gift (?P<units>{COUNT}) x (?P<sku>\S.*)"
LEAST: Final = rf"at least (?:(?P<units>{COUNT}) units?|(?P<worth>{AMOUNT}))(?: of \((?P<scope>[^)]*)\))?"
ORDER: Final = rf"(?P<every>every )?order (?P<nth>{COUNT})"
KINDS: Final = ("skus", "products", "categories", "collections")
NAMES: Final = {"sku": "skus", "product": "products", "category": "categories", "collection": "collections"}

Found = Mapping[str, str | None]


def benefits(text: str, currency: str) -> tuple[catalog.Benefit, ...]:
    """Steps of one measure after each other are one staircase."""
    return _Reader(currency, "benefits").benefits(text)


def conditions(text: str, currency: str) -> tuple[catalog.Condition, ...]:
    reader = _Reader(currency, "conditions")
    return tuple(reader.condition(line) for line in _lines(text))


def scope(text: str, field: str = "scope") -> catalog.Scope | None:
    """Empty is everything."""
    return _scope(re.split(r"[\n,]", text), field)


class _Reader:
    def __init__(self, currency: str, field: str) -> None:
        self._currency, self._field = currency, field

    def benefits(self, text: str) -> tuple[catalog.Benefit, ...]:
        found: list[catalog.Benefit] = []
        for line in _lines(text):
            if step := _match(STEP, line):
                self._climb(found, step)
            else:
                found.append(self._benefit(line))
        return tuple(found)

    def condition(self, line: str) -> catalog.Condition:
        if got := _match(LEAST, line):
            within = scope(got["scope"], self._field) if got["scope"] is not None else None
            if got["units"]:
                return catalog.MinimumQuantity(int(got["units"]), within)
            return catalog.MinimumAmount(self._amount(got["worth"]), within)
        if got := _match(r"groups? (?P<names>.+)", line):
            return catalog.InGroup(frozenset(name.casefold() for name in _names(got["names"])))
        if got := _match(r"sent by (?P<names>.+)", line):
            return catalog.ShippingBy(_names(got["names"]))
        if got := _match(ORDER, line):
            return catalog.NthOrder(int(got["nth"] or 0), every=bool(got["every"]))
        raise self._unread(line)

    def _benefit(self, line: str) -> catalog.Benefit:
        if line.casefold() == "free shipping":
            return catalog.FreeShipping()
        if got := _match(BUY, line):
            bought = scope(got["bought"], self._field) if got["bought"] is not None else None
            share = self._share(got["share"]) if got["share"] else 10_000
            times = int(got["times"]) if got["times"] else None
            return catalog.BuyGet(int(got["buy"] or 0), int(got["get"] or 0), share, bought, times)
        if got := _match(SET, line):
            return catalog.SetPrice(self._amount(got["price"]), int(got["units"] or 0))
        if got := _match(GIFT, line):
            return catalog.Gift(got["sku"] or "", int(got["units"] or 0))
        return self._reduction(line)

    def _reduction(self, line: str) -> catalog.PercentOff | catalog.AmountOff:
        if got := _match(SHARE, line):
            return catalog.PercentOff(self._share(got["share"]), self._amount(got["most"]) if got["most"] else None)
        if got := _match(OFF, line):
            return catalog.AmountOff(self._amount(got["off"]), each=bool(got["each"]))
        raise self._unread(line)

    def _climb(self, found: list[catalog.Benefit], step: Found) -> None:
        by = catalog.Measure.QUANTITY if step["units"] else catalog.Measure.AMOUNT
        at = int(step["units"]) if step["units"] else self._amount(step["worth"])
        stair = catalog.PromotionStep(at, self._reduction(step["rest"] or ""))
        last = found[-1] if found else None
        if isinstance(last, catalog.Tiered) and last.by is by:
            found[-1] = catalog.Tiered(by, (*last.steps, stair))
        else:
            found.append(catalog.Tiered(by, (stair,)))

    def _amount(self, written: str | None) -> int:
        try:
            return Money.parse((written or "").replace(",", "."), self._currency).amount
        except Invalid as wrong:
            raise Invalid(wrong.message, {self._field: wrong.message}) from None

    def _share(self, written: str | None) -> int:
        exact = Decimal((written or "0").replace(",", ".")) * 100
        if exact != exact.to_integral_value():
            told = "A percentage has at most two decimals."
            raise Invalid(told, {self._field: told})
        return int(exact)

    def _unread(self, line: str) -> Invalid:
        told = f"“{line[:60]}” is not understood. Write it as one of the examples."
        return Invalid(told, {self._field: told})


def _scope(entries: Sequence[str], field: str) -> catalog.Scope | None:
    named: dict[str, set[str]] = {kind: set() for kind in KINDS}
    out: list[str] = []
    for entry in (entry.strip() for entry in entries):
        kind, _, name = entry.partition(" ")
        if kind.casefold() == "not":
            out.append(name)
        elif kind.casefold() in NAMES and name.strip():
            named[NAMES[kind.casefold()]].add(name.strip())
        elif entry:
            told = f"“{entry[:60]}”: write sku, product, category or collection and its name."
            raise Invalid(told, {field: told})
    if not out and not any(named.values()):
        return None
    return catalog.Scope(
        skus=frozenset(named["skus"]),
        products=_identities(named["products"], field),
        categories=frozenset(path.strip("/") for path in named["categories"]),
        collections=_identities(named["collections"], field),
        but_not=_scope(out, field) if out else None,
    )


def _identities(names: set[str], field: str) -> frozenset[UUID]:
    try:
        return frozenset(UUID(name) for name in names)
    except ValueError:
        told = "A product or a collection is named by the id in the address of its page."
        raise Invalid(told, {field: told}) from None


def _match(pattern: str, line: str) -> Found | None:
    found = re.fullmatch(pattern, line, re.IGNORECASE)
    return found.groupdict() if found else None


def _lines(text: str) -> Iterator[str]:
    return (" ".join(line.split()) for line in text.splitlines() if line.strip())


def _names(text: str | None) -> frozenset[str]:
    return frozenset(name.strip() for name in (text or "").split(",") if name.strip())
