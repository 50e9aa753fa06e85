"""A product type as its form shows it, its details row by row, and what a filled-in form means."""

from typing import Final

from app.admin import forms
from app.admin.forms import Fields
from app.admin.row_forms import Rows
from domains import catalog

ROWS: Final = Rows("details", "name", ("name", "kind", "choices", "unit", "required", "filterable", "key"))
LABELS: Final = {"name": "Name", "details": "Details"}


def described(kind: catalog.ProductType) -> Fields:
    shown = {"name": kind.name}
    for row, spec in enumerate(kind.attributes):
        shown |= {
            f"name-{row}": spec.name,
            f"kind-{row}": spec.kind.value,
            f"choices-{row}": ", ".join(spec.choices),
            f"unit-{row}": spec.unit,
            f"required-{row}": "yes" if spec.required else "",
            f"filterable-{row}": "yes" if spec.filterable else "",
            f"key-{row}": spec.key,
        }
    return shown


def attributes(fields: Fields) -> list[catalog.AttributeSpec]:
    """Rows with a name; what had a key keeps it, so that products keep their answers when a name changes."""
    return [_attribute(fields, row) for row in ROWS.said(fields)]


def _attribute(fields: Fields, row: int) -> catalog.AttributeSpec:
    name = " ".join(fields[f"name-{row}"].split())
    kind = forms.choice(catalog.AttributeKind, fields.get(f"kind-{row}", "")) or catalog.AttributeKind.TEXT
    choices = [part for part in (each.strip() for each in fields.get(f"choices-{row}", "").split(",")) if part]
    return catalog.AttributeSpec(
        key=fields.get(f"key-{row}", "") or catalog.slugify(name)[:60].strip("-"),
        name=name,
        kind=kind,
        required=fields.get(f"required-{row}", "") == "yes",
        filterable=fields.get(f"filterable-{row}", "") == "yes",
        choices=list(dict.fromkeys(choices)) if kind.chosen else [],
        unit=fields.get(f"unit-{row}", ""),
    )
