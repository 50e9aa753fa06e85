"""From where an order is sent: pure arithmetic over what is free. The database's statement decides whether it holds."""

from .choosing import chosen, left, route, short
from .explaining import Candidate, Fate, Route, explain
from .nearness import Nearness, nearness
from .places import NOWHERE, Destination, Pick, Shelf, Shelves, reaching
from .rules import DEFAULT, Rule

__all__ = [
    "DEFAULT",
    "NOWHERE",
    "Candidate",
    "Destination",
    "Fate",
    "Nearness",
    "Pick",
    "Route",
    "Rule",
    "Shelf",
    "Shelves",
    "chosen",
    "explain",
    "left",
    "nearness",
    "reaching",
    "route",
    "short",
]
