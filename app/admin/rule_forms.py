"""A collection as its form shows it, its rule row by row, and what a filled-in form means."""

from collections.abc import Sequence
from typing import Final

from app.admin import forms
from app.admin.forms import Fields
from app.admin.row_forms import Rows
from domains import catalog
from domains.shared.money import Money
from domains.shared.settings import settings

LABELS: Final = {
    "title": "Title", "slug": "Address", "description": "Description", "match": "A product is in it when",
    "rule": "Rule", "products": "Products", "seo_title": "Title for search engines",
    "seo_description": "Description for search engines", "hidden": "Hidden",
}  # fmt: skip
AMOUNTS: Final = (catalog.ConditionField.PRICE_FROM, catalog.ConditionField.PRICE_TO)
ROWS: Final = Rows("rule", "field", ("field", "key", "value"), most=40)


def described(collection: catalog.Collection, members: Sequence[catalog.Product]) -> Fields:
    own = {
        "title": collection.title,
        "slug": collection.slug,
        "description": collection.description,
        "seo_title": collection.seo_title,
        "seo_description": collection.seo_description,
        "hidden": "yes" if collection.hidden else "",
    }
    if not collection.by_rule:
        return own | {"products": "\n".join(each.slug for each in members)}
    own["match"] = "all" if collection.match_all else "any"
    for row, each in enumerate(collection.conditions):
        value = _amount(each.value) if each.field in AMOUNTS else each.value
        own |= {f"field-{row}": each.field.value, f"key-{row}": each.key, f"value-{row}": value}
    return own


def details(fields: Fields) -> catalog.CollectionDetails:
    return catalog.CollectionDetails(
        title=fields.get("title", ""),
        slug=fields.get("slug", ""),
        description=fields.get("description", ""),
        products=tuple(fields.get("products", "").split()),
        conditions=tuple(_conditions(fields)),
        match_all=fields.get("match", "all") == "all",
        hidden=fields.get("hidden", "") == "yes",
        seo_title=fields.get("seo_title", ""),
        seo_description=fields.get("seo_description", ""),
    )


def _conditions(fields: Fields) -> list[catalog.RuleCondition]:
    """The rows that say what they are about."""
    found = []
    for row in ROWS.said(fields):
        field = forms.choice(catalog.ConditionField, fields[f"field-{row}"])
        value = fields.get(f"value-{row}", "")
        if field is None:
            continue
        if field in AMOUNTS:
            value = str(forms.amount(value, settings().shop_currency, f"value-{row}").amount)
        attribute = field is catalog.ConditionField.ATTRIBUTE
        found.append(
            catalog.RuleCondition(field=field, value=value, key=fields.get(f"key-{row}", "") if attribute else "")
        )
    return found


def _amount(minor_units: str) -> str:
    return str(Money(int(minor_units), settings().shop_currency).decimal)
