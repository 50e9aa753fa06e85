"""The parts a promotion's form is put together from: what each asks for, and rows of them added and taken away."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.admin.forms import Fields

MOST_ROWS: Final = 40
PLACE: Final = re.compile(r"(?P<list>benefits|scope|all_of|any_of)(-\d{1,3}-(?P<inner>steps|bought|scope))?")


@dataclass(frozen=True)
class Ask:
    """One input; `form` is amount, percent, count, text, lines, tick, or the name of a list of suggestions."""

    name: str
    label: str
    form: str = "count"
    hint: str = ""
    optional: bool = False
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Shape:
    """A kind of part: what it asks for, and the list of further parts inside it."""

    label: str
    asks: tuple[Ask, ...] = ()
    inner: str = ""


@dataclass(frozen=True)
class Offer:
    """What one list may hold, by kind; `none` says what it means when it is empty."""

    legend: str
    none: str
    shapes: Mapping[str, Shape]


PERCENT: Final = Ask("basis_points", "Percent", "percent")
CAP: Final = Ask("most", "At most", "amount", optional=True)
AMOUNT: Final = Ask("amount", "Amount", "amount")
EACH: Final = Ask("each", "Off every unit", "tick")
UNITS: Final = Ask("quantity", "How many")
AT: Final = Ask("at", "From", "text", "Units or an amount, as chosen above")
BY: Final = Ask("by", "Reached by", options=(("quantity", "Quantity"), ("amount", "Amount")))
HOWS: Final = {"with": "part of it", "without": "left out", "again": "part of it all the same"}
HOW: Final = Ask("how", "These are", options=tuple(HOWS.items()))
COMMAS: Final = "With commas between them"
LINES: Final = "Each on a line of its own"

SCOPE: Final = {
    "category": Shape("A category and all below it", (Ask("names", "Its address", "categories"), HOW)),
    "collection": Shape("A collection", (Ask("names", "Its address", "collections"), HOW)),
    "products": Shape("Products", (Ask("names", "Their SKUs or addresses", "lines", LINES), HOW)),
    "skus": Shape("Variants", (Ask("names", "Their SKUs", "lines", LINES), HOW)),
}
STEPS: Final = {
    "percent_off": Shape("Percent off", (AT, PERCENT, CAP)),
    "amount_off": Shape("Amount off", (AT, AMOUNT, EACH)),
}
BENEFITS: Final = {
    "percent_off": Shape("Percent off", (PERCENT, CAP)),
    "amount_off": Shape("Amount off", (AMOUNT, EACH)),
    "tiered": Shape("More off in steps", (BY,), "steps"),
    "buy_get": Shape(
        "Buy some, get some",
        (
            Ask("buy", "For every"),
            Ask("get", "The cheapest further"),
            Ask("basis_points", "Percent off those", "percent", "100 is free"),
            Ask("most_times", "Times in an order", optional=True),
        ),
        "bought",
    ),
    "set_price": Shape("So many for a price", (UNITS, Ask("amount", "Cost together", "amount"))),
    "gift": Shape("A gift", (Ask("sku", "Its SKU", "text"), UNITS)),
    "free_shipping": Shape("Free delivery"),
}
CONDITIONS: Final = {
    "minimum_quantity": Shape("At least so many", (UNITS,), "scope"),
    "minimum_amount": Shape("At least for an amount", (AMOUNT,), "scope"),
    "in_group": Shape("A customer of a group", (Ask("groups", "Groups, by their keys", "groups", COMMAS),)),
    "nth_order": Shape("Which order of a customer", (Ask("nth", "Number"), Ask("every", "And each so many", "tick"))),
    "shipping_by": Shape("Sent by", (Ask("methods", "Ways of delivery", "text", COMMAS),)),
}
OF_ANYTHING: Final = Offer("Counting only", "Everything in the cart counts.", SCOPE)
OFFERS: Final = {
    "benefits": Offer("What it gives", "Nothing yet.", BENEFITS),
    "scope": Offer("What it is for", "Everything the shop sells.", SCOPE),
    "all_of": Offer("What must hold", "Nothing: it is for every cart.", CONDITIONS),
    "any_of": Offer("And one of these must hold", "Nothing more.", CONDITIONS),
}
INNER: Final = {
    "steps": Offer("Steps", "No step yet.", STEPS),
    "bought": Offer("What has to be bought", "The same as what it is for.", SCOPE),
    "scope": OF_ANYTHING,
}


def offer(place: str) -> Offer:
    """KeyError for what is no list of the form."""
    found = PLACE.fullmatch(place)
    if found is None:
        raise KeyError(place)
    return INNER[found["inner"]] if found["inner"] else OFFERS[found["list"]]


def rows(fields: Mapping[str, str], place: str) -> list[str]:
    """The places of a list's parts in their order: `benefits-0`. What is no kind of part is passed over."""
    known, found = offer(place).shapes, []
    for name, value in fields.items():
        start, _, end = name.removesuffix("-kind").rpartition("-")
        if name.endswith("-kind") and start == place and re.fullmatch(r"[0-9]{1,3}", end) and value in known:
            found.append(int(end))
    return [f"{place}-{number}" for number in sorted(set(found))][:MOST_ROWS]


def shape(fields: Mapping[str, str], row: str) -> Shape:
    return offer(row.rpartition("-")[0]).shapes[fields[f"{row}-kind"]]


def how(fields: Mapping[str, str], row: str) -> str:
    """Whether a part of a scope is in it, left out of it, or in it all the same."""
    found = fields.get(f"{row}-how", "")
    return found if found in HOWS else "with"


def edited(fields: Fields) -> tuple[Fields, str]:
    """The form after its button `deed`: `add:benefits` or `remove:benefits-0`; and the place to look at next."""
    deed, _, place = fields.get("deed", "").partition(":")
    rest = {name: value for name, value in fields.items() if name != "deed"}
    if deed == "add" and PLACE.fullmatch(place):
        return _with_row(rest, place)
    if deed == "remove" and PLACE.fullmatch(place.rpartition("-")[0]):
        kept = {name: value for name, value in rest.items() if not name.startswith(f"{place}-")}
        return kept, place.rpartition("-")[0]
    return rest, ""


def _with_row(fields: Fields, place: str) -> tuple[Fields, str]:
    kind, there = fields.get(f"{place}-add", ""), rows(fields, place)
    if kind not in offer(place).shapes or len(there) >= MOST_ROWS:
        return fields, place
    number = int(there[-1].rpartition("-")[2]) + 1 if there else 0
    return fields | {f"{place}-{number}-kind": kind}, f"{place}-{number}"


def words(fields: Mapping[str, str], place: str) -> str:
    """What a list says, a line for each part: to compare two versions of it."""
    return "\n".join(_words(fields, row, "") for row in rows(fields, place))


def _words(fields: Mapping[str, str], row: str, indent: str) -> str:
    own = shape(fields, row)
    said = [_answer(ask, value) for ask in own.asks if (value := fields.get(f"{row}-{ask.name}"))]
    inner = rows(fields, f"{row}-{own.inner}") if own.inner else []
    first = f"{indent}{own.label}{': ' if said else ''}{', '.join(said)}"
    return "\n".join([first, *(_words(fields, each, indent + "  ") for each in inner)])


def _answer(ask: Ask, value: str) -> str:
    if ask.options:
        return dict(ask.options).get(value, value)
    if ask.form == "tick":
        return ask.label.lower()
    plain = ", ".join(value.split("\n"))
    return plain if ask.name == "names" else f"{ask.label.lower()} {plain}"


def title(fields: Mapping[str, str], name: str) -> str:
    """Of which part a field is, in the words of the form; empty for what is in none."""
    row, _, last = name.rpartition("-")
    if f"{name}-kind" in fields and PLACE.fullmatch(row):
        return shape(fields, name).label
    if f"{row}-kind" not in fields or not PLACE.fullmatch(row.rpartition("-")[0]):
        return ""
    own = shape(fields, row)
    asked = next((ask.label.lower() for ask in own.asks if ask.name == last), "")
    return ", ".join(filter(None, (own.label, asked)))
