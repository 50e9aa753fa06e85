"""The form for who and where: the fields a country's addresses need, what was typed and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from app.gateway.checkout import Contact
from app.gateway.sheet import Sheet
from domains import orders
from domains.shared.errors import Invalid
from domains.shared.settings import settings

SELDOM: Final = ("organization", "address-line2")  # folded away until they are needed
BILLING: Final = "billing-"
SAME: Final = "billing-same"


@dataclass(frozen=True)
class AddressPart:
    """One address of the form; the names of its fields begin with `prefix`."""

    values: Mapping[str, str]
    errors: Mapping[str, str]
    countries: Mapping[str, str]
    country: str
    prefix: str = ""

    @property
    def often(self) -> list[orders.AddressField]:
        return [each for each in self._fields if each.name not in SELDOM]

    @property
    def seldom(self) -> list[orders.AddressField]:
        return [each for each in self._fields if each.name in SELDOM]

    @property
    def names(self) -> list[str]:
        """Of its fields, from the top down."""
        return [self.prefix + each.name for each in [*self.often, *self.seldom]]

    @property
    def unfolded(self) -> bool:
        return any(self.value(name) or self.error(name) for name in SELDOM)

    @property
    def kind(self) -> str:
        """What stands before the autocomplete token of each field."""
        return "billing " if self.prefix else ""

    @property
    def _fields(self) -> list[orders.AddressField]:
        """An invoice needs no telephone."""
        fields = orders.address_form(self.country).fields
        return [each for each in fields if not (self.prefix and each.name == "tel")]

    def value(self, name: str) -> str:
        return self.values.get(self.prefix + name, "")

    def error(self, name: str) -> str:
        return self.errors.get(self.prefix + name, "")


@dataclass(frozen=True)
class ContactForm:
    values: Mapping[str, str]
    delivery: AddressPart
    billing: AddressPart
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def billed_there(self) -> bool:
        """Whether the invoice goes where the parcel goes."""
        return not billed_elsewhere(self.values)


async def from_sheet(sheet: Sheet) -> ContactForm:
    """Filled with what is known already."""
    known = {"email": sheet.email}
    if sheet.address:
        known |= orders.filled_in(sheet.address)
    if sheet.billing_address:
        known |= {BILLING + name: value for name, value in orders.filled_in(sheet.billing_address).items()}
    return await typed(known)


async def typed(values: Mapping[str, str], errors: Mapping[str, str] | None = None) -> ContactForm:
    countries = {country.code: country.name for country in await orders.countries()}
    wrong = errors or {}
    country = _country(values.get("country", ""), countries, settings().shop_country)
    delivery = AddressPart(values, wrong, countries, country)
    elsewhere = _country(values.get(BILLING + "country", ""), countries, country)
    billing = AddressPart(values, wrong, countries, elsewhere, BILLING)
    names = ["email", *delivery.names, *billing.names]
    in_order = {name: wrong[name] for name in names if name in wrong} | dict(wrong)
    return ContactForm(values, delivery, billing, in_order)


def check(values: Mapping[str, str]) -> Contact:
    """Invalid with all that is wrong at once."""
    wrong: dict[str, str] = {}
    email, address, billing = "", None, None
    try:
        email = orders.check_email(values.get("email", ""))
    except Invalid as invalid:
        wrong |= invalid.fields
    try:
        address = orders.check_address(values)
    except Invalid as invalid:
        wrong |= invalid.fields
    try:
        billing = orders.check_address(_billing(values)) if billed_elsewhere(values) else None
    except Invalid as invalid:
        wrong |= {BILLING + name: _for_the_invoice(told) for name, told in invalid.fields.items()}
    if wrong or address is None:
        raise Invalid("There is something to correct.", wrong)
    return Contact(email, address, billing)


def billed_elsewhere(values: Mapping[str, str]) -> bool:
    """An unticked box is not sent, nor is one of a form that has none."""
    return BILLING + "name" in values and SAME not in values


def _billing(values: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(BILLING): value for name, value in values.items() if name.startswith(BILLING)}


def _for_the_invoice(told: str) -> str:
    """In the summary it stands below the same words about the other address."""
    return f"For the invoice: {told[0].lower()}{told[1:]}"


def _country(code: str, countries: Mapping[str, str], otherwise: str) -> str:
    return code.upper() if code.upper() in countries else otherwise
