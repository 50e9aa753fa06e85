"""Columns and constraints that several tables share."""

from enum import StrEnum
from typing import Annotated, Any

import sqlalchemy as sa
from sqlalchemy.orm import mapped_column

# Where a table lives once one machine is too small
DISTRIBUTED: dict[str, Any] = {"info": {"kind": "distributed", "by": "customer_id"}}
REFERENCE: dict[str, Any] = {"info": {"kind": "reference"}}
LOCAL: dict[str, Any] = {"info": {"kind": "local"}}

Amount = Annotated[int, mapped_column(sa.BigInteger)]  # minor units of the currency beside it
Currency = Annotated[str, mapped_column(sa.CHAR(3))]
Options = Annotated[dict[str, str], mapped_column(sa.JSON)]  # JSON, not JSONB: it keeps the order of the options
Codes = Annotated[list[str], mapped_column(sa.JSON)]


class Choice(sa.types.TypeDecorator[StrEnum]):
    """A StrEnum as plain text; `one_of` gives its column the CHECK."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, enum: type[StrEnum]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: StrEnum | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else self.enum(value).value

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> StrEnum | None:
        return None if value is None else self.enum(value)


def of_cart() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["customer_id", "cart_id"], ["carts.customer_id", "carts.id"])


def of_order() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["customer_id", "order_id"], ["orders.customer_id", "orders.id"])
