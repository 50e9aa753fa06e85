"""Which fields an address needs in each country, what they are called there and in which order they are written."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from .address import Address
from .rules import ValidationRules, get_field_order, get_validation_rules

FORM_FIELDS: Final = {  # an Address's attributes → the names of form fields, which are their autocomplete tokens
    "name": "name",
    "company": "organization",
    "line1": "address-line1",
    "line2": "address-line2",
    "city": "address-level2",
    "region": "address-level1",
    "postal_code": "postal-code",
    "country": "country",
    "phone": "tel",
}
WRITTEN: Final = {
    "name": ("name",),
    "company_name": ("organization",),
    "street_address": ("address-line1", "address-line2"),
    "city": ("address-level2",),
    "country_area": ("address-level1",),
    "postal_code": ("postal-code",),
}
LABELS: Final = {
    "name": "Name",
    "organization": "Company",
    "address-line1": "Street and number",
    "address-line2": "Flat, floor, care of",
    "tel": "Phone",
}
CITIES: Final = {"city": "City", "post_town": "Town", "suburb": "Suburb", "district": "District"}
POSTCODES: Final = {"postal": "Postcode", "zip": "ZIP code", "eircode": "Eircode", "pin": "PIN code"}


@dataclass(frozen=True)
class AddressField:
    """`choices` are pairs of (value, label), for a list to choose from; empty for a field to type into."""

    name: str
    label: str
    required: bool
    example: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def autocomplete(self) -> str:
        return self.name


@dataclass(frozen=True)
class AddressForm:
    country: str
    fields: tuple[AddressField, ...]

    def field(self, name: str) -> AddressField | None:
        return next((field for field in self.fields if field.name == name), None)


@lru_cache
def address_form(country: str) -> AddressForm:
    """In the order of that country; the country and the phone are asked for last. Unknown: as in Germany."""
    rules = get_validation_rules({"country_code": country if known(country) else "DE"})
    order = [field for row in get_field_order({"country_code": rules.country_code}) for field in row]
    # Latin order: the name before the street, also where the country itself writes from the large to the small
    first = [field for field in ("name", "company_name", "street_address") if field in order]
    rest = [field for field in order if field not in first and field in WRITTEN]
    names = [name for field in [*first, *rest] for name in WRITTEN[field]]
    return AddressForm(rules.country_code, tuple(_field(name, rules) for name in [*names, "country", "tel"]))


def filled_in(address: Address) -> dict[str, str]:
    """What the fields of a form show for it."""
    return {name: getattr(address, attribute) for attribute, name in FORM_FIELDS.items()}


def known(country: str) -> bool:
    """Whether this is the code of a country at all, in capitals."""
    if len(country) != 2 or not country.isascii() or not country.isalpha() or country == "ZZ":
        return False
    try:
        get_validation_rules({"country_code": country})
    except ValueError:
        return False
    return True


def _field(name: str, rules: ValidationRules) -> AddressField:
    if name == "address-level1":
        label = rules.country_area_type.replace("_", " ").capitalize()
        return AddressField(name, label, "country_area" in rules.required_fields, choices=_regions(rules))
    if name == "address-level2":
        return AddressField(name, CITIES.get(rules.city_type, "City"), "city" in rules.required_fields)
    if name == "postal-code":
        label = POSTCODES.get(rules.postal_code_type, "Postcode")
        example = next(iter(rules.postal_code_examples), "")
        return AddressField(name, label, "postal_code" in rules.required_fields, example)
    if name == "country":
        return AddressField(name, "Country", required=True)
    return AddressField(name, LABELS[name], required=name in ("name", "address-line1"))


def _regions(rules: ValidationRules) -> tuple[tuple[str, str], ...]:
    """One label per region: the one in Latin letters where there are several."""
    labels: dict[str, str] = {}
    for key, label in rules.country_area_choices:
        if key not in labels or (label.isascii() and not labels[key].isascii()):
            labels[key] = label
    return tuple(sorted(labels.items(), key=lambda choice: choice[1]))
