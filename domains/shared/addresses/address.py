"""Where a parcel or an invoice goes: kept with a cart, frozen in an order, saved in a person's address book."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

import sqlalchemy as sa
from babel import Locale
from sqlalchemy.dialects import postgresql as pg

from .rules import get_field_order

WITH_ARTICLE: Final = frozenset(["AE", "BS", "CF", "DO", "GB", "GM", "IM", "KM", "MV", "NL", "PH", "US", "VA"])


@dataclass(frozen=True)
class Address:
    """`country` is an ISO 3166 code of two letters, `region` the key its country uses (US: CA)."""

    name: str
    line1: str
    city: str
    country: str
    company: str = ""
    line2: str = ""
    region: str = ""
    postal_code: str = ""
    phone: str = ""

    @property
    def country_name(self) -> str:
        return country_name(self.country)

    @property
    def country_in_a_sentence(self) -> str:
        return country_in_a_sentence(self.country)

    @property
    def lines(self) -> tuple[str, ...]:
        """As it is written on a parcel in that country."""
        return tuple(filter(None, [*self._written(), self.country_name]))

    def _written(self) -> Iterator[str]:
        values = {
            "name": self.name,
            "company_name": self.company,
            "city": self.city,
            "country_area": self.region,
            "postal_code": self.postal_code,
        }
        rows = get_field_order({"country_code": self.country})
        for row in rows:
            if "street_address" in row:
                yield from (self.line1, self.line2)
            yield " ".join(filter(None, (values.get(field, "") for field in row)))
        if self.city and not any("city" in row for row in rows):
            yield self.city


def country_name(code: str) -> str:
    return str(Locale("en").territories.get(code, code))


def country_in_a_sentence(code: str) -> str:
    """`in the Netherlands`, but `in Germany`."""
    name = country_name(code)
    return f"the {name}" if code in WITH_ARTICLE or name.endswith(("Islands", "Territories")) else name


class AddressColumn(sa.types.TypeDecorator[Address]):
    impl = pg.JSONB(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Address | None, dialect: sa.Dialect) -> dict[str, Any] | None:
        return None if value is None else asdict(value)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Address | None:
        return None if value is None else Address(**value)
