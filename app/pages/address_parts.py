"""One address of a form: the fields that its country needs, what was typed and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domains import orders

SELDOM: Final = ("organization", "address-line2")  # folded away until they are needed


@dataclass(frozen=True)
class AddressPart:
    """The names of its fields begin with `prefix`; `refresh` is the route that gives those of another country."""

    values: Mapping[str, str]
    errors: Mapping[str, str]
    countries: Mapping[str, str]
    country: str
    refresh: str
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


async def delivered_to() -> dict[str, str]:
    """The names of the countries that a form offers, by their codes."""
    return {country.code: country.name for country in await orders.countries()}


def offered(code: str, countries: Mapping[str, str], otherwise: str) -> str:
    return code.upper() if code.upper() in countries else otherwise
