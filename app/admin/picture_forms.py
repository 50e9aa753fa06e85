"""The forms in which a product's pictures are described and chosen, field by field, for two editors to compare."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.admin import product_forms
from app.admin.forms import Fields
from domains import catalog


@dataclass(frozen=True)
class Sheet:
    """`save` names the route that takes the form; `shown` is what it shows of a product as it is now."""

    save: str
    labels: Callable[[catalog.Product], Mapping[str, str]]
    shown: Callable[[catalog.Product], Fields]


def one(picture_id: UUID) -> Sheet:
    labels = {"alt": "What it shows", "focus": "What must stay in sight"}

    def shown(product: catalog.Product) -> Fields:
        picture = product.picture(picture_id)
        return {"alt": picture.alt, "focus": picture.focus.value}

    return Sheet("admin.describe_picture", lambda product: labels, shown)


def _words(product: catalog.Product) -> Fields:
    return {f"alt-{picture.id}": picture.alt for picture in product.gallery}


def _choices(product: catalog.Product) -> Fields:
    return {f"variant-{variant.id}": str(variant.picture_id or "") for variant in product.variants}


SILENT = Sheet(
    "admin.describe_pictures",
    lambda product: {f"alt-{key}": told for key, told in product_forms.numbered(product).items()},
    _words,
)
CHOICES = Sheet(
    "admin.choose_pictures",
    lambda product: {f"variant-{variant.id}": variant.name or variant.sku for variant in product.variants},
    _choices,
)
