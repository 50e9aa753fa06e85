"""The form of a promotion: what a kept one shows in it, and what was typed into it as terms."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from app.admin import forms, promotion_words
from app.admin.prices import moment
from app.admin.promotion_writing import amount, benefit_lines, condition_lines, scope_entries
from domains import catalog
from domains.shared.errors import Invalid
from domains.shared.settings import settings

NEW: Final = UUID(int=0)
BLANK: Final = {"kind": "line", "priority": "0"}
Fields = Mapping[str, str]


def shown(promotion: catalog.Promotion) -> dict[str, str]:
    """By the names of the form's fields."""
    limits, currency = promotion.limits, promotion.currency
    return {
        "name": promotion.name,
        "label": promotion.label,
        "kind": promotion.kind.value,
        "benefits": "\n".join(benefit_lines(promotion)),
        "scope": "\n".join(scope_entries(promotion.scope)),
        "all_of": "\n".join(condition_lines(promotion.all_of, currency)),
        "any_of": "\n".join(condition_lines(promotion.any_of, currency)),
        "by_code": "yes" if promotion.by_code else "",
        "starts_at": _local(promotion.starts_at),
        "ends_at": _local(promotion.ends_at),
        "priority": str(promotion.priority),
        "exclusive": "yes" if promotion.exclusive else "",
        **{f"beside_{kind}": "yes" for kind in promotion.combines_with},
        "most": _amount(promotion.most, currency),
        "overall": _count(limits.overall),
        "per_customer": _count(limits.per_customer),
        "per_code": _count(limits.per_code),
        "budget": _amount(limits.budget, currency),
    }


def read(fields: Fields) -> catalog.Promotion:
    """Invalid names the field at fault; what the terms must be is the catalogue's to say."""
    currency = settings().shop_currency
    kind = forms.choice(catalog.PromotionClass, fields.get("kind", ""))
    if kind is None:
        raise Invalid("Choose one of those offered.", {"kind": "Choose one of those offered."})
    return catalog.Promotion(
        id=NEW,
        name=fields.get("name", ""),
        label=fields.get("label", ""),
        kind=kind,
        currency=currency,
        benefits=promotion_words.benefits(fields.get("benefits", ""), currency),
        scope=promotion_words.scope(fields.get("scope", "")),
        by_code=bool(fields.get("by_code")),
        starts_at=moment(fields.get("starts_at", ""), "starts_at"),
        ends_at=moment(fields.get("ends_at", ""), "ends_at"),
        priority=_priority(fields.get("priority", "")),
        exclusive=bool(fields.get("exclusive")),
        combines_with=frozenset(each for each in catalog.PromotionClass if fields.get(f"beside_{each}")),
        all_of=promotion_words.conditions(fields.get("all_of", ""), currency),
        any_of=promotion_words.conditions(fields.get("any_of", ""), currency),
        most=_typed_amount(fields, "most", currency),
        limits=_limits(fields, currency),
    )


def _limits(fields: Fields, currency: str) -> catalog.Limits:
    try:
        counts = {
            name: forms.whole_number(fields[name], "limits") if fields.get(name) else None
            for name in ("overall", "per_customer", "per_code")
        }
        return catalog.Limits(**counts, budget=_typed_amount(fields, "budget", currency))
    except Invalid as wrong:
        raise Invalid(wrong.message, {"limits": next(iter(wrong.fields.values()))}) from None


def _typed_amount(fields: Fields, name: str, currency: str) -> int | None:
    return forms.amount(fields[name], currency, name).amount if fields.get(name) else None


def _priority(typed: str) -> int:
    sign = -1 if typed.startswith("-") else 1
    return sign * forms.whole_number(typed.removeprefix("-") or "0", "priority")


def _local(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%dT%H:%M") if at else ""


def _amount(value: int | None, currency: str) -> str:
    return "" if value is None else amount(value, currency)


def _count(value: int | None) -> str:
    return "" if value is None else str(value)
