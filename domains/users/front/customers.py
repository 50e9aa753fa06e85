"""Customers as staff look after them."""

from ..customers import (
    CustomerPage,
    customers,
    customers_of,
    disable_customer,
    enable_customer,
    find_customer,
)
from ..demo import (
    settle_demo_customers,
)

__all__ = [
    "CustomerPage",
    "customers",
    "customers_of",
    "disable_customer",
    "enable_customer",
    "find_customer",
    "settle_demo_customers",
]
