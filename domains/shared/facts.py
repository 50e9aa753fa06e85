"""Facts: frozen dataclasses in the past tense. Their name on the wire is `<domain>.<Class>`."""

from typing import Any, TypeVar

import msgspec

Fact = TypeVar("Fact")


def kind(fact: type[Any]) -> str:
    """`domains.orders.events.OrderPaid` → `orders.OrderPaid`."""
    return f"{fact.__module__.split('.')[1]}.{fact.__name__}"


def encode(fact: object) -> str:
    return msgspec.json.encode(fact).decode()


def decode(payload: str, fact: type[Fact]) -> Fact:
    return msgspec.json.decode(payload, type=fact)
