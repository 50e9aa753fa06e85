"""A category as its form shows it, field by field, and what a filled-in form means."""

from typing import Final

from app.admin import forms
from app.admin.forms import Fields
from domains import catalog

LABELS: Final = {
    "name": "Name", "description": "Description", "position": "Place among its neighbours",
    "order": "Products shown first", "seo_title": "Title for search engines",
    "seo_description": "Description for search engines", "hidden": "Hidden",
}  # fmt: skip


async def described(category: catalog.KeptCategory) -> Fields:
    return {
        "name": category.name,
        "description": category.description,
        "position": str(category.position),
        "order": "\n".join(product.slug for product in await catalog.products_of(category.order)),
        "seo_title": category.seo_title,
        "seo_description": category.seo_description,
        "hidden": "yes" if category.hidden else "",
    }


async def details(fields: Fields) -> catalog.CategoryDetails:
    return catalog.CategoryDetails(
        name=fields.get("name", ""),
        description=fields.get("description", ""),
        position=forms.whole_number(fields.get("position", "") or "0", "position"),
        hidden=fields.get("hidden", "") == "yes",
        order=await catalog.product_ids(fields.get("order", "").split(), "order"),
        seo_title=fields.get("seo_title", ""),
        seo_description=fields.get("seo_description", ""),
    )
