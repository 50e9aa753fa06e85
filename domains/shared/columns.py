"""Constraints that tables of several domains have in common."""

from enum import StrEnum

import sqlalchemy as sa


def one_of(column: str, states: type[StrEnum]) -> sa.CheckConstraint:
    """Only the states of the glossary get into the table."""
    words = ", ".join(f"'{state.value}'" for state in states)
    return sa.CheckConstraint(f"{column} IN ({words})", name=column)
