"""Staff who act for a customer."""

from ..impersonating import (
    begin_impersonation,
    customer_named,
    end_impersonation,
    end_impersonations,
)

__all__ = [
    "begin_impersonation",
    "customer_named",
    "end_impersonation",
    "end_impersonations",
]
