"""The form for who and where: the fields a country's addresses need, what was typed and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from app.gateway.sheet import Sheet
from domains import orders
from domains.shared.errors import Invalid
from domains.shared.settings import settings

SELDOM: Final = ("organization", "address-line2")  # folded away until they are needed


@dataclass(frozen=True)
class ContactForm:
    values: Mapping[str, str]
    countries: Mapping[str, str]
    country: str
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def often(self) -> list[orders.AddressField]:
        return [each for each in self._fields if each.name not in SELDOM]

    @property
    def seldom(self) -> list[orders.AddressField]:
        return [each for each in self._fields if each.name in SELDOM]

    @property
    def unfolded(self) -> bool:
        return any(self.value(name) or self.error(name) for name in SELDOM)

    @property
    def _fields(self) -> tuple[orders.AddressField, ...]:
        return orders.address_form(self.country).fields

    def in_order(self, errors: Mapping[str, str]) -> dict[str, str]:
        """As the form asks, from the top down."""
        names = ["email", *(each.name for each in [*self.often, *self.seldom])]
        known = {name: errors[name] for name in names if name in errors}
        return known | dict(errors)

    def value(self, name: str) -> str:
        return self.values.get(name, "")

    def error(self, name: str) -> str:
        return self.errors.get(name, "")


async def from_sheet(sheet: Sheet) -> ContactForm:
    """Filled with what is known already."""
    known = {"email": sheet.email}
    if sheet.address:
        known |= orders.filled_in(sheet.address)
    return await typed(known)


async def typed(values: Mapping[str, str], errors: Mapping[str, str] | None = None) -> ContactForm:
    countries = {country.code: country.name for country in await orders.countries()}
    country = values.get("country", "").upper()
    if country not in countries:
        country = settings().shop_country
    form = ContactForm(values, countries, country)
    return replace(form, errors=form.in_order(errors or {}))


def check(values: Mapping[str, str]) -> tuple[str, orders.Address]:
    """Invalid with all that is wrong at once."""
    wrong: dict[str, str] = {}
    try:
        email = orders.check_email(values.get("email", ""))
    except Invalid as invalid:
        wrong |= invalid.fields
    try:
        address = orders.check_address(values)
    except Invalid as invalid:
        wrong |= invalid.fields
    if wrong:
        raise Invalid("There is something to correct.", wrong)
    return email, address
