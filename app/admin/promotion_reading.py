"""The filled-in form of a promotion as benefits, conditions and scopes; every input at fault is named by its field."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeVar
from uuid import UUID

from app.admin import forms, group_names, moments, promotion_parts
from app.admin.forms import AMOUNT, Fields
from domains import catalog
from domains.shared.errors import Invalid

T = TypeVar("T")
State = TypeVar("State", bound=StrEnum)
TOLD: Final = "This promotion cannot be saved as it is."
Ids = Mapping[str, frozenset[UUID]]


async def identities(fields: Fields) -> tuple[dict[str, frozenset[UUID]], dict[str, str]]:
    """The products and collections named in the form, by the place of their row; what nobody knows, also of groups."""
    found: dict[str, frozenset[UUID]] = {}
    wrong: dict[str, str] = {}
    kept = {each.slug: each.id for each in await catalog.collections()}
    for name, kind in fields.items():
        row = name.removesuffix("-kind")
        names, groups = _names(fields.get(f"{row}-names", "")), f"{row}-groups"
        if kind == "in_group" and (told := await group_names.unknown(group_names.keys(fields.get(groups, "")))):
            wrong[groups] = told
        if name == row or kind not in ("products", "collection"):
            continue
        try:
            if kind == "products":
                found[row] = await _products(names, f"{row}-names")
            else:
                found[row] = frozenset(kept.get(each.strip("/")) or _identity(each, f"{row}-names") for each in names)
        except Invalid as refused:
            wrong |= refused.fields
    return found, wrong


class Reader:
    """Reads on where something is wrong, so that all of it is told at once."""

    def __init__(self, fields: Fields, currency: str, ids: Ids) -> None:
        self._fields, self._currency, self._ids = fields, currency, ids
        self.wrong: dict[str, str] = {}

    def benefits(self) -> tuple[catalog.Benefit, ...]:
        return tuple(self._benefit(row) for row in promotion_parts.rows(self._fields, "benefits"))

    def conditions(self, place: str) -> tuple[catalog.Condition, ...]:
        return tuple(self._condition(row) for row in promotion_parts.rows(self._fields, place))

    def scope(self, place: str) -> catalog.Scope | None:
        """None where no part is named: everything."""
        rows = promotion_parts.rows(self._fields, place)
        scope = None
        for how in reversed(promotion_parts.HOWS):
            own = [row for row in rows if promotion_parts.how(self._fields, row) == how]
            if own or scope is not None:
                scope = self._scope(own, scope)
        return scope

    def text(self, name: str) -> str:
        return " ".join(self._fields.get(name, "").split())

    def tick(self, name: str) -> bool:
        return self._fields.get(name) == "yes"

    def count(self, name: str) -> int:
        return self.read(lambda: forms.whole_number(self._fields.get(name, ""), name), 1)

    def amount(self, name: str) -> int:
        return self.read(lambda: forms.amount(self._fields.get(name, ""), self._currency, name).amount, 1)

    def count_or_none(self, name: str) -> int | None:
        return self.count(name) if self._fields.get(name) else None

    def amount_or_none(self, name: str) -> int | None:
        return self.amount(name) if self._fields.get(name) else None

    def moment(self, name: str) -> datetime | None:
        return self.read(lambda: moments.read(self._fields, name), None)

    def choice(self, states: type[State], name: str, otherwise: State) -> State:
        found = forms.choice(states, self._fields.get(name, ""))
        if found is None:
            self.wrong[name] = "Choose one of those offered."
        return found or otherwise

    def sure_of(self, promotion: catalog.Promotion, unknown: dict[str, str]) -> catalog.Promotion:
        """Invalid with all that could not be read, and the names that nobody knows."""
        if wrong := self.wrong | unknown:
            raise Invalid(TOLD, wrong)
        return promotion

    def read(self, read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except Invalid as refused:
            self.wrong |= refused.fields
            return otherwise

    def _benefit(self, row: str) -> catalog.Benefit:
        match self._fields[f"{row}-kind"]:
            case "tiered":
                return self._stairs(row)
            case "buy_get":
                buy, get, times = self.count(f"{row}-buy"), self.count(f"{row}-get"), f"{row}-most_times"
                share, bought = self._share(f"{row}-basis_points"), self.scope(f"{row}-bought")
                return catalog.BuyGet(buy, get, share, bought, self.count_or_none(times))
            case "set_price":
                return catalog.SetPrice(self.amount(f"{row}-amount"), self.count(f"{row}-quantity"))
            case "gift":
                return catalog.Gift(self.text(f"{row}-sku"), self.count(f"{row}-quantity"))
            case "free_shipping":
                return catalog.FreeShipping()
            case _:
                return self._reduction(row)

    def _reduction(self, row: str) -> catalog.PercentOff | catalog.AmountOff:
        if self._fields[f"{row}-kind"] == "percent_off":
            return catalog.PercentOff(self._share(f"{row}-basis_points"), self.amount_or_none(f"{row}-most"))
        return catalog.AmountOff(self.amount(f"{row}-amount"), each=self.tick(f"{row}-each"))

    def _stairs(self, row: str) -> catalog.Tiered:
        by = forms.choice(catalog.Measure, self._fields.get(f"{row}-by", "")) or catalog.Measure.QUANTITY
        reached = self.amount if by is catalog.Measure.AMOUNT else self.count
        rows = promotion_parts.rows(self._fields, f"{row}-steps")
        return catalog.Tiered(
            by, tuple(catalog.PromotionStep(reached(f"{each}-at"), self._reduction(each)) for each in rows)
        )

    def _condition(self, row: str) -> catalog.Condition:
        match self._fields[f"{row}-kind"]:
            case "minimum_quantity":
                return catalog.MinimumQuantity(self.count(f"{row}-quantity"), self.scope(f"{row}-scope"))
            case "minimum_amount":
                return catalog.MinimumAmount(self.amount(f"{row}-amount"), self.scope(f"{row}-scope"))
            case "in_group":
                return catalog.InGroup(group_names.keys(self._fields.get(f"{row}-groups", "")))
            case "nth_order":
                return catalog.NthOrder(self.count(f"{row}-nth"), every=self.tick(f"{row}-every"))
            case _:
                return catalog.ShippingBy(_names(self._fields.get(f"{row}-methods", "").replace(",", "\n")))

    def _scope(self, rows: list[str], but_not: catalog.Scope | None) -> catalog.Scope:
        named: dict[str, frozenset[str]] = dict.fromkeys(promotion_parts.SCOPE, frozenset())
        ids: dict[str, frozenset[UUID]] = dict.fromkeys(promotion_parts.SCOPE, frozenset())
        for row in rows:
            kind, names = self._fields[f"{row}-kind"], _names(self._fields.get(f"{row}-names", ""))
            if not names:
                self.wrong[f"{row}-names"] = "Say which, or remove this."
            named[kind] |= names
            ids[kind] |= self._ids.get(row, frozenset())
        return catalog.Scope(
            skus=named["skus"],
            products=ids["products"],
            categories=frozenset(path.strip("/") for path in named["category"]),
            collections=ids["collection"],
            but_not=but_not,
        )

    def _share(self, name: str) -> int:
        typed = self._fields.get(name, "").removesuffix("%").strip()
        exact = Decimal(typed.replace(",", ".")) * 100 if AMOUNT.fullmatch(typed) else Decimal("NaN")
        if exact.is_finite() and exact == exact.to_integral_value():
            return int(exact)
        self.wrong[name] = "Give a percentage such as 20 or 12.5."
        return 1


async def _products(names: frozenset[str], field: str) -> frozenset[UUID]:
    ids = {name: found for name in names if (found := _as_identity(name))}
    return frozenset(ids.values()) | frozenset(await catalog.product_ids(sorted(names - ids.keys()), field))


def _identity(name: str, field: str) -> UUID:
    if found := _as_identity(name):
        return found
    told = f"There is no collection with the address “{name[:60]}”."
    raise Invalid(told, {field: told})


def _as_identity(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.splitlines() if name.strip())
