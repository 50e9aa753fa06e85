"""The form of a promotion: what a kept one shows in it, and what was typed into it as terms."""

from dataclasses import replace
from typing import Final
from uuid import UUID

from app.admin import conflicts, forms, moments, promotion_parts, promotion_showing
from app.admin.forms import Fields
from app.admin.promotion_reading import Reader, identities
from app.admin.promotion_showing import amount
from domains import catalog
from domains.shared.settings import settings

LABELS: Final = {
    "name": "Name for staff", "label": "Name for shoppers", "kind": "Takes off from",
    "announcement": "Said in the shop",
    **{place: offer.legend for place, offer in promotion_parts.OFFERS.items()},
    "by_code": "It asks for a code", "starts_at": "From", "ends_at": "To", "priority": "Priority",
    "exclusive": "It stands alone", "beside_line": "Beside promotions on lines",
    "beside_order": "Beside promotions on the order", "beside_shipping": "Beside promotions on delivery",
    "most": "At most off an order", "budget": "Budget", "overall": "Uses altogether",
    "per_customer": "Uses by one customer", "per_code": "Uses of one code",
}  # fmt: skip
NEW: Final = UUID(int=0)
BLANK: Final = {"kind": "line", "priority": "0", "benefits-0-kind": "percent_off"}


async def shown(promotion: catalog.Promotion) -> Fields:
    """By the names of the form's fields."""
    scopes = list(promotion_showing.named(promotion))
    products = await catalog.products_of(sorted({each for scope in scopes for each in scope.products}))
    wanted = {each for scope in scopes for each in scope.collections}
    collections = [each for each in (await catalog.collections() if wanted else []) if each.id in wanted]
    names = {each.id: each.slug for each in products} | {each.id: each.slug for each in collections}
    return _head(promotion) | promotion_showing.fields_of(promotion, names)


def _head(promotion: catalog.Promotion) -> Fields:
    limits, currency = promotion.limits, promotion.currency
    return {
        "name": promotion.name,
        "label": promotion.label,
        "announcement": promotion.announcement,
        "kind": promotion.kind.value,
        "by_code": "yes" if promotion.by_code else "",
        "starts_at": moments.shown(promotion.starts_at),
        "ends_at": moments.shown(promotion.ends_at),
        "priority": str(promotion.priority),
        "exclusive": "yes" if promotion.exclusive else "",
        **{f"beside_{kind}": "yes" for kind in promotion.combines_with},
        "most": amount(promotion.most, currency),
        "overall": _count(limits.overall),
        "per_customer": _count(limits.per_customer),
        "per_code": _count(limits.per_code),
        "budget": amount(limits.budget, currency),
    }


async def read(fields: Fields) -> catalog.Promotion:
    """Invalid names every field that cannot be read; what the terms must be is the catalogue's to say."""
    ids, unknown = await identities(fields)
    reader = Reader(fields, settings().shop_currency, ids)
    found = catalog.Promotion(
        id=NEW,
        name=fields.get("name", ""),
        label=fields.get("label", ""),
        announcement=fields.get("announcement", ""),
        kind=reader.choice(catalog.PromotionClass, "kind", catalog.PromotionClass.LINE),
        currency=settings().shop_currency,
        benefits=reader.benefits(),
        scope=reader.scope("scope"),
        by_code=reader.tick("by_code"),
        starts_at=reader.moment("starts_at"),
        ends_at=reader.moment("ends_at"),
        priority=reader.read(lambda: _priority(fields.get("priority", "")), 0),
        exclusive=reader.tick("exclusive"),
        combines_with=frozenset(each for each in catalog.PromotionClass if reader.tick(f"beside_{each}")),
        all_of=reader.conditions("all_of"),
        any_of=reader.conditions("any_of"),
        most=reader.amount_or_none("most"),
        limits=_limits(reader),
    )
    return reader.sure_of(found, unknown)


def compared(fields: Fields) -> Fields:
    """What two versions are compared by: each field, and each list of parts as a whole."""
    return (
        dict.fromkeys(LABELS, "")
        | fields
        | {each: promotion_parts.words(fields, each) for each in promotion_parts.OFFERS}
    )


def clash(typed: Fields, current: Fields, revision: object) -> conflicts.Clash:
    found = conflicts.clash(compared(typed), compared(current), LABELS, revision)
    return replace(found, fields={name: value for name, value in found.fields.items() if name in typed})


def settled(typed: Fields, current: Fields) -> Fields:
    """The form after its editor has chosen: of a list of parts all of theirs, or all of mine."""
    theirs = tuple(f"{place}-" for place in promotion_parts.OFFERS if typed.get(f"{conflicts.KEEP}{place}") == "theirs")
    mine = {name: value for name, value in conflicts.settled(typed, current).items() if not name.startswith(theirs)}
    return mine | {name: value for name, value in current.items() if name.startswith(theirs)}


def summary(refused: forms.Refused) -> list[tuple[str, str]]:
    """For `error_summary`: what is wrong, and of which part of the form."""
    told = []
    for anchor, wrong in refused.summary:
        name = anchor.removeprefix(f"{refused.form}-")
        where = promotion_parts.title(refused.fields, name) or LABELS.get(name, "")
        told.append((anchor, f"{where}: {wrong}" if where else wrong))
    return told


def _limits(reader: Reader) -> catalog.Limits:
    counts = {name: reader.count_or_none(name) for name in ("overall", "per_customer", "per_code")}
    return catalog.Limits(**counts, budget=reader.amount_or_none("budget"))


def _priority(typed: str) -> int:
    sign = -1 if typed.startswith("-") else 1
    return sign * forms.whole_number(typed.removeprefix("-") or "0", "priority")


def _count(value: int | None) -> str:
    return "" if value is None else str(value)
