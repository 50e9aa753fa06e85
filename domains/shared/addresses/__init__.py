"""Addresses: what one is, which fields it has in each country, and whether what was typed can be one."""

from .address import Address, AddressColumn, country_in_a_sentence, country_name
from .checking import check_address
from .forms import AddressField, AddressForm, address_form, filled_in, known

__all__ = [
    "Address",
    "AddressColumn",
    "AddressField",
    "AddressForm",
    "address_form",
    "check_address",
    "country_in_a_sentence",
    "country_name",
    "filled_in",
    "known",
]
