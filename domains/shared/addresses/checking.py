"""Addresses as people type them, checked by what their country needs."""

import unicodedata
from collections.abc import Mapping
from typing import Final

from .. import phones
from ..errors import Invalid
from .address import Address, country_in_a_sentence
from .forms import FORM_FIELDS, AddressForm, address_form, known
from .postcodes import looks_right, spelled
from .rules import InvalidAddressError, normalize_address

LONGEST: Final = {"postal-code": 16, "tel": 30, "address-line1": 120, "address-line2": 120}
OTHERWISE: Final = 80
UNPRINTABLE: Final = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
TURNERS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # they reverse what is read
LIBRARY_FIELDS: Final = {
    "country_code": "country",
    "country_area": "region",
    "city": "city",
    "postal_code": "postal_code",
    "street_address": "line1",
}


def check_address(data: Mapping[str, str]) -> Address:
    """From a form's fields (`address-line1` …) to an Address. Invalid, with what to do about each field."""
    wrong: dict[str, str] = {}
    typed = {field: _clean(data.get(name, ""), name, wrong) for field, name in FORM_FIELDS.items()}
    typed["country"] = typed["country"].upper()
    if "country" not in wrong and not known(typed["country"]):
        wrong["country"] = "Please choose a country."
    if "name" not in wrong and not any(character.isalnum() for character in typed["name"]):
        wrong["name"] = "Please enter the name of whoever receives it."
    if "tel" not in wrong and typed["phone"]:
        number = phones.spelled(typed["phone"])
        if number is None:
            wrong["tel"] = "Please enter a phone number, such as +49 30 123456, or leave this empty."
        typed["phone"] = number or ""
    if "country" not in wrong:
        wrong = _check_place(typed) | wrong
    if wrong:
        raise Invalid("Please look at the address once more.", wrong)
    return Address(**typed)


def _clean(value: str, name: str, wrong: dict[str, str]) -> str:
    text = unicodedata.normalize("NFC", value.strip(" \u00a0\u3000"))
    if any(unicodedata.category(character) in UNPRINTABLE or character in TURNERS for character in text):
        wrong[name] = "Please remove the characters that cannot be printed."
        return ""
    text = " ".join(text.split())
    longest = LONGEST.get(name, OTHERWISE)
    if len(text) > longest:
        wrong[name] = f"Please use at most {longest} characters."
    return text


def _check_place(typed: dict[str, str]) -> dict[str, str]:
    """What the country's own rules say; `typed` gets its postcode and region as that country spells them."""
    typed["postal_code"] = spelled(typed["postal_code"], typed["country"])
    place = {theirs: typed[ours] for theirs, ours in LIBRARY_FIELDS.items()}
    try:
        normal = normalize_address(place)
    except InvalidAddressError as error:
        return {
            FORM_FIELDS[LIBRARY_FIELDS[field]]: _advice(field, why, typed)
            for field, why in error.errors.items()
            if field in LIBRARY_FIELDS
        }
    typed["region"] = normal["country_area"]
    return {}


def _advice(field: str, why: str, typed: Mapping[str, str]) -> str:
    form = address_form(typed["country"])
    shown = form.field(FORM_FIELDS[LIBRARY_FIELDS[field]])
    label = _inside_a_sentence(shown.label if shown else "address")
    if why == "required":
        return f"Please enter the {label}."
    if field == "country_area":
        return f"Please choose one of the list as the {label}."
    if shown and looks_right(typed["postal_code"], typed["country"]):
        return f"This {label} does not belong to the {_region_label(form)} you have chosen."
    example = f" It looks like {shown.example}." if shown and shown.example else ""
    return f"This is not a {label} in {country_in_a_sentence(typed['country'])}.{example}"


def _region_label(form: AddressForm) -> str:
    region = form.field("address-level1")
    return _inside_a_sentence(region.label) if region else "region"


def _inside_a_sentence(label: str) -> str:
    """City → city, but ZIP code stays."""
    return label if label[:2].isupper() else label[0].lower() + label[1:]
