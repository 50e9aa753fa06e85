"""The rule of a customer group: read from its form, shown in it again, and told in words."""

from collections.abc import Iterator
from datetime import date

from app.admin import forms
from app.admin.forms import Fields
from domains import users
from domains.shared import texts
from domains.shared.errors import Invalid
from domains.shared.money import Money
from domains.shared.settings import settings


def read(fields: Fields) -> users.Rule:
    """Invalid for the first that cannot be read; whether it means something is the domain's to say."""
    spent = fields.get("spent", "")
    return users.Rule(
        orders=_count(fields, "orders"),
        spent=forms.amount(spent, settings().shop_currency, "spent").amount if spent else None,
        domains=tuple(sorted(_domains(fields.get("domains", "")))),
        since=_day(fields.get("since", "")),
        days=_count(fields, "days"),
        marketing=fields.get("marketing") == "yes",
    )


def shown(rule: users.Rule) -> Fields:
    """What the fields of its form hold."""
    spent = str(Money(rule.spent, settings().shop_currency).decimal) if rule.spent else ""
    counts = {name: str(getattr(rule, name) or "") for name in ("orders", "days")}
    since = rule.since.isoformat() if rule.since else ""
    told = {"spent": spent, "domains": ", ".join(rule.domains), "since": since}
    return counts | told | {"marketing": "yes" if rule.marketing else ""}


def told(rule: users.Rule) -> list[str]:
    """Each condition in words; none where it is by hand alone."""
    return list(_told(rule))


def _told(rule: users.Rule) -> Iterator[str]:
    if rule.orders:
        yield f"{rule.orders} order{'s' if rule.orders > 1 else ''} or more"
    if rule.spent:
        yield f"spent {texts.minor_units(rule.spent, settings().shop_currency)} or more"
    if rule.domains:
        yield f"an address at {' or '.join(rule.domains)}"
    if rule.since:
        yield f"registered since {texts.day(rule.since)}"
    if rule.days:
        yield f"registered for {rule.days} day{'s' if rule.days > 1 else ''} or longer"
    if rule.marketing:
        yield "wants news by e-mail"


def _count(fields: Fields, name: str) -> int | None:
    value = fields.get(name, "")
    return forms.whole_number(value, name) if value else None


def _domains(value: str) -> set[str]:
    return {each.strip().lstrip("@").lower() for each in value.replace("\n", ",").split(",")} - {""}


def _day(value: str) -> date | None:
    if not value:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise Invalid("Give a day.", {"since": "Give a day, such as 2026-11-23."}) from None
    return day
