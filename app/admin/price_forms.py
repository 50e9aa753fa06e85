"""A variant's prices as their form shows them, field by field, and what the filled-in form means."""

from typing import Final

from app.admin import forms
from app.admin.forms import Fields
from domains import catalog
from domains.shared.money import Money

TIERS: Final = range(5)
LABELS: Final = {
    "price": "Price", "compare_at": "Before the sale", "cost": "What it costs us",
    **{f"tier_quantity_{place}": f"{place + 1}. From quantity" for place in TIERS},
    **{f"tier_price_{place}": f"{place + 1}. One costs" for place in TIERS},
}  # fmt: skip


def priced(variant: catalog.Variant) -> Fields:
    shown = {
        "price": str(variant.price.decimal),
        "compare_at": str(variant.compare_at.decimal) if variant.compare_at else "",
        "cost": str(variant.cost.decimal) if variant.cost else "",
    }
    for place in TIERS:
        tier = variant.tiers[place] if place < len(variant.tiers) else None
        shown[f"tier_quantity_{place}"] = str(tier.quantity) if tier else ""
        shown[f"tier_price_{place}"] = str(tier.price.decimal) if tier else ""
    return shown


def prices(fields: Fields, currency: str) -> catalog.VariantPrices:
    def optional(name: str) -> Money | None:
        return forms.amount(fields[name], currency, name) if fields.get(name) else None

    tiers = []
    for place in TIERS:
        quantity, price = f"tier_quantity_{place}", f"tier_price_{place}"
        if fields.get(quantity) or fields.get(price):
            count = forms.whole_number(fields.get(quantity, ""), quantity)
            tiers.append(catalog.Tier(quantity=count, price=forms.amount(fields.get(price, ""), currency, price)))
    regular = forms.amount(fields.get("price", ""), currency, "price")
    return catalog.VariantPrices(regular, optional("compare_at"), optional("cost"), tiers)
